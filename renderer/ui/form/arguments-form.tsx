import { useMemo, useRef, useState, type FormEvent } from 'react';
import { useT } from '../../app/language-context.tsx';
import { prettyJson, type Json, type JsonObject } from '../json.ts';
import { Button, Field } from '../parts.tsx';
import { GroupFields } from './control-field.tsx';
import { draftOf, type Draft } from './form-draft.ts';
import { formModel, type FormField } from './form-model.ts';
import { formResult, type FieldFault } from './form-result.ts';
import './form.css';

interface FormProps {
  readonly schema: Json;
  readonly args: JsonObject;
  readonly submit: string;
  readonly onSubmit: (args: JsonObject) => void | Promise<void>;
  readonly onCancel?: () => void;
}

const NO_FIELDS: readonly FormField[] = [];

/** The form of a tool's arguments, made from its schema; one JSON editor where the schema says too little. */
export function ArgumentsForm({ schema, args, submit, onSubmit, onCancel }: FormProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const model = useMemo(() => formModel(schema), [schema]);
  const fields = model ?? NO_FIELDS;
  const [draft, setDraft] = useState<Draft>(() => model === null ? { kind: 'json', text: prettyJson(args), given: true } : draftOf(model, args));
  const [faults, setFaults] = useState<ReadonlyMap<string, FieldFault>>(new Map());
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const result = formResult(fields, draft);
    const found = result.ok ? new Map<string, FieldFault>() : result.faults.size > 0 ? result.faults : new Map([['', { key: 'form.not-object', values: {} } as const]]);
    setFaults(found);
    if (result.ok) void onSubmit(result.args);
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] textarea, [data-invalid] select')?.focus());
  };
  return (
    <form ref={form} className="form" onSubmit={send} noValidate>
      {draft.kind === 'group'
        ? <GroupFields fields={fields} draft={draft} path="" faults={faults} onDraft={setDraft} />
        : <JsonArguments draft={draft} fault={faults.get('') ?? null} onDraft={setDraft} />}
      <div className="form-buttons">
        <Button type="submit" look="main">{submit}</Button>
        {onCancel === undefined ? null : <Button onClick={onCancel}>{t('common.cancel')}</Button>}
        {faults.size > 0 ? <p className="field-error" role="status">{t('form.faults', { count: faults.size })}</p> : null}
      </div>
    </form>
  );
}

function JsonArguments({ draft, fault, onDraft }: { draft: Draft; fault: FieldFault | null; onDraft: (draft: Draft) => void }) {
  const t = useT();
  const text = draft.kind === 'json' ? draft.text : '';
  return (
    <Field id="form-json" label={t('form.json')} hint={t('form.json-hint')} error={fault === null ? null : t(fault.key, fault.values)}>
      <textarea id="form-json" className="mono" rows={10} spellCheck={false} value={text} onChange={(event) => onDraft({ kind: 'json', text: event.target.value, given: true })} />
    </Field>
  );
}
