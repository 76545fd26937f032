import { MARK_CODES } from '../../../../main/core/bulk/mark.ts';
import { SKIP_REASONS } from '../../../../main/host/plans/plan-state.ts';
import { ROW_MARKS as MARKS_SHOWN, ROW_STATES } from '../../../../preload/contract/views/plans.ts';
import { IntlMessageFormat } from 'intl-messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../../../main/core/audit/event.ts';
import { REFUSED_WHY } from '../../../../main/core/connections/catalogue.ts';
import { POLICY_PROBLEMS } from '../../../../main/core/policy/document/problem.ts';
import { FILE_PROBLEMS } from '../../../../main/core/skills/files.ts';
import { PACK_PROBLEMS } from '../../../../main/core/skills/pack.ts';
import { ROW_MARKS } from '../../../../main/core/skills/plan/table.ts';
import { SKILL_PROBLEMS } from '../../../../main/core/skills/problem.ts';
import { CALL_FAILURES } from '../../../../main/core/ports.ts';
import type { Caution } from '../../../../main/core/preview/card.ts';
import { UNKNOWNS } from '../../../../main/core/preview/preview.ts';
import * as words from '../../../../main/core/words/index.ts';
import { CATALOGUES } from '../../../../preload/contract/language/index.ts';
import { PROBLEM_CODES } from '../../../../preload/contract/problem.ts';
import { changeView, connectionView, reviewItemView, settingsView, statusView } from '../../../../preload/contract/views.ts';

const root = join(import.meta.dirname, '../../../..');
const { en, de } = CATALOGUES;
const keys = Object.keys(en);

/** Every caution of core, as an object so that a new one does not compile until it stands here. */
const CAUTIONS: Record<Caution['code'], true> = {
  'effect-guessed': true, overwrites: true, 'hidden-characters': true, 'hidden-more': true, 'base-moved': true, 'not-counted': true, 'reads-host': true, 'name-alike': true, 'answered-elsewhere': true, labelled: true, 'account-may-not': true,
  'refuses-place-missing': true, 'refuses-object-missing': true, 'refuses-order': true, 'refuses-nothing-given': true, 'refuses-own-account': true,
};

const states = connectionView.options.map((option) => option.shape.state.value);
const failed = connectionView.options.find((option) => option.shape.state.value === 'failed');
const whys = failed !== undefined && 'why' in failed.shape && 'options' in failed.shape.why ? failed.shape.why.options as readonly string[] : [];

/** Prefix and the closed list that must have a sentence under it. */
const CLOSED: readonly (readonly [string, readonly string[]])[] = [
  ['effect', words.EFFECTS], ['effect-means', words.EFFECTS], ['effect-source', words.EFFECT_SOURCES],
  ['trust', words.TRUST_LEVELS], ['trust-means', words.TRUST_LEVELS], ['class', words.SERVER_CLASSES], ['environment', words.ENVIRONMENTS],
  ['planner', words.PLANNER_KINDS], ['role', words.ROLES], ['preview', words.PREVIEW_KINDS], ['decision', words.DECISIONS], ['decider', words.DECIDERS],
  ['outcome', words.OUTCOMES], ['outcome-means', words.OUTCOMES], ['afterwards', words.AFTERWARDS], ['pin', words.PIN_STATES], ['kind', words.PINNED_KINDS],
  ['reason', [...words.ALLOW_REASONS, ...words.ASK_REASONS, ...words.DENY_REASONS]], ['verdict', ['allow', 'ask', 'deny']],
  ['unknown', UNKNOWNS], ['caution', Object.keys(CAUTIONS)], ['caution-why', Object.keys(CAUTIONS)],
  ['problem', PROBLEM_CODES], ['banner.seal', words.SEAL_FAULTS], ['grant-end', words.GRANT_ENDS], ['policy-problem', POLICY_PROBLEMS], ['skill-problem', SKILL_PROBLEMS], ['file-problem', FILE_PROBLEMS], ['pack-problem', PACK_PROBLEMS], ['row-mark', Object.keys(ROW_MARKS)], ['failure', CALL_FAILURES], ['refused', REFUSED_WHY], ['event', EVENT_NAMES],
  ['connection', states], ['connection-means', states.filter((state) => state !== 'failed')], ['connection.failed', whys],
  ['row', ROW_STATES], ['mark', [...new Set([...MARKS_SHOWN, ...MARK_CODES])]], ['skip', SKIP_REASONS], ['change-kind', words.CHANGE_KIND_NAMES], ['change-rank', words.CHANGE_RANKS],
  ['review.state', reviewItemView.shape.state.options], ['settings.language', settingsView.shape.language.options], ['settings.theme', settingsView.shape.theme.options],
  ['settings.keychain', statusView.shape.keychain.options], ['settings.log', statusView.shape.log.options], ['settings.runtime', statusView.shape.runtime.options],
];

