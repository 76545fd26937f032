import { useEffect, useState } from 'react';
import { hasMessage, spokenCode } from '../../../preload/contract/language/index.ts';
import type { SkillReceiptView, SkillView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Empty } from '../../ui/parts.tsx';
import { PlanSheet } from '../plans/plan-sheet.tsx';
import { plansHooks } from '../plans/plans-store.ts';
import { SkillSteps } from './skill-steps.tsx';
import { receiptSentence, said } from './skill-words.ts';
import { skillsHooks } from './skills-store.ts';

/** A run once it is a set of calls: the set's own sheet under the line of steps, and the run's receipt when it is over. */
export function SkillSheet({ skill, planId }: { skill: SkillView; planId: string }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const stage = plansHooks.use((state) => state.heads?.find((head) => head.planId === planId)?.stage);
  const again = (): void => {
    api.getState().restart();
    go('skills', skill.name);
  };
  if (planId === 'nothing') return <Empty title={t('skill.sum.nothing')} action={<Button look="main" onClick={again}>{t('skill.receipt.again')}</Button>}>{t('skill.nothing-to-do')}</Empty>;
  return (
    <>
      <div className="skill-line"><SkillSteps step={stage === 'running' || stage === 'paused' ? 'run' : stage === 'done' ? 'receipt' : 'preview'} /></div>
      {stage === 'done' ? <Receipt skill={skill} planId={planId} onAgain={again} /> : null}
      <PlanSheet planId={planId} />
    </>
  );
}

function Receipt({ skill, planId, onAgain }: { skill: SkillView; planId: string; onAgain: () => void }) {
  const t = useT();
  const bridge = useBridge();
  const [receipt, setReceipt] = useState<SkillReceiptView | null>(null);
  const [saved, setSaved] = useState(false);
  const list = skillsHooks.use((state) => state.list);
  // The run's own record changes when it ends; that is when its receipt is there.
  useEffect(() => { void bridge.skills.receipt({ planId }).then((reply) => { if (reply.ok) setReceipt(reply.value); }); }, [bridge, planId, list]);
  if (receipt === null) return null;
  const { rows } = receipt;
  const done = skill.playbook?.done ?? null;
  return (
    <section className="skill-receipt" aria-label={t('skill.receipt')}>
      <p role="status">{receiptSentence(receipt, t)}{done === null || receipt.outcome !== 'executed' ? null : <> <Hostile text={said(done, t)} cap={300} /></>}</p>
      {rows.length === 0 ? null : (
        <ul className="skill-whys" tabIndex={0}>
          {rows.map((row, at) => <li key={at}>{row.row === null ? null : <b>{t('skill.problem.place', { row: row.row })}: </b>}<Hostile text={row.title} cap={80} /> · {t(`row.${row.end}`)}{row.why === '' ? null : <> · {whyWords(row.why, t)}</>}{row.said === null ? null : <> <q><Hostile text={row.said} cap={120} /></q></>}</li>)}
        </ul>
      )}
      <div className="actions">
        <Button onClick={() => void bridge.skills.report({ runId: receipt.runId }).then((reply) => setSaved(reply.ok && reply.value.saved))}>{t('skill.receipt.save')}</Button>
        <Button onClick={onAgain}>{t('skill.receipt.again')}</Button>
        <span role="status" className="soft">{saved ? t('skill.receipt.saved') : ''}</span>
      </div>
    </section>
  );
}

function whyWords(why: string, t: ReturnType<typeof useT>): string {
  const room = ['row-mark', 'skip', 'reason'].find((name) => hasMessage(`${name}.${why}`)) ?? 'failure';
  return spokenCode(room, why, t);
}
