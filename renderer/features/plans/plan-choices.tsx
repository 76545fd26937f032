import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PlanHeadView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { controlKey, pressOf } from '../../app/shortcuts.ts';
import { Button } from '../../ui/parts.tsx';
import { wordMatches } from '../approvals/approvals-selectors.ts';
import { limitSentence } from './plan-words.ts';
import { plansHooks } from './plans-store.ts';

/** Deny, approve the set, look first, and whether the first failure ends it. Deny has the focus; Approve is dead until the set has stood still, and Deny until it was there so long. */
export function PlanChoices({ head }: { head: PlanHeadView }) {
  const t = useT();
  const api = plansHooks.useApi();
  const armed = plansHooks.use((state) => state.armed);
  const standing = plansHooks.use((state) => state.standing);
  const sending = plansHooks.use((state) => state.sending);
  const [typed, setTyped] = useState('');
  const [stopOnFailure, setStop] = useState(true);
  const word = t(`effect.${head.bar?.effect ?? 'write'}`);
  const needsWord = head.confirm === 'type';
  const wordTyped = needsWord && wordMatches(typed, word, t.locale);
  const tooMany = limitSentence(head, t) !== null;
  const ready = armed && !sending && !tooMany && (!needsWord || wordTyped);
  const answer = (choice: 'approve' | 'deny' | 'look-first'): void => void api.getState().answer(head, { choice, wordTyped, stopOnFailure });
  const approve = (): void => { if (ready) answer('approve'); };
  const deny = usePlanKeys(approve, () => answer('deny'));
  return (
    <div className="choices">
      {needsWord ? (
        <div className="word-field">
          <label htmlFor="plan-word">{t('choice.word', { word })}</label>
          <input id="plan-word" value={typed} autoComplete="off" spellCheck={false} placeholder={word} onChange={(event) => setTyped(event.target.value)} onPaste={(event) => event.preventDefault()} />
        </div>
      ) : null}
      <div className="choice-row">
        <button ref={deny} type="button" className="button button-deny" onClick={() => answer('deny')} disabled={sending} data-standing={standing}><span>{t('choice.deny')}</span><kbd aria-hidden="true">Esc</kbd></button>
        <Button look={needsWord ? 'danger' : 'main'} onClick={approve} disabled={!ready} data-armed={ready} keys={`${controlKey(t)} ⏎`}>{t('plan.approve', { count: head.asks })}</Button>
        {head.lookFirst === 0 ? null : <Button onClick={() => answer('look-first')} disabled={!armed || sending}>{t('choice.look-first-go', { count: head.lookFirst })}</Button>}
        <label className="check"><input type="checkbox" checked={stopOnFailure} onChange={(event) => setStop(event.target.checked)} />{t('plan.stop-on-failure')}</label>
        <span className="arming" role="status">{ready ? '' : tooMany ? '' : t(needsWord && !wordTyped ? 'choice.type-first' : 'choice.arming')}</span>
      </div>
    </div>
  );
}

/** Esc denies, Ctrl+Enter approves, and the focus starts on Deny. Nothing while a dialog is open or somebody types. */
function usePlanKeys(approve: () => void, deny: () => void) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef({ approve, deny });
  latest.current = { approve, deny };
  useEffect(() => { button.current?.focus({ preventScroll: true }); }, []);
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.repeat || document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        latest.current.approve();
      } else if (event.key === 'Escape' && !pressOf(event).typing) {
        event.preventDefault();
        latest.current.deny();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return button;
}
