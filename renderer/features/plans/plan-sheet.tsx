import { useEffect, useRef, useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PlanHeadView, PlanRowView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { MoreBelow } from '../../ui/more-below.tsx';
import { Button, Notice, Skeleton } from '../../ui/parts.tsx';
import { SaveRequest } from '../requests/save-request.tsx';
import { edgeOf } from '../approvals/approvals-selectors.ts';
import { PlanChoices } from './plan-choices.tsx';
import { PlanRowDetail } from './plan-row-detail.tsx';
import { tellingApart } from './column-layout.ts';
import { nameOf, PlanTable } from './plan-table.tsx';
import { endSentence, limitSentence, setSentence } from './plan-words.ts';
import { plansHooks } from './plans-store.ts';
import './plans.css';

/** One set of calls on one sheet: what it does in sum, every row, and the one answer; then its progress and its receipt. */
export function PlanSheet({ planId }: { planId: string }) {
  const t = useT();
  const api = plansHooks.useApi();
  const shown = plansHooks.use((state) => state.shown);
  const heads = plansHooks.use((state) => state.heads);
  const problem = plansHooks.use((state) => state.problem);
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<string | null>(null);
  useEffect(() => {
    api.getState().open(planId);
    const { toFront } = api.getState();
    window.addEventListener('focus', toFront);
    return () => {
      window.removeEventListener('focus', toFront);
      api.getState().open(null);
    };
  }, [api, planId]);
  if (heads !== null && !heads.some((head) => head.planId === planId)) return <div className="page"><Notice role="alert">{t('problem.unknown-plan')}</Notice></div>;
  if (shown === null || shown.head.planId !== planId) return <Skeleton label={t('common.loading')} />;
  const { head, rows } = shown;
  const row = open === null ? undefined : rows.find((one) => one.rowId === open);
  const grave = head.confirm === 'type' && head.stage === 'asking';
  return (
    <article className={`card plan-card edge-${edgeOf(head.bar?.effect ?? 'write')}${grave ? ' card-grave' : ''}`} aria-label={t('plan.label')}>
      <PlanBar head={head} />
      <div ref={scroller} className="card-scroll" tabIndex={0} role="region" aria-label={t('plan.rows')}>
        <Top head={head} />
        <PlanTable plan={shown} scroller={scroller} onLeave={(rowIds, out) => void api.getState().leave(planId, rowIds, out)} onOpen={(one: PlanRowView) => setOpen(one.rowId)} />
      </div>
      <MoreBelow scroller={scroller} watch={shown} />
      <footer className="sign">
        {problem !== null && problem.planId === planId ? <Notice tone="danger" role="alert">{spokenProblem(problem.problem, t)}</Notice> : null}
        <Foot head={head} />
      </footer>
      {row === undefined ? null : <PlanRowDetail planId={planId} row={row} title={nameOf(row, tellingApart(rows, head.columns), t)} editable={head.stage === 'asking'} onClose={() => setOpen(null)} />}
    </article>
  );
}

/** Our bar: the gravest effect of the set, who planned it, and the servers and tools it uses. */
function PlanBar({ head }: { head: PlanHeadView }) {
  const t = useT();
  return (
    <header className="bar" aria-label={t('bar.label')}>
      <div className="bar-effect">
        <strong>{head.bar === null ? t('plan.label') : t(`effect.${head.bar.effect}`)}</strong>
        <span>{t(head.undoes === null ? 'plan.set' : 'plan.undo-set', { count: head.rows })}</span>
      </div>
      <dl className="bar-facts">
        {head.tools.slice(0, 3).map((tool, at) => (
          <div key={at}><dt>{t('bar.tool')}</dt><dd><b><Hostile text={tool.tool} cap={40} /></b><span className="soft"><Hostile text={tool.serverName} cap={30} /></span><span className="soft">× {tool.items}</span></dd></div>
        ))}
        {head.tools.length > 3 ? <div><dt /><dd className="soft">{t('plan.more-tools', { count: head.tools.length - 3 })}</dd></div> : null}
        <div><dt>{t('bar.planner')}</dt><dd>{t(`planner.${head.planner.kind}`)}{head.planner.kind === 'person' ? null : <> · <Hostile text={head.planner.name} cap={40} /></>}</dd></div>
        {head.bar === null ? null : <div><dt>{t('bar.project')}</dt><dd>{head.bar.project === null ? <span className="soft">{t('bar.no-project')}</span> : <Hostile text={head.bar.project} cap={48} />}</dd></div>}
      </dl>
    </header>
  );
}

/** While a set runs its sentence and its count change with every row: whoever listens hears the beginning, each stop and the end. */
function liveOf({ stage }: PlanHeadView): 'off' | 'polite' {
  return stage === 'running' ? 'off' : 'polite';
}

function Top({ head }: { head: PlanHeadView }) {
  const t = useT();
  const over = limitSentence(head, t);
  const ended = head.stage === 'done';
  return (
    <>
      <p className="soft"><q><Hostile text={head.title} cap={100} /></q></p>
      <div role="status" aria-live={liveOf(head)}><h1 className="sentence" dir="auto">{ended ? endSentence(head, t) : head.stage === 'checking' ? t('plan.checking', { count: head.rows }) : setSentence(head, t)}</h1></div>
      {over === null ? null : <Notice tone="danger">{over}</Notice>}
      {head.moved === 0 || ended ? null : <Notice tone="caution" role="status">{t('plan.moved', { count: head.moved })}</Notice>}
      {head.waitsForMinute && !ended ? <Notice role="status">{t('plan.waits-for-minute')}</Notice> : null}
      {ended && head.decision === 'denied' ? <p>{t('outcome-means.refused')}</p> : null}
    </>
  );
}

/** The choices while it asks, the progress while it runs, and what can be done with the receipt. */
function Foot({ head }: { head: PlanHeadView }) {
  const t = useT();
  const api = plansHooks.useApi();
  const tell = (what: 'pause' | 'resume' | 'cancel'): void => void api.getState().tell(head.planId, what);
  switch (head.stage) {
    case 'asking': return <PlanChoices key={head.revision} head={head} />;
    case 'checking': return <div className="choice-row"><Button onClick={() => tell('cancel')}>{t('common.cancel')}</Button></div>;
    case 'running':
    case 'paused': return (
      <div className="choice-row">
        <progress max={Math.max(1, head.rows - head.leftOut)} value={head.over} aria-label={t('plan.progress')} />
        <span role="status" aria-live={liveOf(head)}>{t(head.stage === 'paused' ? 'plan.paused-at' : 'plan.running-at', { over: head.over, count: head.rows - head.leftOut })}</span>
        {head.stage === 'paused' ? <Button look="main" onClick={() => tell('resume')}>{t('plan.resume')}</Button> : <Button onClick={() => tell('pause')}>{t('plan.pause')}</Button>}
        <Button onClick={() => tell('cancel')}>{t('plan.stop')}</Button>
      </div>
    );
    case 'done': return <Receipt head={head} />;
  }
}

function Receipt({ head }: { head: PlanHeadView }) {
  const t = useT();
  const api = plansHooks.useApi();
  const bridge = useBridge();
  const [saved, setSaved] = useState(false);
  const undo = async (): Promise<void> => {
    const planId = await api.getState().undo(head.planId);
    if (planId !== null) go('approvals', 'plan', planId);
  };
  return (
    <div className="choice-row">
      <Button onClick={() => void api.getState().save(head.planId).then(setSaved)}>{t('plan.save')}</Button>
      {head.undoable === 0 ? null : <Button onClick={() => void undo()}>{t('plan.undo', { count: head.undoable })}</Button>}
      {head.requestable === 0 ? null : <SaveRequest label={t('plan.request', { count: head.requestable })} save={() => bridge.requests['save-plan']({ planId: head.planId })} />}
      <span role="status" className="soft">{saved ? t('plan.saved') : ''}</span>
    </div>
  );
}
