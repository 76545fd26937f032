import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { playbookJsonSchema } from '../../../../main/core/skills/playbook.ts';
import { readPlaybook } from '../../../../main/core/skills/read-playbook.ts';
import { readSkill } from '../../../../main/core/skills/skill.ts';
import { SAMPLE_PLAYBOOK, SAMPLE_SKILL } from './sample-playbook.ts';

const problems = (playbook: string, skill = SAMPLE_SKILL): readonly string[] => {
  const read = readSkill({ folder: 'import-agenda', skill, playbook });
  return read.ok ? [] : read.problems.map(({ code, file, line, name }) => `${code} ${file}:${line} ${name}`.trim());
};
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('a skill', () => {
  test('as the documentation shows it is read', () => {
    expect(problems(SAMPLE_PLAYBOOK)).toEqual([]);
  });

  test('is published with the schema that checks it', () => {
    expect(JSON.parse(readFileSync('docs/skills/playbook.schema.json', 'utf8')), 'docs/skills/playbook.schema.json is stale: run "node scripts/published-schemas.mjs"').toEqual(JSON.parse(JSON.stringify(playbookJsonSchema())));
  });

  test('runs no tool that SKILL.md does not allow', () => {
    const skill = SAMPLE_SKILL.replace(' update_agenda_item', '');
    expect(problems(SAMPLE_PLAYBOOK, skill)).toEqual([`tool-not-allowed playbook.yaml:${lineOf(SAMPLE_PLAYBOOK, '    update: {')} update_agenda_item`]);
  });

  test('has the name of its folder', () => {
    expect(problems(SAMPLE_PLAYBOOK, SAMPLE_SKILL.replace('name: import-agenda', 'name: import-agenda2'))).toEqual(['name-differs SKILL.md:2 import-agenda2']);
  });

  test('with a character nobody sees is refused', () => {
    expect(problems(SAMPLE_PLAYBOOK, SAMPLE_SKILL.replace('# Import', '# Im\u200Bport'))).toEqual(['hidden-characters SKILL.md:6 U+200B']);
  });

  test('without front matter is none', () => {
    expect(problems(SAMPLE_PLAYBOOK, '# Import')).toEqual(['no-front-matter SKILL.md:1']);
  });
});

describe('a playbook is refused with its line', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['for a key it does not know', 'limits: {', 'colour: red\nlimits: {', 'unknown-key'],
    ['for a column that is not there', 'row.end > row.start', 'row.finish > row.start', 'column-unknown'],
    ['for a name that is nowhere', "project: '{{ input.project }}', limit", "project: '{{ input.projekt }}', limit", 'name-unknown'],
    ['for a function that is not on the list', 'plain(row.title), row.day', "row.title.matches('(a+)+$'), row.day", 'function-unknown'],
    ['for an expression that is none', 'row.end > row.start', 'row.end > ', 'expression-wrong'],
    ['for a tool it did not declare', 'tool: create_agenda_item', 'tool: publish_news', 'tool-not-declared'],
    ['for an effect above its maximum', 'update_agenda_item: write }', 'update_agenda_item: publish }', 'effect-above-maximum'],
    ['for a loop over nothing', 'each: file, must', 'each: files, must', 'not-a-table'],
    ['for an alias', 'day: { type: day,', 'day: &d { type: day,', 'yaml-alias'],
    ['for a tag', 'default: demo', 'default: !!js/function demo', 'yaml-tag'],
    ['for a format of the future', 'playbook: 1', 'playbook: 2', 'format-from-the-future'],
    ['for loops in loops in loops', 'row.end > row.start', '"[1].all(a, [1].all(b, [1].all(c, true)))"', 'expression-too-large'],
    ['for a data file outside of the pack', 'checks:', 'data: { more: { file: a/../../x.json } }\nchecks:', 'file-outside'],
  ];
  test.each(cases)('%s', (_, from, to, code) => {
    const text = SAMPLE_PLAYBOOK.replace(from, () => to);
    expect(text).not.toBe(SAMPLE_PLAYBOOK);
    const read = readPlaybook(text);
    const [first] = read.ok ? [] : read.problems;
    expect(first?.code).toBe(code);
    // The line of what was changed, or of what it belongs to.
    const changed = lineOf(text, to.split('\n')[0] ?? '');
    expect(Math.abs((first?.line ?? 0) - changed)).toBeLessThanOrEqual(2);
  });

  test('for a billion laughs, at once', () => {
    const laughs = `a: &a [x, x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*a, *a]`).join('\n')}\n`;
    const read = readPlaybook(laughs);
    expect(read.ok ? [] : read.problems.map(({ code, line }) => [code, line])).toEqual([['yaml-alias', 1]]);
  });

  test('for nesting without end', () => {
    const read = readPlaybook(`a: ${'['.repeat(5_000)}`);
    expect(read.ok ? '' : read.problems[0]?.code).toBe('too-deep');
  });
});
