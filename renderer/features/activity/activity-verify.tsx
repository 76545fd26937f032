import { spokenProblem, verifiedWords } from '../../../preload/contract/language/index.ts';
import type { VerifyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Button, Notice } from '../../ui/parts.tsx';
import { activityHooks } from './activity-store.ts';

/** The button that checks every record, and what the check found. */
export function Verify() {
  const t = useT();
  const api = activityHooks.useApi();
  const verified = activityHooks.use((state) => state.verified);
  return (
    <>
      <Button aria-disabled={verified?.state === 'loading'} onClick={() => { if (api.getState().verified?.state !== 'loading') void api.getState().verify(); }}>{t('activity.verify')}</Button>
      {verified === null ? null : verified.state === 'loading' ? <p className="hint" role="status">{t('activity.verifying')}</p>
        : verified.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(verified.problem, t)}</Notice>
          : <Verified found={verified.value} />}
    </>
  );
}

/** Which record is wrong, or that all are right; then how far that can be believed. */
function Verified({ found }: { found: VerifyView }) {
  const { says, breaks } = verifiedWords(found, useT());
  return (
    <Notice tone={found.ok ? 'good' : 'danger'} role="status">
      {says.map((sentence) => <p key={sentence}>{sentence}</p>)}
      {breaks.length === 0 ? null : <ul>{breaks.map((line) => <li key={line}>{line}</li>)}</ul>}
    </Notice>
  );
}
