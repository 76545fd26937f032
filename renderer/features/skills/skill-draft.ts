import type { PreparedView, SkillView } from '../../../preload/contract/views.ts';
import type { SkillRunRequest } from '../../../preload/contract/skill-schemas.ts';
import type { Json } from '../../ui/json.ts';

/** What an `object` input may be. */
export interface Offered { readonly value: string; readonly title: string }

/** The run that is being put together. `prepared` is what the last check brought. */
export interface SkillDraft {
  readonly skill: string;
  /** The server it is used with; null for the one it is made for. */
  readonly system: string | null;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly files: Readonly<Record<string, { readonly token: string; readonly name: string }>>;
  readonly mappings: SkillRunRequest['mappings'];
  /** How files are to be read, where a guess was corrected. */
  readonly options: SkillRunRequest['options'];
  readonly answers: Readonly<Record<string, string>>;
  /** Inputs that are asked for, with what was given so far; null where that is not known yet. */
  readonly asked: readonly string[] | null;
  readonly offered: Readonly<Record<string, readonly Offered[]>>;
  readonly prepared: { readonly runId: string; readonly view: PreparedView } | null;
  /** True once an answer or a column was changed after the check. */
  readonly stale: boolean;
  /** Null: what was prepared is not the rest of a run that did not end. */
  readonly before: { readonly done: number; readonly unknown: number; readonly changed: readonly string[] } | null;
}

/** A form with the skill's own defaults. */
export const emptyDraft = (skill: SkillView): SkillDraft => ({
  skill: skill.name, system: null, files: {}, mappings: {}, options: {}, answers: {}, asked: null, offered: {}, prepared: null, stale: false, before: null,
  inputs: Object.fromEntries((skill.playbook?.inputs ?? []).flatMap((input): [string, Json][] => {
    if (input.type === 'table' || input.type === 'folder' || input.default === null) return [];
    return [[input.name, input.default]];
  })),
});

/** An input that asks for a language starts with the person's own, where it is one of the choices. */
export function inLanguage(draft: SkillDraft, skill: SkillView, language: string): SkillDraft {
  const asks = skill.playbook?.inputs.find(({ name, type }) => name === 'language' && type === 'choice');
  const known = asks?.type === 'choice' && asks.options.some(({ value }) => value === language);
  return known ? { ...draft, inputs: { ...draft.inputs, language } } : draft;
}

/** A record without one of its members. */
export function without<V>(record: Readonly<Record<string, V>>, key: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
