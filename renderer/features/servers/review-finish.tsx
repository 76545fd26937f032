import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ReviewRowView, ReviewView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Button, Notice } from '../../ui/parts.tsx';
import { useStill } from '../../ui/use-still.ts';
import { useLocked } from '../policy/use-locked.ts';
import { LockNote, LockSign } from '../policy/why.tsx';
import { decisionsToSend, lowered, preselected, REASON_CHARS, tally, type Decisions } from './review-model.ts';
import { levelsUpTo } from './servers-selectors.ts';
import { serversHooks, type Trust } from './servers-store.ts';

interface FinishProps {
  readonly review: ReviewView;
  readonly items: readonly ReviewRowView[];
  readonly decisions: Decisions;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** The signature line of a review: the trust level, the reason, and the button that sends the decisions, dead until what is reviewed has stood still. */
export function ReviewFinish({ review, items, decisions, reason, onReason }: FinishProps) {
  const t = useT();
  const api = serversHooks.useApi();
  const levels = levelsUpTo(review.highest);
  const [trust, setTrust] = useState<Trust>(() => preselected(review, items, levels));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const still = useStill(review.digest);
  const counts = tally(items, decisions);
  // Where IT took the review, blocking is still free, and trust stays as it is.
  const locked = useLocked('review-servers');
  const isLocked = locked.length > 0;
  const finish = async (): Promise<void> => {
    setSending(true);
    const refused = await api.getState().decide(review, isLocked ? null : trust, decisionsToSend(items, decisions), reason.trim() === '' ? null : reason.trim());
    setSending(false);
    setProblem(refused);
    if (refused === null) go('servers', review.serverId);
  };
  return (
    <footer className="sign">
      {isLocked ? <LockNote from={locked} /> : (
        <fieldset className="radios trust-radios">
          <legend>{t('review.trust')}</legend>
          {levels.map((level) => (
            <label key={level} className="check"><input type="radio" name="trust" value={level} checked={trust === level} onChange={() => setTrust(level)} /> {t(`trust.${level}`)}</label>
          ))}
        </fieldset>
      )}
      <p className="hint sign-words"><span>{isLocked ? '' : t(`trust-means.${trust}`)}{isLocked || levels.includes('trusted') ? '' : ` ${t('review.capped')}`}{trust === 'untrusted' && lowered(review, items) ? ` ${t('findings.lowered')}` : ''}</span><span role="status">{t('review.tally', { accepted: counts.accepted, blocked: counts.blocked, left: counts.left })}</span></p>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <div className="actions">
        <Button look="main" disabled={!still || sending || (isLocked && (counts.accepted > 0 || counts.blocked === 0))} onClick={() => void finish()}>{isLocked ? <><LockSign /> {t('review.finish-blocks')}</> : t('review.finish')}</Button>
        <Button onClick={() => go('servers', review.serverId)}>{t('common.cancel')}</Button>
        <input className="reason" aria-label={t('review.reason-all')} placeholder={t('review.reason-all')} maxLength={REASON_CHARS} value={reason} onChange={(event) => onReason(event.target.value)} />
      </div>
    </footer>
  );
}
