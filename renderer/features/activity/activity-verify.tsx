import { spokenProblem, verifiedWords } from '../../../preload/contract/language/index.ts';
import type { VerifyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Button, Notice } from '../../ui/parts.tsx';
import { activityHooks } from './activity-store.ts';

/** Checks every record. */
export function VerifyButton() {
  const t = useT();
  const api = activityHooks.useApi();
  const busy = activityHooks.use((state) => state.verified?.state === 'loading');
  return <Button aria-disabled={busy} onClick={() => { if (!busy) void api.getState().verify(); }}>{t('activity.verify')}</Button>;
}

/** What the last check found. */
export function Verified() {
  const t = useT();
  const verified = activityHooks.use((state) => state.verified);
  if (verified === null) return null;
  switch (verified.state) {
    case 'loading': return <p className="hint" role="status">{t('activity.verifying')}</p>;
    case 'broken': return <Notice tone="danger" role="alert">{spokenProblem(verified.problem, t)}</Notice>;
    case 'ready': return <Found found={verified.value} />;
  }
}

/** Which record is wrong, or that all are right; then how far that can be believed. */
function Found({ found }: { found: VerifyView }) {
  const { says, breaks } = verifiedWords(found, useT());
  return (
    <Notice tone={found.ok ? 'good' : 'danger'} role="status">
      {says.map((sentence) => <p key={sentence}>{sentence}</p>)}
      {breaks.length === 0 ? null : <ul>{breaks.map((line) => <li key={line}>{line}</li>)}</ul>}
    </Notice>
  );
}
