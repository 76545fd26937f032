import { useEffect, useState } from 'react';
import { spokenCode, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ToolDetailView } from '../../../preload/contract/views.ts';
import { valueOf } from '../../app/loaded.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { ArgumentsForm } from '../../ui/form/arguments-form.tsx';
import { Hostile, QuotedBox } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import type { JsonObject } from '../../ui/json.ts';
import { Button, Notice, Skeleton } from '../../ui/parts.tsx';
import { serversHooks } from '../servers/servers-store.ts';
import { receiptsHooks, type ReceiptsState } from '../approvals/receipts-store.ts';
import { LockNote } from '../policy/why.tsx';
import PlanMany from '../plans/plan-many.tsx';
import { toolsHooks } from './tools-store.ts';
import { whyNot } from './tools-selectors.ts';

/** One tool: what the server says of it, and the form that plans a call, filled like the call `after` where one is named. */
export default function ToolDetail({ serverId, tool, after }: { serverId: string; tool: string; after: string | null }) {
  const t = useT();
  const api = toolsHooks.useApi();
  const detail = toolsHooks.use((state) => state.detail);
  useEffect(() => { void api.getState().open(serverId, tool); }, [api, serverId, tool]);
  if (detail.state === 'broken') return <Missing serverId={serverId} tool={tool} problem={detail.problem} />;
  if (detail.state === 'loading' || detail.value.serverId !== serverId || detail.value.name !== tool) return <Skeleton label={t('common.loading')} />;
  return <Opened detail={detail.value} after={after} />;
}

/** A tool that cannot be read: its server is not running, or it does not offer the tool. */
function Missing({ serverId, tool, problem }: { serverId: string; tool: string; problem: Problem }) {
  const t = useT();
  const server = serversHooks.use((state) => valueOf(state.servers)?.find((one) => one.id === serverId));
  const stopped = problem.code === 'unknown-tool' && server !== undefined && server.connection.state !== 'running';
  return (
    <div className="page">
      <h1><Hostile text={tool} cap={100} /></h1>
      {stopped ? <NotNow serverId={serverId} why="unavailable" /> : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
    </div>
  );
}

function Opened({ detail, after }: { detail: ToolDetailView; after: string | null }) {
  const t = useT();
  const why = whyNot(detail);
  return (
    <article className="page">
      <h1><Hostile text={detail.name} cap={100} /></h1>
      <p className="soft">{detail.title === null ? null : <><q><Hostile text={detail.title} cap={100} /></q> · </>}<Hostile text={detail.serverName} cap={60} /> · {t(`effect.${detail.effect}`)}, {t(`effect-source.${detail.effectSource}`)}</p>
      {detail.description === '' ? null : <QuotedBox text={detail.description} label={t('review.says')} />}
      {detail.alike.length === 0 ? null : <Notice tone="caution">{t('review.alike')} {detail.alike.map((one, at) => <span key={at}>{at === 0 ? '' : ', '}<q><Hostile text={one.name} cap={80} /></q> · <Hostile text={one.serverName} cap={60} /></span>)}</Notice>}
      {detail.locked === null ? why === null ? null : <NotNow serverId={detail.serverId} why={why} /> : <Locked locked={detail.locked} />}
      {why === null || why === 'unavailable' ? <PlanForm detail={detail} after={after} blocked={why !== null} /> : null}
      {why === null && detail.effect !== 'read' ? <PlanMany serverId={detail.serverId} tool={detail.name} /> : null}
      <details><summary>{t('review.definition')}</summary><JsonView value={detail.definition} label={t('review.definition')} /></details>
    </article>
  );
}

function Locked({ locked }: { locked: NonNullable<ToolDetailView['locked']> }) {
  const t = useT();
  return (
    <>
      <Notice tone="caution" role="status">{t('tools.why-words.locked')} {spokenCode('reason', locked.because, t)}</Notice>
      <LockNote from={locked.sources} />
    </>
  );
}

function NotNow({ serverId, why }: { serverId: string; why: NonNullable<ReturnType<typeof whyNot>> }) {
  const t = useT();
  return (
    <Notice tone={why === 'changed' || why === 'ambiguous' ? 'danger' : 'caution'} role="status">
      <p>{t(`tools.why-words.${why}`)}</p>
      <div className="actions">
        {why === 'unavailable' || why === 'ambiguous'
          ? <Button onClick={() => go('servers', serverId)}>{t('tools.to-server')}</Button>
          : <Button look="main" onClick={() => go('servers', serverId, 'review')}>{t('tools.to-review')}</Button>}
      </div>
    </Notice>
  );
}

function PlanForm({ detail, after, blocked }: { detail: ToolDetailView; after: string | null; blocked: boolean }) {
  const t = useT();
  const receipts = receiptsHooks.useApi();
  const [args] = useState<JsonObject>(() => (after === null ? {} : plannedArguments(receipts.getState(), after, detail)));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [planning, setPlanning] = useState(false);
  const plan = async (args: JsonObject): Promise<void> => {
    if (planning || blocked) return;
    setPlanning(true);
    const planned = await receipts.getState().plan(detail.serverId, detail.name, args);
    setPlanning(false);
    if ('problem' in planned) setProblem(planned.problem);
    else go('approvals', planned.callId);
  };
  return (
    <section className="plan" aria-label={t('tools.plan-label')}>
      <h2>{t('tools.arguments')}</h2>
      <ArgumentsForm key={JSON.stringify(detail.inputSchema)} schema={detail.inputSchema} args={args} submit={planning ? t('tools.planning') : t('tools.plan')} onSubmit={plan} />
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <p className="hint">{t(detail.effect === 'read' ? 'tools.plan-words-read' : 'tools.plan-words')}</p>
    </section>
  );
}

/** The arguments a call of this very tool was planned with; none where it is not known any more. */
function plannedArguments(state: ReceiptsState, callId: string, tool: { readonly serverId: string; readonly name: string }): JsonObject {
  const planned = state.receipts.find((one) => one.callId === callId)?.planned ?? null;
  return planned !== null && planned.serverId === tool.serverId && planned.tool === tool.name ? planned.args : {};
}
