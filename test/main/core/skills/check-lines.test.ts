import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkSkill } from '../../../../main/core/skills/check-skill.ts';
import { SKILL_PROBLEMS, type SkillProblemCode } from '../../../../main/core/skills/problem.ts';
import { createTranslator } from '../../../../preload/contract/language/index.ts';

const SKILL = readFileSync('skills/import-agenda/SKILL.md', 'utf8');
const BOOK = readFileSync('skills/import-agenda/playbook.yaml', 'utf8');
const FILES = ['SKILL.md', 'playbook.yaml', 'help.en.md', 'help.de.md', 'cases/a.yaml'];

type Change = (text: string) => string;
const swap = (from: string, to: string): Change => (text) => {
  if (!text.includes(from)) throw new Error(`not there: ${from}`);
  return text.replace(from, to);
};
const after = (line: string, more: string): Change => swap(line, `${line}\n${more}`);

const MANY = Array.from({ length: 25 }, (_, at) => `read_${at}`);
const manyTools: Change = (text) => text.replace('tools:\n', `tools:\n${MANY.map((tool) => `  ${tool}: read\n`).join('')}`).replace('reads:\n', `reads:\n${MANY.map((tool, at) => `  more${at}: { tool: ${tool} }\n`).join('')}`);

/** What an author gets wrong, in which file, and a part of the line that must be named (null: the first). */
const WRONG: readonly (readonly [SkillProblemCode, 'SKILL.md' | 'playbook.yaml', Change, string | null])[] = [
  ['no-front-matter', 'SKILL.md', (text) => text.replace('---', '***'), null],
  ['not-utf8', 'playbook.yaml', after('effect: delete', '# \uFFFD'), null],
  ['too-large', 'playbook.yaml', (text) => `${text}# ${'x'.repeat(600_000)}\n`, null],
  ['not-yaml', 'playbook.yaml', swap('limits: {', 'limits: ]{'), 'limits: ]'],
  ['yaml-alias', 'playbook.yaml', swap('effect: delete', 'effect: &a delete'), 'effect: &a'],
  ['yaml-tag', 'playbook.yaml', swap('effect: delete', 'effect: !mine delete'), 'effect: !mine'],
  ['too-deep', 'playbook.yaml', (text) => `${text}x: ${'['.repeat(80)}${']'.repeat(80)}\n`, null],
  ['duplicate-key', 'playbook.yaml', after('effect: delete', 'effect: read'), 'effect: read'],
  ['not-an-object', 'playbook.yaml', () => '- 1\n', null],
  ['format-from-the-future', 'playbook.yaml', swap('playbook: 1', 'playbook: 9'), 'playbook: 9'],
  ['unknown-key', 'playbook.yaml', after('effect: delete', 'colour: red'), 'colour: red'],
  ['unknown-value', 'playbook.yaml', swap('effect: delete', 'effect: destroy'), 'effect: destroy'],
  ['missing', 'playbook.yaml', swap('title: { en: Import an agenda, de: Agenda einlesen }\n', ''), null],
  ['wrong-type', 'playbook.yaml', swap('rows: 10000', 'rows: many'), 'rows: many'],
  ['wrong-form', 'SKILL.md', swap('name: import-agenda', 'name: Import Agenda'), 'name: Import'],
  ['out-of-range', 'playbook.yaml', swap('rows: 10000', 'rows: 0'), 'rows: 0'],
  // Calls that are each looked at alone: a run has one.
  ['out-of-range', 'playbook.yaml', swap('receipt:', 'preview: each\nreceipt:'), 'limits: {'],
  ['name-unknown', 'playbook.yaml', swap('    until: until', '    until: project'), '    until: project'],
  ['name-differs', 'SKILL.md', swap('name: import-agenda', 'name: other-name'), 'name: other-name'],
  ['hidden-characters', 'SKILL.md', (text) => `${text}\nHid\u200Bden.\n`, 'Hid\u200Bden'],
  ['speaks-for-others', 'SKILL.md', (text) => `${text}\nApproved by IT.\n`, 'Approved by IT'],
  ['tool-not-allowed', 'playbook.yaml', (text) => swap('create: { tool: create_agenda_item', 'create: { tool: get_menu')(after('  list_projects: read', '  get_menu: read')(text)), 'create: { tool: get_menu'],
  ['tool-not-declared', 'playbook.yaml', swap('  create_agenda_item: write\n', ''), 'create: { tool: create_agenda_item'],
  ['tool-unused', 'playbook.yaml', after('  list_projects: read', '  get_menu: read'), 'get_menu: read'],
  ['effect-above-maximum', 'playbook.yaml', swap('effect: delete', 'effect: write'), 'delete_agenda_item: delete'],
  ['effect-excluded', 'playbook.yaml', swap('excludes: [send, publish]', 'excludes: [send, write]'), 'create_agenda_item: write'],
  ['effect-below-tool', 'playbook.yaml', swap('delete_agenda_item: delete', 'delete_agenda_item: write'), 'remove: {'],
  ['expression-wrong', 'playbook.yaml', swap('must: row.end > row.start', 'must: row.end >'), 'must: row.end'],
  ['function-unknown', 'playbook.yaml', swap('must: row.end > row.start', "must: row.end.matches('x')"), 'must: row.end'],
  ['expression-too-large', 'playbook.yaml', swap('must: row.end > row.start', 'must: "[1].all(a, [1].all(b, [1].all(c, true)))"'), 'must: "[1]'],
  ['name-unknown', 'playbook.yaml', swap('must: row.end > row.start', 'must: nobody == 1'), 'must: nobody'],
  ['not-a-table', 'playbook.yaml', swap('  - each: file\n    must', '  - each: project\n    must'), '- each: project'],
  ['column-unknown', 'playbook.yaml', swap('must: row.end > row.start', 'must: row.finish > row.start'), 'must: row.finish'],
  ['option-unknown', 'playbook.yaml', swap('default: keep', 'default: perhaps'), 'default: perhaps'],
  ['step-given-twice', 'playbook.yaml', (text) => text.replace(/(steps:\n)([\s\S]*?)(receipt:)/, '$1$2$2$3'), null],
  ['removes-unasked', 'playbook.yaml', swap("when: answer.missing == 'remove'", 'when: 1 == 1'), 'remove: {'],
  // A skill that removes and has no question at all is told to ask one.
  ['question-missing', 'playbook.yaml', (text) => swap("when: answer.missing == 'remove'", 'when: 1 == 1')(text.replace(/questions:\n[\s\S]*?(?=steps:)/, '')), 'remove: {'],
  ['language-missing', 'playbook.yaml', swap('title: { en: Import an agenda, de: Agenda einlesen }', 'title: { en: Import an agenda }'), 'title: { en'],
  ['made-later', 'playbook.yaml', (text) => text.replace(/(steps:\n)([\s\S]*?)(receipt:)/, (_, head: string, step: string, end: string) => `${head}  - id: first\n    call: create_agenda_item\n    with: { project: x, title: "{{ made('items', 'a') }}" }\n${step}${end}`), 'with: { project: x'],
  ['name-unknown', 'playbook.yaml', swap('create: { tool: create_agenda_item, with: { project: "{{ input.project }}"', 'create: { tool: create_agenda_item, with: { project: "{{ made(\'nowhere\', row.title) }}"'), 'create: { tool: create_agenda_item'],
  ['not-narrow', 'playbook.yaml', manyTools, 'tools:'],
  ['data-missing', 'playbook.yaml', swap('limits:', 'data: { texts: { file: data/texts.json } }\nlimits:'), 'data: { texts'],
  ['file-outside', 'playbook.yaml', swap('limits:', 'data: { texts: { file: a/../texts.json } }\nlimits:'), 'data: { texts'],
];

