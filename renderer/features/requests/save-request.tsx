import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem, Reply } from '../../../preload/contract/problem.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { Button, Notice } from '../../ui/parts.tsx';

/** A button that saves a request where the person says, and tells how that went. */
export function SaveRequest({ label, save }: { label: string; save: () => Promise<Reply<{ saved: boolean }>> }) {
  const t = useT();
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (): Promise<void> => {
    const reply = await save();
    setProblem(reply.ok ? null : reply.problem);
    setSaved(reply.ok && reply.value.saved);
  };
  return (
    <>
      <Button onClick={() => void run()}>{label}</Button>
      <span className="hint" role="status">{saved ? t('requests.saved') : ''}</span>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
    </>
  );
}

/** Hands the review of a server's definitions to whoever may accept them. */
export function AskForReview({ serverId }: { serverId: string }) {
  const t = useT();
  const bridge = useBridge();
  return <SaveRequest label={t('requests.review')} save={() => bridge.requests['save-review']({ serverId })} />;
}
