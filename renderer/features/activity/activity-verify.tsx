import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
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
      <Button onClick={() => void api.getState().verify()} disabled={verified?.state === 'loading'}>{t('activity.verify')}</Button>
      {verified === null ? null : verified.state === 'loading' ? <p className="hint" role="status">{t('activity.verifying')}</p>
        : verified.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(verified.problem, t)}</Notice>
          : <Verified found={verified.value} />}
    </>
  );
}

/** Which record is wrong, or that all are right; then how far that can be believed. */
function Verified({ found }: { found: VerifyView }) {
  const t = useT();
  const { ok, records, firstBad, anchored, signed, breaks, torn, removed } = found;
  return (
    <Notice tone={ok ? 'good' : 'danger'} role="status">
      <p>{ok ? t('activity.whole', { count: records }) : t('activity.broken', { record: firstBad?.record ?? 0, file: visible(firstBad?.file ?? '', 80), why: t(whyKey(firstBad?.why ?? '')) })}</p>
      {ok ? <p>{t(`activity.anchor.${anchored === false ? 'none' : anchored}`)}</p> : null}
      <p>{signed === null ? t('activity.unsigned') : t('activity.signed', { upTo: signed.upTo, count: signed.checkpoints })}</p>
      {removed === 0 ? null : <p>{t('activity.removed', { count: removed })}</p>}
      {torn === 0 ? null : <p>{t('activity.torn', { count: torn })}</p>}
      {breaks.length === 0 ? null : (
        <>
          <p>{t('activity.breaks', { count: breaks.length })}</p>
          <ul>{breaks.slice(0, 20).map(({ record, what }) => <li key={record}>{t('activity.break', { record, what: t(BREAKS.has(what) ? `activity.break.${what as 'key'}` : 'activity.break.other') })}</li>)}</ul>
        </>
      )}
    </Notice>
  );
}

const BREAKS = new Set(['chain', 'key', 'anchor']);
const CHANGED = new Set(['wrong-hash', 'not-canonical', 'not-a-record']);
const MISSING = new Set(['wrong-prev', 'wrong-place', 'not-the-start', 'anchor-not-reached', 'anchor-missing']);

/** What is wrong with a record, in one of five sentences. */
function whyKey(why: string): 'activity.why.changed' | 'activity.why.missing' | 'activity.why.anchor' | 'activity.why.signature' | 'activity.why.unreadable' {
  if (why === 'unreadable') return 'activity.why.unreadable';
  if (CHANGED.has(why)) return 'activity.why.changed';
  if (MISSING.has(why)) return 'activity.why.missing';
  return why === 'anchor-differs' ? 'activity.why.anchor' : 'activity.why.signature';
}
