import { useState, type ReactNode } from 'react';
import { DAY_ORDERS, DECIMALS, DELIMITERS, ENCODINGS } from '../../../preload/contract/words.ts';
import type { ReadFileView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { skillsHooks } from './skills-store.ts';
import type { SkillDraft } from './skill-draft.ts';

/** How a file was read: what was guessed, each open to correction. A correction reads the file anew. */
export function FileReading({ file, draft }: { file: ReadFileView; draft: SkillDraft }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const given = draft.options[file.input] ?? {};
  const { correct, correctDays } = api.getState();
  const text = file.format !== 'xlsx';
  return (
    <div className="skill-reading" role="group" aria-label={t('skill.file.reading')}>
      {text ? <Choice label={t('skill.file.encoding-label')} given={given.encoding} found={file.encoding} options={ENCODINGS} name={(one) => one} onChange={(value) => correct(file.input, 'encoding', value)} /> : null}
      {file.format === 'csv' ? <Choice label={t('skill.file.delimiter-label')} given={given.delimiter} found={file.delimiter} options={DELIMITERS} name={(one) => t(`skill.file.sign.${SIGNS[one]}`)} onChange={(value) => correct(file.input, 'delimiter', value)} /> : null}
      {file.sheets.length < 2 ? null : <Choice label={t('skill.file.sheet-label')} given={given.sheet} found={file.sheet} options={file.sheets} name={(one) => one.slice(0, 80)} onChange={(value) => correct(file.input, 'sheet', value)} />}
      {file.format === 'csv' || file.format === 'xlsx' ? <HeaderRow found={file.headerRow} given={given.headerRow} onChange={(row) => correct(file.input, 'headerRow', row)} /> : null}
      {file.decimalUsed === null ? null : <Choice label={t('skill.file.decimal-label')} given={given.decimal} found={file.decimalUsed} options={DECIMALS} name={(one) => t(`skill.file.sign.${SIGNS[one]}`)} onChange={(value) => correct(file.input, 'decimal', value)} />}
      {file.dayOrder === null ? null : (
        <Labelled label={t('skill.file.days-label')}>
          <select value={file.dayOrder} onChange={(event) => correctDays(file.input, event.target.value)}>
            {DAY_ORDERS.map((one) => <option key={one} value={one}>{t(`skill.option.${one}`)}</option>)}
          </select>
        </Labelled>
      )}
    </div>
  );
}

const SIGNS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', '.': 'point' } as const;

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return <label><span>{label}</span>{children}</label>;
}

/** A closed list with what was guessed as its first entry: choosing that takes a correction back. */
function Choice<V extends string>({ label, given, found, options, name, onChange }: {
  label: string; given: V | undefined; found: string | null; options: readonly V[]; name: (value: V) => string; onChange: (value: V | undefined) => void;
}) {
  const t = useT();
  const known = options.find((one) => one === found);
  const guess = given !== undefined || found === null ? t('skill.file.guess') : t('skill.file.guessed', { value: known === undefined ? found : name(known) });
  return (
    <Labelled label={label}>
      <select value={given ?? ''} onChange={(event) => onChange(options.find((one) => one === event.target.value))}>
        <option value="">{guess}</option>
        {options.map((one) => <option key={one} value={one}>{name(one)}</option>)}
      </select>
    </Labelled>
  );
}

/** The row of the headers. It is read anew when the person leaves the field or presses Enter, not with each digit. */
function HeaderRow({ found, given, onChange }: { found: number | null; given: number | undefined; onChange: (row: number | undefined) => void }) {
  const t = useT();
  const now = String(given ?? found ?? '');
  // What is being typed stays, also where a reading that was under way finds other headers meanwhile.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? now;
  const commit = (): void => {
    setTyped(null);
    const row = Number(text);
    if (text === now) return;
    if (text.trim() === '') onChange(undefined);
    else if (Number.isSafeInteger(row) && row >= 1 && row <= 20_000) onChange(row);
  };
  return (
    <Labelled label={t('skill.file.header-label')}>
      <input type="number" min={1} max={20_000} value={text} onChange={(event) => setTyped(event.target.value)} onBlur={commit} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); commit(); } }} />
    </Labelled>
  );
}
