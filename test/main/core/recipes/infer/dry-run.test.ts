import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { offerEffect } from '../../../../../main/core/policy/effect.ts';
import { dryRunArguments, inferDryRun } from '../../../../../main/core/recipes/infer/dry-run.ts';
import type { JsonObject } from '../../../../../main/core/words/index.ts';

const FOLDER = join(import.meta.dirname, '../../../../data/catalogues');
const tool = (name: string, properties: JsonObject): JsonObject => ({ name, inputSchema: { type: 'object', properties } });
const flag = (description?: string, type = 'boolean'): JsonObject => ({ type, ...(description === undefined ? {} : { description }) });
const offered = (properties: JsonObject, name = 'update_page') => inferDryRun(tool(name, properties), 'write')?.at ?? null;

describe('a dry run that is found from a schema', () => {
  it.each([
    ['dry_run', flag()], ['dryRun', flag('Preview the operation without executing it.')], ['dry-run', flag('If true, preview changes without updating the issue')],
    ['validate_only', flag('Only validate the request')], ['preview', flag('Return what would change; nothing is written.')], ['simulate', flag('Simulate the change')],
    ['check_mode', flag('Run without making any changes')], ['isDryRun', flag()], ['whatIf', flag()], ['noop', { type: ['boolean', 'null'] }],
    ['dry_run', flag('Preview the cleanup when true (default); set to false to schedule deletion one week later')],
  ])('is %s', (name, schema) => {
    expect(offered({ id: flag('', 'string'), [name]: schema })).toBe(`/${name}`);
  });

  it.each([
    ['dry_run', flag('', 'string')], ['dry_run', { type: 'boolean', const: false }], ['dry_run', { type: ['boolean', 'string'] }], ['preview', flag()], ['preview', flag('Show a preview pane')],
    ['check', flag('Check the box')], ['validate', flag()], ['plan', flag('Billing plan is annual')], ['no_dry_run', flag()], ['skip_preview', flag('Skip the preview')],
    ['disable_simulation', flag('Do not simulate')], ['force', flag('Without dry run')], ['dry_run', flag('Set to true to actually execute the change')],
    ['dry_run', flag('When false, only previews the change')], ['dry_run', flag('Sprinkle water on the plants')], ['simulate', flag('True executes the trade, false simulates it')],
    ['dryRun', flag('Preview the operation without executing it (for prune operation).')], ['dry_run', flag('Simulates. Only used with mode "sync".')], ['dry_run', flag('Dry run; ignored when confirm is set')],
  ])('is not %s %j', (name, schema) => {
    expect(offered({ [name]: schema })).toBeNull();
  });

  it('is never guessed for what sends or does anything graver, nor where two arguments could mean it', () => {
    const dry = { dry_run: flag() };
    for (const effect of ['read', 'send', 'publish', 'delete', 'configure', 'permission'] as const) expect(inferDryRun(tool('x', dry), effect)).toBeNull();
    expect(offered({ dry_run: flag(), simulate: flag('Simulate only') })).toBeNull();
    expect(inferDryRun({ name: 'x' }, 'write')).toBeNull();
    expect(inferDryRun({ name: 'x', inputSchema: { properties: 5 } }, 'write')).toBeNull();
  });

  it('over 32 real catalogues is offered where a tool writes, and found where it does more', () => {
    const lines: string[] = [];
    const all = { found: 0, offered: 0 };
    for (const file of readdirSync(FOLDER).sort()) {
      const { tools } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { tools: JsonObject[] };
      const found = tools.filter((one) => dryRunArguments(one).length > 0);
      const offers = found.flatMap((one) => inferDryRun(one, offerEffect(one, null).effect) ?? []);
      all.found += found.length;
      all.offered += offers.length;
      if (found.length > 0) lines.push(`${basename(file, '.json')}: ${found.map((one) => `${String(one['name'])} (${offerEffect(one, null).effect}${offers.some((offer) => offer.tool === one['name']) ? ', offered' : ''})`).join(', ')}`);
    }
    if (process.env['COUNTERSIGN_PROOF'] === 'full') process.stdout.write(`${lines.join('\n')}\nall: ${all.found} found, ${all.offered} offered\n`);
    expect(lines).toEqual([
      'attio: create-list (write, offered), update-list-configuration (write, offered)',
      'cyanheads-git: git_clean (delete), git_push (send)',
      'zereight-gitlab: update_issue_description_patch (write, offered), validate_ci_lint (read), validate_project_ci_lint (read), delete_review_app_environments (delete)',
    ]);
    expect(all).toEqual({ found: 8, offered: 3 });
  });
});