/** What the texts alone cannot have: the pack's other files, cases and mappings. */
const ELSEWHERE: readonly SkillProblemCode[] = ['no-skill-file', 'case-wrong', 'case-missing', 'help-missing', 'mapping-incomplete', 'tool-not-there'];

describe('what an author is told', () => {
  test.each(WRONG)('%s is said with its line in %s', (code, file, change, needle) => {
    const allowed = code === 'not-narrow' ? SKILL.replace('allowed-tools:', `allowed-tools: ${MANY.join(' ')}`) : SKILL;
    const texts = { folder: 'import-agenda', skill: file === 'SKILL.md' ? change(SKILL) : allowed, playbook: file === 'playbook.yaml' ? change(BOOK) : BOOK };
    const claims = (line: string): string | null => /approved by/i.exec(line)?.[0] ?? null;
    const found = checkSkill(texts, { files: FILES, claims });
    const text = file === 'SKILL.md' ? texts.skill : texts.playbook;
    const one = found.find((problem) => problem.code === code);
    expect(found.map((problem) => problem.code)).toContain(code);
    expect(one?.file).toBe(file);
    if (needle !== null) expect(one?.line).toBe(text.slice(0, text.indexOf(needle)).split('\n').length);
    expect(one?.line).toBeGreaterThan(0);
  });

  test('of help pages too: what hides in them, and what speaks for others', () => {
    const pages = [['help.de.md', 'Gut.\nUn\u200Bsichtbar.\nApproved by IT.\n']] as const;
    const found = checkSkill({ folder: 'import-agenda', skill: SKILL, playbook: BOOK, pages }, { files: FILES, claims: (line) => /approved by/i.exec(line)?.[0] ?? null });
    expect(found.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual(['hidden-characters help.de.md:2', 'speaks-for-others help.de.md:3']);
  });

  test('has a sentence for every kind in both languages, and every kind is tried here or named', () => {
    for (const code of SKILL_PROBLEMS) for (const language of ['en', 'de'] as const) expect(createTranslator(language)(`skill-problem.${code}`, { name: 'x' }).length).toBeGreaterThan(8);
    expect([...new Set([...WRONG.map(([code]) => code), ...ELSEWHERE])].toSorted()).toEqual([...SKILL_PROBLEMS].toSorted());
  });
});
