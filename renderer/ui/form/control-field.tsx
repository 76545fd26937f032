import { useState } from 'react';
import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces } from '../hostile-text.tsx';
import { Button, Field } from '../parts.tsx';
import { draftFor, type Draft } from './form-draft.ts';
import type { Control, FormField } from './form-model.ts';
import type { FieldFault } from './form-result.ts';
import { ScalarInput } from './scalar-input.tsx';

interface GroupProps {
  readonly fields: readonly FormField[];
  readonly draft: Extract<Draft, { kind: 'group' }>;
  readonly path: string;
  readonly faults: ReadonlyMap<string, FieldFault>;
  readonly onDraft: (draft: Draft) => void;
}

/** The fields of one object, and a JSON field for members the schema does not name, where there are any. */
export function GroupFields({ fields, draft, path, faults, onDraft }: GroupProps) {
  const t = useT();
  const [hadRest] = useState(draft.rest !== '');
  const fault = faults.get(`${path}/+`);
  const id = `form${path}/+`;
  return (
    <>
      {fields.length === 0 && !hadRest ? <p className="hint">{t('form.no-fields')}</p> : null}
      {fields.map((field) => {
        const own = draft.fields.get(field.name);
        return own === undefined ? null : (
          <ControlField
            key={field.name} field={field} draft={own} path={`${path}/${field.name}`} faults={faults}
            onDraft={(next) => onDraft({ ...draft, given: true, fields: new Map(draft.fields).set(field.name, next) })}
          />
        );
      })}
      {hadRest ? (
        <Field id={id} label={t('form.rest')} hint={t('form.rest-hint')} error={fault === undefined ? null : t(fault.key, fault.values)}>
          <textarea id={id} className="mono" rows={4} spellCheck={false} value={draft.rest} onChange={(event) => onDraft({ ...draft, given: true, rest: event.target.value })} />
        </Field>
      ) : null}
    </>
  );
}

interface ControlProps {
  readonly field: FormField;
  readonly draft: Draft;
  readonly path: string;
  readonly faults: ReadonlyMap<string, FieldFault>;
  readonly onDraft: (draft: Draft) => void;
}

/** One field of the form with its label, the server's words about it in their box, and its fault. */
export function ControlField({ field, draft, path, faults, onDraft }: ControlProps) {
  const t = useT();
  const fault = faults.get(path);
  const error = fault === undefined ? null : t(fault.key, fault.values);
  const id = `form${path}`;
  const hint = <Described field={field} />;
  if (draft.kind === 'group' && field.control.kind === 'group') {
    return (
      <fieldset className="form-group" data-invalid={error === null ? undefined : true}>
        <legend><Label field={field} />{field.required ? <span className="required"> {t('common.required')}</span> : null}</legend>
        {hint}
        <GroupFields fields={field.control.fields} draft={draft} path={path} faults={faults} onDraft={onDraft} />
        {draft.given && !field.required ? <Button look="quiet" onClick={() => onDraft(draftFor(field.control, undefined))}>{t('form.leave-out')}</Button> : null}
        {error === null ? null : <p className="field-error" role="alert">{error}</p>}
      </fieldset>
    );
  }
  return (
    <Field id={id} label={<Label field={field} />} {...(field.required ? { required: t('common.required') } : {})} hint={hint} error={error}>
      <Entry id={id} control={field.control} draft={draft} path={path} faults={faults} onDraft={onDraft} />
    </Field>
  );
}

function Label({ field }: { field: FormField }) {
  return <>{field.title === null ? <Hostile text={field.name} cap={60} /> : <><Hostile text={field.title} cap={80} /> <code className="soft"><Hostile text={field.name} cap={60} /></code></>}</>;
}

function Described({ field }: { field: FormField }) {
  if (field.description === null) return null;
  return <span className="quoted-line" dir="auto"><Pieces text={field.description} keep={'\n'} /></span>;
}

function Entry({ id, control, draft, path, faults, onDraft }: { id: string; control: Control } & Omit<ControlProps, 'field'>) {
  if (draft.kind === 'json') {
    return <textarea id={id} className="mono" rows={5} spellCheck={false} value={draft.text} placeholder="JSON" onChange={(event) => onDraft({ kind: 'json', text: event.target.value, given: event.target.value.trim() !== '' })} />;
  }
  if (draft.kind === 'list' && control.kind === 'list') return <ListEntry id={id} item={control.item} draft={draft} path={path} faults={faults} onDraft={onDraft} />;
  if (draft.kind === 'scalar') return <ScalarInput id={id} control={control} draft={draft} onDraft={onDraft} />;
  return null;
}

/** A list of plain values: one input each, add and take away. */
function ListEntry({ id, item, draft, path, faults, onDraft }: { id: string; item: Control; draft: Extract<Draft, { kind: 'list' }> } & Omit<ControlProps, 'field' | 'draft'>) {
  const t = useT();
  const change = (items: readonly Draft[]): void => onDraft({ kind: 'list', items, given: true });
  return (
    <div className="form-list" id={id}>
      {draft.items.map((one, at) => {
        const fault = faults.get(`${path}/${at}`);
        return (
          <div key={at} className="form-list-item" data-invalid={fault === undefined ? undefined : true}>
            {one.kind === 'scalar' ? <ScalarInput id={`${id}/${at}`} label={t('form.item', { number: at + 1 })} control={item} draft={one} onDraft={(next) => change(draft.items.with(at, next))} /> : null}
            <Button look="quiet" aria-label={t('form.remove-item', { number: at + 1 })} onClick={() => change(draft.items.toSpliced(at, 1))}>{t('form.remove')}</Button>
            {fault === undefined ? null : <p className="field-error" role="alert">{t(fault.key, fault.values)}</p>}
          </div>
        );
      })}
      <div className="form-list-buttons">
        <Button look="quiet" onClick={() => change([...draft.items, draftFor(item, firstOf(item))])}>{t('form.add-item')}</Button>
        {draft.given && draft.items.length === 0 ? <span className="hint">{t('form.empty-list')}</span> : null}
        {draft.given ? <Button look="quiet" onClick={() => onDraft({ kind: 'list', items: [], given: false })}>{t('form.leave-out')}</Button> : null}
      </div>
    </div>
  );
}

/** What a fresh item of a list starts with; a number starts blank and is asked for. */
function firstOf(item: Control): string | boolean | number | null | undefined {
  if (item.kind === 'text') return '';
  if (item.kind === 'boolean') return false;
  return item.kind === 'choice' ? item.options[0] : undefined;
}