/** Names of the values a message takes, with what it does with them. */
function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const node = value as { type?: number; value?: string; options?: Record<string, { value: unknown }> };
    if (node.type !== undefined && node.type >= 1 && node.type <= 6 && node.value !== undefined) found.add(node.value);
    for (const option of Object.values(node.options ?? {})) walk(option.value);
  };
  walk(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst());
  return [...found].toSorted();
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
}

describe('the catalogue', () => {
  it('has the same keys in German as in English', () => {
    expect(Object.keys(de).toSorted()).toEqual(keys.toSorted());
  });
  it('has no empty sentence and none with an exclamation mark or "please"', () => {
    for (const catalogue of [en, de]) {
      for (const [key, message] of Object.entries(catalogue)) {
        expect(message.trim(), key).not.toBe('');
        expect(message, key).not.toMatch(/!|\bplease\b|\bbitte\b/i);
      }
    }
  });
  it('takes the same values in both languages, and every message parses', () => {
    const differing = Object.entries(en).filter(([key, message]) => JSON.stringify(argumentsOf(message)) !== JSON.stringify(argumentsOf(de[key as keyof typeof de])));
    expect(differing.map(([key]) => key)).toEqual([]);
  });
  it('has a sentence for every closed code', () => {
    expect(whys.length).toBeGreaterThan(5);
    const missing = CLOSED.flatMap(([prefix, codes]) => codes.map((code) => `${prefix}.${code}`)).filter((key) => !Object.hasOwn(en, key));
    expect(missing).toEqual([]);
  });
  it('has a sentence for every verb and verb of a record', () => {
    const verbs = ['reads', 'creates', 'changes', 'deletes', 'moves', 'publishes'].flatMap((verb) => [`sentence.${verb}`, `sentence.${verb}-uncounted`]);
    const records = changeView.options.flatMap((option) => ('verb' in option.shape ? option.shape.verb.options : [])).map((verb) => `change.record.${verb}`);
    expect([...verbs, 'sentence.calls', ...records].filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  });
  it('holds no sentence that nothing says', () => {
    const text = ['renderer', 'preload', 'main'].flatMap(sourceFiles).map((file) => readFileSync(file, 'utf8')).join('\n');
    const prefixes = [...text.matchAll(/[`']([a-z][a-z.-]*)\.\$\{/g)].map((match) => match[1] ?? '').filter((prefix) => prefix !== '');
    const spoken = [...text.matchAll(/spokenCode\('([a-z.-]+)'/g)].map((match) => match[1] ?? '');
    const composed = new Set([...prefixes, ...spoken, 'noun', 'noun-of']);
    const listed = new Set(CLOSED.flatMap(([prefix, codes]) => codes.map((code) => `${prefix}.${code}`)));
    const unused = keys.filter((key) => !text.includes(`'${key}'`) && !listed.has(key) && ![...composed].some((prefix) => key.startsWith(`${prefix}.`)) && !/^sentence\./.test(key));
    expect(unused).toEqual([]);
  });
});
