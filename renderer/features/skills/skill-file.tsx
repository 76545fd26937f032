import { useState } from 'react';
import { visible } from '../../../preload/contract/language/index.ts';
import type { ReadFileView, SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { FileReading } from './skill-file-reading.tsx';
import { said } from './skill-words.ts';
import { skillsHooks } from './skills-store.ts';
import type { SkillDraft } from './skill-draft.ts';

const NAMES: Readonly<Record<string, string>> = { '\t': '⇥', ' ': '␠' };

/** A file as it was read: what it was taken for, and which of its columns is which. Each can be corrected. */
export function SkillFile({ file, skill, draft, wrong }: { file: ReadFileView; skill: SkillView; draft: SkillDraft; wrong: readonly string[] }) {
  const t = useT();
  const input = skill.playbook?.inputs.find((one) => one.name === file.input);
  const columns = input?.type === 'table' && file.taken ? input.columns : [];
  // Opened where something is to be mended; it stays open then, or the field that mends it would go from under the person.
  const mend = wrong.length > 0 || !file.taken;
  const [open, setOpen] = useState(mend);
  if (mend && !open) setOpen(true);
  return (
    <details className="skill-file" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b><Hostile text={file.taken ? file.file : draft.files[file.input]?.name ?? ''} cap={80} /></b>{file.sheet === null || file.sheets.length < 2 ? null : <> · <Hostile text={file.sheet} cap={40} /></>}
        <span className="soft"> {file.taken ? t('skill.file.found', { rows: file.rows, format: file.format.toUpperCase() }) : t('skill.file.not-taken', { format: file.format.toUpperCase() })}
          {file.encoding === null ? null : <> · {t('skill.file.encoding', { encoding: file.encoding })}</>}
          {file.delimiter === null ? null : <> · {t('skill.file.delimiter', { delimiter: NAMES[file.delimiter] ?? file.delimiter })}</>}
          {file.decimal === null ? null : <> · {t('skill.file.decimal', { decimal: file.decimalUsed ?? file.decimal })}</>}
          {file.zone === null ? null : <> · {t('skill.file.zone', { zone: visible(file.zone, 40) })}</>}
          {file.ignored === 0 ? null : <> · {t('skill.file.ignored', { count: file.ignored })}</>}
          {file.headerRow === null ? null : <> · {t('skill.file.header', { row: file.headerRow })}</>}
        </span>
      </summary>
      {input?.type === 'table' ? <FileReading file={file} draft={draft} /> : null}
      {columns.length === 0 ? null : (
        <table className="skill-columns">
          <thead><tr><th scope="col">{t('skill.file.column')}</th><th scope="col">{t('skill.file.taken-from')}</th><th scope="col">{t('skill.file.example')}</th></tr></thead>
          <tbody>{columns.map((column) => <Column key={column.name} column={column} file={file} draft={draft} missing={wrong.includes(column.name)} />)}</tbody>
        </table>
      )}
    </details>
  );
}

type TableColumn = Extract<NonNullable<SkillView['playbook']>['inputs'][number], { type: 'table' }>['columns'][number];

function Column({ column, file, draft, missing }: { column: TableColumn; file: ReadFileView; draft: SkillDraft; missing: boolean }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const given = draft.mappings[file.input]?.[column.name];
  const at = given === undefined ? file.mapping[column.name] ?? null : given;
  const label = said(column.label, t);
  return (
    <tr className={missing ? 'skill-missing' : undefined}>
      <th scope="row"><Hostile text={label} cap={60} />{column.required ? <span className="required"> {t('skill.required')}</span> : null}</th>
      <td>
        <select aria-label={label} aria-invalid={missing ? true : undefined} value={at ?? ''} onChange={(event) => api.getState().map(file.input, column.name, event.target.value === '' ? null : Number(event.target.value))}>
          <option value="">{t('skill.file.none')}</option>
          {file.header.map((name, place) => <option key={place} value={place}>{name.slice(0, 80)}</option>)}
        </select>
      </td>
      <td className="soft">{at === null ? null : <Hostile text={file.sample.map((row) => row[at] ?? '').find((cell) => cell !== '') ?? ''} cap={50} />}</td>
    </tr>
  );
}
