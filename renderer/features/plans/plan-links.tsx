import type { PlanHeadView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { formatRoute } from '../../app/routes.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { edgeOf } from '../approvals/approvals-selectors.ts';
import { endSentence, setSentence } from './plan-words.ts';

/** A set in the inbox: its title and what it does, or what became of it. */
export function PlanLink({ head, current }: { head: PlanHeadView; current: boolean }) {
  const t = useT();
  const words = head.stage === 'done' ? endSentence(head, t) : head.stage === 'asking' ? setSentence(head, t) : t(`plan.stage.${head.stage}`);
  return (
    <a className={`list-item edge-${edgeOf(head.bar?.effect ?? 'write')}`} href={formatRoute('approvals', 'plan', head.planId)} aria-current={current ? 'true' : undefined}>
      <strong><Hostile text={head.title} cap={40} joints /></strong>
      <span>{words}</span>
    </a>
  );
}
