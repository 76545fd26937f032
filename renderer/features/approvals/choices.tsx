import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ValueList } from '../../ui/form/value-list.tsx';
import { controlKey } from '../../app/shortcuts.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { MoreBelow } from '../../ui/more-below.tsx';
import { Button } from '../../ui/parts.tsx';
import { GrantOffer } from './grant-offer.tsx';
import { wordMatches } from './approvals-selectors.ts';
import { approvalsHooks, type Answer } from './approvals-store.ts';
import { takeListFocus } from './list-focus.ts';

interface ChoicesProps {
  readonly card: PlannedCallView;
  readonly editing: boolean;
  readonly onEdit: () => void;
  readonly onAnswer: (answer: Answer) => Promise<boolean>;
}

/** Deny, approve once, edit, look first. Deny has the focus; Approve is dead until the card has stood still, and Deny until its call was there so long. */
export function Choices({ card, editing, onEdit, onAnswer }: ChoicesProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const armed = approvalsHooks.use((state) => state.armed && state.shown === card && state.spoilt !== card.callId);
  const standing = approvalsHooks.use((state) => state.standing && state.shown === card);
  const sending = approvalsHooks.use((state) => state.sending);
  const word = t(`effect.${card.bar.effect}`);
  const needsWord = card.confirm === 'type';
  const wordTyped = needsWord && wordMatches(typed, word, t.locale);
  const ready = armed && !sending && !editing && (!needsWord || wordTyped);
  const approve = (): void => { if (ready) void onAnswer({ choice: 'approve', args: null, wordTyped }); };
  const deny = useDenyFocus(card);
  useApproveKey(approve);
  return (
    <div className="choices">
      {needsWord ? <WordField word={word} typed={typed} onTyped={setTyped} /> : null}
      <div className="choice-row">
        <button ref={deny} type="button" className="button button-deny" onClick={() => void onAnswer({ choice: 'deny', args: null, wordTyped: false })} disabled={sending} data-standing={standing}>
          <span>{t('choice.deny')}</span><kbd aria-hidden="true">Esc</kbd>
        </button>
        <Button look={needsWord ? 'danger' : 'main'} onClick={approve} disabled={!ready} data-armed={ready} keys={`${controlKey(t)} ⏎`}>
          {needsWord ? t('choice.approve-word', { word }) : t('choice.approve-once')}
        </Button>
        <Button onClick={onEdit} aria-pressed={editing} keys="E">{t('choice.edit')}</Button>
        <span className="arming" role="status">{ready ? '' : t(needsWord && !wordTyped ? 'choice.type-first' : editing ? 'choice.editing' : 'choice.arming')}</span>
      </div>
      {card.grant === null ? null : <GrantOffer card={card} offer={card.grant} ready={ready} onGrant={(grant) => { if (ready) void onAnswer({ choice: 'approve', args: null, wordTyped, grant }); }} />}
      {card.lookFirst.length === 0 ? null : <LookFirst card={card} disabled={sending || !armed} onLook={() => void onAnswer({ choice: 'look-first', args: null, wordTyped: false })} />}
    </div>
  );
}

function WordField({ word, typed, onTyped }: { word: string; typed: string; onTyped: (text: string) => void }) {
  const t = useT();
  return (
    <div className="word-field">
      <label htmlFor="effect-word">{t('choice.word', { word })}</label>
      <input
        id="effect-word" value={typed} autoComplete="off" spellCheck={false} placeholder={word}
        onChange={(event) => onTyped(event.target.value)}
        onPaste={(event) => event.preventDefault()}
        onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); }}
      />
    </div>
  );
}

/** The reads that would be made, in full, and the one yes for all of them. */
function LookFirst({ card, disabled, onLook }: { card: PlannedCallView; disabled: boolean; onLook: () => void }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <details className="look-first">
      <summary>{t(onlyDryRuns(card) ? 'choice.look-dry-run' : 'choice.look-first', { count: card.lookFirst.length })}</summary>
      <div ref={scroller} className="look-list">
        {card.lookFirst.map((read, at) => (
          <div key={at}>{read.dryRun === true ? <p>{t('choice.dry-run')}</p> : null}<strong><Hostile text={read.tool} cap={80} /></strong><ValueList value={read.dryRun === true ? addedFirst(read.args, card.args) : read.args} scroller={scroller} /></div>
        ))}
      </div>
      <MoreBelow scroller={scroller} watch={card} />
      <Button onClick={onLook} disabled={disabled}>{t(onlyDryRuns(card) ? 'choice.dry-run-go' : 'choice.look-first-go', { count: card.lookFirst.length })}</Button>
    </details>
  );
}

/** What a dry run sends beside the call's own arguments stands first: it is what makes it dry. */
function addedFirst(args: PlannedCallView['args'], own: PlannedCallView['args']): PlannedCallView['args'] {
  const entries = Object.entries(args);
  return Object.fromEntries([...entries.filter(([name, value]) => own[name] !== value), ...entries.filter(([name, value]) => own[name] === value)]);
}

/** There is nothing to read; the server alone can be asked. */
function onlyDryRuns(card: PlannedCallView): boolean {
  return card.lookFirst.every(({ dryRun }) => dryRun === true);
}

/** Puts the focus on Deny when a card opens or is painted anew, unless the person moves through the inbox. */
function useDenyFocus(card: PlannedCallView) {
  const deny = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!takeListFocus()) deny.current?.focus({ preventScroll: true });
  }, [card]);
  return deny;
}

/** Ctrl+Enter or Cmd+Enter approves, also from inside the word's field; a held key does not repeat. */
function useApproveKey(approve: () => void): void {
  const latest = useRef(approve);
  latest.current = approve;
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
