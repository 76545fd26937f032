import { CLASSES_AND_ENVIRONMENTS } from './draft-lists.ts';
import { useT } from '../../app/language-context.tsx';
import { Button, Field } from '../../ui/parts.tsx';
import type { DraftForm, GivenLine } from './draft-form.ts';

interface DraftFieldsProps {
  readonly id: string;
  readonly form: DraftForm;
  readonly missing: readonly string[];
  readonly onForm: (form: DraftForm) => void;
}

/** The fields of one server, local or remote. */
export function DraftFields({ id, form, missing, onForm }: DraftFieldsProps) {
  const t = useT();
  const set = (change: Partial<DraftForm>): void => onForm({ ...form, ...change });
  const error = (name: string): string | null => (missing.includes(name) ? t('form.required') : null);
  return (
    <div className="form">
      <fieldset className="radios">
        <legend>{t('draft.kind')}</legend>
        {(['local', 'remote'] as const).map((kind) => (
          <label key={kind} className="check"><input type="radio" name={`${id}-kind`} checked={form.kind === kind} onChange={() => set({ kind, class: kind === 'local' ? 'local' : 'external' })} /> {t(`draft.kind.${kind}`)}</label>
        ))}
      </fieldset>
      <Field id={`${id}-name`} label={t('draft.name')} required={t('common.required')} error={error('name')}>
        <input id={`${id}-name`} value={form.name} maxLength={120} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />
      </Field>
      {form.kind === 'local' ? <LocalFields id={id} form={form} error={error} set={set} /> : (
        <Field id={`${id}-url`} label={t('draft.url')} required={t('common.required')} hint={t('draft.url-hint')} error={error('url')}>
          <input id={`${id}-url`} value={form.url} className="mono" autoComplete="off" spellCheck={false} placeholder="https://" onChange={(event) => set({ url: event.target.value })} />
        </Field>
      )}
      <GivenTable id={id} title={t(form.kind === 'local' ? 'draft.env' : 'draft.headers')} lines={form.values} onLines={(values) => set({ values })} />
      <Places id={id} form={form} set={set} />
    </div>
  );
}

function LocalFields({ id, form, error, set }: { id: string; form: DraftForm; error: (name: string) => string | null; set: (change: Partial<DraftForm>) => void }) {
  const t = useT();
  return (
    <>
      <Field id={`${id}-command`} label={t('draft.command')} required={t('common.required')} hint={t('draft.command-hint')} error={error('command')}>
        <input id={`${id}-command`} value={form.command} className="mono" autoComplete="off" spellCheck={false} onChange={(event) => set({ command: event.target.value })} />
      </Field>
      <Field id={`${id}-args`} label={t('draft.args')} hint={t('draft.args-hint')}>
        <textarea id={`${id}-args`} value={form.args} className="mono" rows={Math.min(10, form.args.split('\n').length + 1)} spellCheck={false} onChange={(event) => set({ args: event.target.value })} />
      </Field>
      <Field id={`${id}-cwd`} label={t('draft.cwd')} hint={t('draft.cwd-hint')}>
        <input id={`${id}-cwd`} value={form.cwd} className="mono" autoComplete="off" spellCheck={false} onChange={(event) => set({ cwd: event.target.value })} />
      </Field>
    </>
  );
}

function Places({ id, form, set }: { id: string; form: DraftForm; set: (change: Partial<DraftForm>) => void }) {
  const t = useT();
  return (
    <div className="field-pair">
      <Field id={`${id}-class`} label={t('draft.class')}>
        <select id={`${id}-class`} value={form.class} onChange={(event) => { const found = CLASSES_AND_ENVIRONMENTS.classes.find((one) => one === event.target.value); if (found) set({ class: found }); }}>
          {CLASSES_AND_ENVIRONMENTS.classes.map((one) => <option key={one} value={one}>{t(`class.${one}`)}</option>)}
        </select>
      </Field>
      <Field id={`${id}-environment`} label={t('draft.environment')}>
        <select id={`${id}-environment`} value={form.environment} onChange={(event) => { const found = CLASSES_AND_ENVIRONMENTS.environments.find((one) => one === event.target.value); if (found) set({ environment: found }); }}>
          {CLASSES_AND_ENVIRONMENTS.environments.map((one) => <option key={one} value={one}>{t(`environment.${one}`)}</option>)}
        </select>
      </Field>
    </div>
  );
}

/** Variables or headers, one a row; secret values are not shown again once added. */
function GivenTable({ id, title, lines, onLines }: { id: string; title: string; lines: readonly GivenLine[]; onLines: (lines: GivenLine[]) => void }) {
  const t = useT();
  const change = (at: number, line: Partial<GivenLine>): void => onLines(lines.map((one, index) => (index === at ? { ...one, ...line } : one)));
  return (
    <fieldset className="given">
      <legend>{title}</legend>
      {lines.map((line, at) => (
        <div key={at} className="given-row">
          <input aria-label={t('draft.value-name', { number: at + 1 })} id={`${id}-name-${at}`} className="mono" placeholder={t('draft.value-name', { number: at + 1 })} value={line.name} spellCheck={false} autoComplete="off" onChange={(event) => change(at, { name: event.target.value })} />
          <input aria-label={t('draft.value', { number: at + 1 })} type={line.secret ? 'password' : 'text'} className="mono" placeholder={t('draft.value', { number: at + 1 })} value={line.value} spellCheck={false} autoComplete="off" onChange={(event) => change(at, { value: event.target.value })} />
          <label className="check"><input type="checkbox" checked={line.secret} onChange={(event) => change(at, { secret: event.target.checked })} /> {t('draft.secret')}</label>
          <Button look="quiet" aria-label={t('form.remove-item', { number: at + 1 })} onClick={() => onLines(lines.toSpliced(at, 1))}>{t('form.remove')}</Button>
        </div>
      ))}
      <Button look="quiet" onClick={() => onLines([...lines, { name: '', value: '', secret: true }])}>{t('draft.add-value')}</Button>
    </fieldset>
  );
}
