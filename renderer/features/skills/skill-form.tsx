import type { FormEvent } from 'react';
import { spokenCode } from '../../../preload/contract/language/index.ts';
import type { PreparedView, SkillInputView, SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Field } from '../../ui/parts.tsx';
import { SkillSystem } from './skill-system.tsx';
import { said } from './skill-words.ts';
import { otherSystem, serverOf, skillsHooks } from './skills-store.ts';
import type { SkillDraft } from './skill-draft.ts';

/** What a skill asks for. Files are chosen in a dialog of the system; nothing is read before "Check". */
export function SkillForm({ skill, draft, refused }: { skill: SkillView; draft: SkillDraft; refused: PreparedView['refused'] }) {
  const t = useT();
  const api = skillsHooks.useApi();
  // Another system without a mapping, or with one that is not right, has no names for what the skill would call.
  const ready = skillsHooks.use((state) => {
    const other = otherSystem(state);
    const named = other === null || (other.mapping === null ? other.own : other.mapping.problems.length === 0);
    return serverOf(state) !== null && named && !state.busy;
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void api.getState().check();
  };
  return (
    <form className="form" onSubmit={submit}>
      {(skill.playbook?.inputs ?? []).filter(({ name }) => draft.asked === null || draft.asked.includes(name)).map((input) => {
        const wrong = refused?.inputs.find((one) => one.input === input.name);
        return (
          <Field
            key={input.name} id={`skill-${input.name}`} label={<Hostile text={said(input.label, t)} cap={120} />} {...(input.required ? { required: t('skill.required') } : {})}
            {...(input.hint === null ? {} : { hint: <Hostile text={said(input.hint, t)} cap={500} /> })} error={wrong === undefined ? null : spokenCode('skill.input', wrong.code, t)}
          >
            <Input input={input} draft={draft} />
          </Field>
        );
      })}
      <SkillSystem />
      <div className="actions"><Button type="submit" look="main" disabled={!ready}>{t(refused === null ? 'skill.check' : 'skill.check-again')}</Button></div>
    </form>
  );
}

function Input({ input, draft }: { input: SkillInputView; draft: SkillDraft }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const id = `skill-${input.name}`;
  const value = draft.inputs[input.name];
  const text = typeof value === 'string' ? value : '';
  const set = (next: string): void => api.getState().set(input.name, next);
  const hint = input.hint === null ? {} : { 'aria-describedby': `${id}-hint` };
  switch (input.type) {
    case 'text':
      return input.lines > 1
        ? <textarea id={id} rows={input.lines} maxLength={input.max} value={text} onChange={(event) => set(event.target.value)} {...hint} />
        : <input id={id} type="text" maxLength={input.max} value={text} onChange={(event) => set(event.target.value)} {...hint} />;
    case 'zone': return <><input id={id} type="text" list={`${id}-zones`} autoComplete="off" spellCheck={false} value={text} onChange={(event) => set(event.target.value)} {...hint} /><datalist id={`${id}-zones`}>{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist></>;
    case 'day': return <input id={id} type="date" value={text} onChange={(event) => set(event.target.value)} {...hint} />;
    case 'number': return <input id={id} type="number" value={typeof value === 'number' ? value : ''} onChange={(event) => api.getState().set(input.name, event.target.value === '' ? null : Number(event.target.value))} {...hint} />;
    case 'boolean': return <input id={id} type="checkbox" checked={value === true} onChange={(event) => api.getState().set(input.name, event.target.checked)} {...hint} />;
    case 'choice': return <Select id={id} value={text} options={input.options.map(({ value: one, label }) => ({ value: one, title: said(label, t) }))} onChange={set} />;
    case 'object': return <Select id={id} value={text} options={draft.offered[input.name] ?? []} onChange={set} />;
    case 'table':
    case 'folder': {
      const file = draft.files[input.name];
      const words = t(input.type === 'folder' ? 'skill.choose-folder' : 'skill.choose');
      return (
        <div className="actions">
          <Button id={id} aria-label={`${words}: ${said(input.label, t)}`} onClick={() => void api.getState().choose(input.name)} {...hint}>{words}</Button>
          <span role="status">{file === undefined ? '' : <Hostile text={file.name} cap={80} />}</span>
        </div>
      );
    }
  }
}

function Select({ id, value, options, onChange }: { id: string; value: string; options: readonly { readonly value: string; readonly title: string }[]; onChange: (value: string) => void }) {
  const t = useT();
  return (
    <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
      {value === '' ? <option value="">{t('skill.pick')}</option> : null}
      {options.map((option) => <option key={option.value} value={option.value}>{option.title}</option>)}
    </select>
  );
}
