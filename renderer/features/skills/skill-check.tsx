import { useMemo, useRef } from 'react';
import { hasMessage, spokenCode, visible } from '../../../preload/contract/language/index.ts';
import type { CheckedRowView, PreparedView, RunQuestionView, SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Notice } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';
import { SkillFile } from './skill-file.tsx';
import { SkillForm } from './skill-form.tsx';
import { TextProblems } from './skill-system.tsx';
import { refusedSentence, said, sumSentence } from './skill-words.ts';
import { skillsHooks } from './skills-store.ts';
import type { SkillDraft } from './skill-draft.ts';

/** What checking brought: the sum, the files with their columns, questions, and each row that is marked. */
export function SkillCheck({ skill, draft, view }: { skill: SkillView; draft: SkillDraft; view: PreparedView }) {
  const t = useT();
  return (
    <section className="skill-check" aria-label={t('skill.step.check')}>
      <div role="status"><p className="sentence">{view.kind === 'plan' ? sumSentence(view, skill, t) : view.kind === 'questions' ? t('skill.questions') : null}</p></div>
      <Before draft={draft} />
      {view.refused === null ? null : <Refused refused={view.refused} skill={skill} />}
      {view.files.map((file) => <SkillFile key={file.input} file={file} skill={skill} draft={draft} wrong={view.refused?.code === 'no-column' && view.refused.name === file.input ? view.refused.columns : []} />)}
      {view.questions.map((question) => <Question key={question.id} question={question} draft={draft} />)}
      {view.refused?.code === 'inputs' ? <SkillForm skill={skill} draft={draft} refused={view.refused} /> : <Choices skill={skill} draft={draft} view={view} />}
      {view.rows.length === 0 ? null : <CheckedRows rows={view.rows} hidden={view.hidden} skill={skill} />}
    </section>
  );
}

function Before({ draft: { before } }: { draft: SkillDraft }) {
  const t = useT();
  if (before === null) return null;
  return (
    <Notice tone="caution">
      {t('skill.resumed', { done: before.done })} {before.unknown === 0 ? null : t('skill.resumed.unknown', { count: before.unknown })} {before.changed.length === 0 ? null : t('skill.resumed.changed', { names: before.changed.map((name) => visible(name, 60)).join(', ') })}
    </Notice>
  );
}

