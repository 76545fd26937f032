import type { Json, JsonObject } from '../../words/index.ts';
import { spelled } from './compiled.ts';
import type { RunQuestion } from './run-plan.ts';

/** So many are asked one by one; more are one question. */
const ONE_BY_ONE = 20;
const OPTIONS = ['same', 'different'] as const;
export type SameAnswer = (typeof OPTIONS)[number];

/** Whether a row is the object that is there: by its own answer, by the one for all of its step, or by the one for all. */
export function sameQuestion(
  step: string, row: number, there: string, title: string, item: JsonObject, changed: JsonObject, answers: Readonly<Record<string, string>>,
): { readonly question: RunQuestion; readonly said: SameAnswer | null } {
  // The object is part of the id: an answer is about these two and no others.
  const id = `same.${step}.${row}.${spelled(item['id'] ?? '').slice(0, 100)}`;
  const given = answers[id] ?? answers[`same.${step}`] ?? answers['same'];
  const said = OPTIONS.find((one) => one === given) ?? null;
  // The two names stand in the question itself.
  const changes = Object.entries(changed).filter(([name, value]) => item[name] !== there || value !== title).map(([name, value]) => `${name}: ${short(item[name] ?? null)} → ${short(value)}`);
  return { said, question: { id, kind: 'same', about: step, options: OPTIONS, default: 'different', answer: said, row, rows: 1, examples: [there, title, ...changes.slice(0, 6)] } };
}

/** The questions as they are put: one by one, or one for all where they are many. */
export function sameQuestions(step: string, questions: readonly RunQuestion[], answers: Readonly<Record<string, string>>): readonly RunQuestion[] {
  if (questions.length <= ONE_BY_ONE) return questions;
  const given = answers[`same.${step}`] ?? answers['same'];
  return [{
    id: `same.${step}`, kind: 'same-many', about: step, options: OPTIONS, default: 'different', answer: OPTIONS.find((one) => one === given) ?? null,
    rows: questions.length, examples: questions.slice(0, 3).map(({ examples: [there = '', title = '', ...changes] }) => (there === title ? `${title} (${changes[0] ?? ''})` : `${there} → ${title}`)),
  }];
}

function short(value: Json): string {
  const text = spelled(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
