import { Suspense, useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { ShownCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import type { Loaded } from '../../app/loaded.ts';
import { fetched } from '../../ui/fetched.tsx';
import { ValueList } from '../../ui/form/value-list.tsx';
import { Button, Notice, Skeleton } from '../../ui/parts.tsx';
import { CardPagesProvider } from '../../ui/diff/pages.ts';
import { useScrollerOf } from '../../ui/scroller.ts';
import { UndoCall } from '../approvals/undo-call.tsx';
import { activityHooks } from './activity-store.ts';

const Change = fetched(async () => (await import('../approvals/change.tsx')).Change);

/** What was kept of a call: the very change that was shown, the arguments, and what the server answered. */
export function Shown({ shown }: { shown: Loaded<ShownCallView | null> }) {
  const t = useT();
  if (shown.state === 'loading') return <Skeleton label={t('common.loading')} />;
  if (shown.state === 'broken') return <Notice tone="danger" role="alert">{spokenProblem(shown.problem, t)}</Notice>;
  return shown.value === null ? null : <Content shown={shown.value} />;
}

function Content({ shown }: { shown: ShownCallView }) {
  const t = useT();
  const { scroller, within } = useScrollerOf('.detail');
  const [sideBySide, setSideBySide] = useState(false);
  const { card, args, answer, state, undo } = shown;
  return (
    <section ref={within} className="shown" aria-label={t('activity.shown')}>
      <h2>{t('activity.shown')}</h2>
      {state === 'kept' ? null : <Notice tone={state === 'in the record' ? 'quiet' : 'caution'}>{t(STATES[state])}</Notice>}
      {card === null ? null : <CardPagesProvider callId={shown.callId}><Suspense fallback={<Skeleton label={t('common.loading')} />}><Change over card={card} scroller={scroller} sideBySide={sideBySide} onSideBySide={setSideBySide} /></Suspense></CardPagesProvider>}
      {card !== null || args === null ? null : <><h3>{t('activity.arguments')}</h3><ValueList value={args} scroller={scroller} /></>}
      {answer === null ? null : <details><summary>{t('receipt.server-says')}</summary><ValueList value={answer} scroller={scroller} /></details>}
      {undo === null ? null : <UndoCall callId={shown.callId} unlike={undo.unlike} inSet={undo.inSet} />}
      {state === 'kept' ? <Erase callId={shown.callId} /> : null}
    </section>
  );
}

const STATES = { 'in the record': 'activity.content.in-record', erased: 'activity.content.erased', unreadable: 'activity.content.unreadable' } as const;

/** Two presses: what is erased here is gone for good. */
function Erase({ callId }: { callId: string }) {
  const t = useT();
  const api = activityHooks.useApi();
  const erased = activityHooks.use((state) => state.erased);
  const [sure, setSure] = useState(false);
  return (
    <div className="actions">
      {sure ? (
        <>
          <p>{t('activity.erase.sure')}</p>
          <Button look="danger" onClick={() => void api.getState().eraseCall(callId)}>{t('activity.erase.yes')}</Button>
          <Button onClick={() => setSure(false)}>{t('common.cancel')}</Button>
        </>
      ) : <Button look="quiet" onClick={() => setSure(true)}>{t('activity.erase')}</Button>}
      {erased?.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(erased.problem, t)}</Notice> : null}
    </div>
  );
}