function Refused({ refused, skill }: { refused: NonNullable<PreparedView['refused']>; skill: SkillView }) {
  const t = useT();
  const about = skill.playbook?.inputs.find(({ name }) => name === refused.name);
  return (
    <Notice tone="danger" role="alert">
      {refusedSentence(refused, t)}
      {refused.name === '' ? null : about === undefined ? <> <code><Hostile text={refused.name} cap={60} /></code></> : <> (<Hostile text={said(about.label, t)} cap={120} />)</>}
      {refused.because === null ? null : <p>{spokenCode('reason', refused.because, t)}</p>}
      <TextProblems problems={refused.mapping} />
      {refused.problems.length === 0 ? null : (
        <ul className="skill-problems">
          {refused.problems.slice(0, 100).map((problem, at) => (
            <li key={at}>
              {problem.row === null ? null : <b>{problem.column === null ? t('skill.problem.place', { row: problem.row }) : t('skill.problem.place-column', { row: problem.row, column: visible(problem.column, 40) })}: </b>}
              {t(`file-problem.${problem.code}` as 'file-problem.empty', { text: visible(problem.text, 80) })}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function Question({ question, draft }: { question: RunQuestionView; draft: SkillDraft }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const answer = draft.answers[question.id] ?? question.answer;
  return (
    <fieldset className="radios skill-question">
      <legend>
        {question.kind === 'same' || question.kind === 'same-many' ? <Same question={question} /> : question.kind === 'identical' ? t('skill.question.identical', { count: question.rows }) : question.kind === 'day-order' ? t('skill.question.day-order', { examples: question.examples.slice(0, 3).map((one) => visible(one, 20)).join(', ') })
          : question.label === null ? null : <Hostile text={said(question.label, t)} cap={500} />}
      </legend>
      {question.options.map(({ value, label }) => (
        <label key={value} className="check">
          <input type="radio" name={question.id} checked={answer === value} onChange={() => api.getState().answer(question.id, value)} />
          {label === null ? spokenCode('skill.option', value, t) : <Hostile text={said(label, t)} cap={120} />}
        </label>
      ))}
    </fieldset>
  );
}

/** A row that is probably there under another name: both names, and what would change. */
function Same({ question: { kind, row, rows, examples } }: { question: RunQuestionView }) {
  const t = useT();
  if (kind === 'same-many') return <>{t('skill.question.same-many', { count: rows })} {examples.map((one, at) => <span key={at}>{at === 0 ? null : ' · '}<Hostile text={one} cap={120} /></span>)}</>;
  const [there = '', title = '', ...changes] = examples;
  return (
    <>
      {t('skill.question.same', { row: row ?? 0, title: visible(title, 100), there: visible(there, 100) })}
      {changes.length === 0 ? null : <span className="soft"> {changes.map((one, at) => <span key={at}>{at === 0 ? null : ' · '}<Hostile text={one} cap={120} /></span>)}</span>}
    </>
  );
}

function Choices({ skill, draft, view }: { skill: SkillView; draft: SkillDraft; view: PreparedView }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const busy = skillsHooks.use((state) => state.busy);
  const begin = async (): Promise<void> => {
    const planId = await api.getState().begin();
    if (planId !== null) go('skills', skill.name, 'plan', planId);
  };
  const again = view.kind !== 'plan' || draft.stale;
  return (
    <div className="actions">
      {again ? <Button look="main" disabled={busy} onClick={() => void api.getState().check()}>{t('skill.check-again')}</Button> : <Button look="main" disabled={busy} onClick={() => void begin()}>{t('skill.preview')}</Button>}
      <Button onClick={() => api.getState().back()}>{t('skill.back')}</Button>
    </div>
  );
}

function CheckedRows({ rows, hidden, skill }: { rows: readonly CheckedRowView[]; hidden: number; skill: SkillView }) {
  const t = useT();
  const names = useMemo(() => columnNames(skill, t), [skill, t]);
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <div>
      <div className="skill-row skill-row-head" aria-hidden="true"><span>{t('skill.row')}</span><span>{t('skill.row.title')}</span><span>{t('skill.row.state')}</span><span>{t('skill.row.notes')}</span></div>
      <div ref={scroller} className="skill-rows" tabIndex={0} role="region" aria-label={t('skill.rows')}>
        <Rows count={rows.length} scroller={scroller} estimate={34} row={(at) => <CheckedRow row={rows[at] as CheckedRowView} names={names} />} />
      </div>
      {hidden === 0 ? null : <p className="hint">{t('skill.rows.hidden', { count: hidden })}</p>}
    </div>
  );
}

/** Marks whose value is another row's number. */
const ABOUT_ROWS: ReadonlySet<string> = new Set(['identical', 'clash', 'same-key']);

/** What a skill's columns are called for people. */
function columnNames(skill: SkillView, t: ReturnType<typeof useT>): ReadonlyMap<string, string> {
  return new Map((skill.playbook?.inputs ?? []).flatMap((input) => (input.type === 'table' ? input.columns.map(({ name, label }) => [name, said(label, t)] as const) : [])));
}

function CheckedRow({ row, names }: { row: CheckedRowView; names: ReadonlyMap<string, string> }) {
  const t = useT();
  return (
    <div className={`skill-row${row.out ? ' skill-row-out' : ''}`}>
      <span>{row.at === 0 ? '' : row.at}</span>
      <span><Hostile text={row.title} cap={100} /></span>
      <span>{t(row.out ? 'skill.row.out' : 'skill.row.in')}</span>
      <ul className="skill-marks">{row.marks.map(({ code, column, value }, at) => {
        // A cell its program could not give has a reason of its own, which has a sentence.
        const why = code === 'bad-cell' && hasMessage(`file-problem.${value}`);
        return <li key={at}>{why ? t(`file-problem.${value}` as 'file-problem.empty', { text: '' }) : spokenCode('row-mark', code, t)}{column === '' ? null : <> · <Hostile text={names.get(column) ?? column} cap={40} /></>}{why || value === '' ? null : ABOUT_ROWS.has(code) && /^\d+$/.test(value) ? <> · {t('skill.problem.place', { row: Number(value) })}</> : <> <q><Hostile text={value} cap={40} /></q></>}</li>;
      })}</ul>
    </div>
  );
}
