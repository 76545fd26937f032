import { useState } from 'react';
import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Button, Notice } from '../../ui/parts.tsx';
import { receiptsHooks } from './receipts-store.ts';

/** Plans the call that undoes this one, or what undoes the whole set it ran in; what then will not be as it was is named before. */
export function UndoCall({ callId, unlike, inSet = false }: { callId: string; unlike: readonly string[]; inSet?: boolean }) {
  const t = useT();
  const bridge = useBridge();
  const receipts = receiptsHooks.useApi();
  const [problem, setProblem] = useState<Problem | null>(null);
  const undo = async (): Promise<void> => {
    const reply = await bridge.calls.undo({ callId });
    if (!reply.ok) return setProblem(reply.problem);
    receipts.getState().follow(reply.value.callId);
    go('approvals', reply.value.callId);
  };
  const undoSet = async (): Promise<void> => {
    const reply = await bridge.plans['undo-around']({ callId });
    if (!reply.ok) return setProblem(reply.problem);
    go('approvals', 'plan', reply.value.planId);
  };
  return (
    <div className="actions">
      <Button onClick={() => void undo()}>{t('receipt.undo')}</Button>
      {inSet ? <Button onClick={() => void undoSet()}>{t('receipt.undo-set')}</Button> : null}
      {unlike.length === 0 ? null : <span className="hint">{t('receipt.unlike', { fields: visible(unlike.join(', '), 120) })}</span>}
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
    </div>
  );
}
