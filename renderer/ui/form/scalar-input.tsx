import { visible } from '../../../preload/contract/language/index.ts';
import { useT } from '../../app/language-context.tsx';
import type { Draft } from './form-draft.ts';
import type { Control } from './form-model.ts';

interface ScalarProps {
  readonly id: string;
  readonly label?: string;
  readonly control: Control;
  readonly draft: Extract<Draft, { kind: 'scalar' }>;
  readonly onDraft: (draft: Draft) => void;
}

/** One plain value. Blank means left out; an empty text is sent only when that is said. */
export function ScalarInput({ id, label, control, draft, onDraft }: ScalarProps) {
  const t = useT();
  const set = (text: string): void => onDraft({ kind: 'scalar', text, given: text !== '' });
  if (control.kind === 'boolean' || control.kind === 'choice') {
    return (
      <select id={id} aria-label={label} value={draft.given ? draft.text : ''} onChange={(event) => set(event.target.value)}>
        <option value="">{t('form.not-set')}</option>
        {control.kind === 'boolean'
          ? [<option key="true" value="true">{t('common.yes')}</option>, <option key="false" value="false">{t('common.no')}</option>]
          : control.options.map((option, at) => <option key={at} value={String(at)}>{option === '' ? t('values.empty-text') : visible(String(option), 120)}</option>)}
      </select>
    );
  }
  if (control.kind === 'number') return <input id={id} aria-label={label} inputMode={control.integer ? 'numeric' : 'decimal'} autoComplete="off" value={draft.text} onChange={(event) => set(event.target.value)} />;
  if (control.kind !== 'text') return null;
  return (
    <>
      {control.long
        ? <textarea id={id} aria-label={label} rows={rowsFor(draft.text)} value={draft.text} onChange={(event) => set(event.target.value)} />
        : <input id={id} aria-label={label} type={control.format === 'date' && /^(\d{4}-\d\d-\d\d)?$/.test(draft.text) ? 'date' : 'text'} autoComplete="off" value={draft.text} onChange={(event) => set(event.target.value)} placeholder={placeholderOf(control.format)} />}
      {draft.text === '' ? (
        <label className="check empty-choice"><input type="checkbox" checked={draft.given} onChange={(event) => onDraft({ kind: 'scalar', text: '', given: event.target.checked })} /> {t('form.send-empty')}</label>
      ) : null}
    </>
  );
}

function rowsFor(text: string): number {
  return Math.min(12, Math.max(1, text.split('\n').length, Math.ceil(text.length / 70)));
}

function placeholderOf(format: string): string | undefined {
  if (format === 'date-time') return '2026-01-31T09:00:00Z';
  if (format === 'time') return '09:00:00Z';
  if (format === 'uri') return 'https://';
  return undefined;
}
