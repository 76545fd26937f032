import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeEffect, offerEffect } from '../../../../main/core/policy/effect.ts';
import { EFFECTS, type Effect, type JsonObject } from '../../../../main/core/words/index.ts';

interface RealTool {
  readonly server: string;
  readonly name: string;
  readonly definition: JsonObject;
}

const FOLDER = 'test/data/catalogues';
const tools = readdirSync(FOLDER).flatMap((file): RealTool[] => {
  const { tools: listed } = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as { tools: JsonObject[] };
  return listed.map((definition) => ({ server: file.replace('.json', ''), name: String(definition['name']), definition }));
});
const atLeast = (effect: Effect, least: Effect): boolean => EFFECTS.indexOf(effect) >= EFFECTS.indexOf(least);
const hint = ({ definition }: RealTool, name: string): unknown => (definition['annotations'] as JsonObject | undefined)?.[name];
const named = ({ server, name }: RealTool): string => `${server}/${name}`;

/** Judged by hand, a few of each kind from each way of naming: what a call of it can mean at least. */
const BY_HAND: Readonly<Record<Effect, readonly string[]>> = {
  read: ['asana/asana_get_task', 'elasticsearch/list_indices', 'tavily/tavily_search', 'postman/getWorkspaces', 'strapi/get_entries', 'sanity/query_documents', 'launchdarkly/get-feature-flag', 'cyanheads-git/git_log'],
  write: ['asana/asana_create_task', 'cloudflare/kv_put', 'excel/excel_write_to_sheet', 'postman/createCollection', 'hubspot/hubspot-batch-update-objects', 'cyanheads-git/git_commit', 'monday/change_item_column_values', 'ref-gitlab/create_issue', 'zereight-gitlab/merge_merge_request'],
  configure: ['cloudflare/env_var_bulk_set', 'cloudflare/wrangler_config_update', 'hostinger/hosting_toggleMaintenanceModeV1', 'launchdarkly/update-ai-config-targeting'],
  permission: ['hostinger/mail_revokeAPITokenV1', 'hostinger/VPS_setRootPasswordV1', 'hostinger/mail_changeMailboxPasswordV1'],
  send: ['cloudflare/queue_send_batch', 'cyanheads-git/git_push', 'hostinger/mail_createForwarderV1', 'ref-gitlab/push_files'],
  publish: ['sanity/publish_document', 'sanity/unpublish_document', 'strapi/publish_entry', 'cloudflare/worker_deploy', 'hostinger/horizons_publishWebsiteV1', 'sanity/schedule_release', 'zereight-gitlab/bulk_publish_draft_notes'],
  delete: ['airtable/delete_records', 'asana/asana_delete_task', 'cloudflare/r2_delete_bucket', 'mongodb/drop-database', 'mongodb/delete-many', 'cyanheads-git/git_clean', 'cyanheads-git/git_reset', 'attio/remove-record-from-list', 'hostinger/hosting_purgeLiteSpeedCacheV1', 'chrome-devtools/evaluate_script', 'playwright/browser_evaluate', 'zereight-gitlab/erase_pipeline_job', 'hostinger/VPS_resetHostnameV1'],
};

describe(`the effects of ${new Set(tools.map(({ server }) => server)).size} real servers' tools`, () => {
  it('are never below a write, and always called a guess, before somebody reviewed them', () => {
    expect(tools.length).toBeGreaterThan(1200);
    for (const tool of tools) {
      const { effect, source } = judgeEffect({ definition: tool.definition, recipe: null, accepted: null }, {});
      expect({ tool: named(tool), isWrite: atLeast(effect, 'write'), isGuess: ['annotations', 'names', 'unknown'].includes(source) }).toEqual({ tool: named(tool), isWrite: true, isGuess: true });
    }
  });

  it('are offered as no read where the server says that it writes or destroys', () => {
    const offered = tools.filter((tool) => hint(tool, 'readOnlyHint') === false || hint(tool, 'destructiveHint') === true).filter((tool) => hint(tool, 'readOnlyHint') !== true && offerEffect(tool.definition, null).effect === 'read');
    expect(offered.map(named)).toEqual([]);
  });

  it.each(Object.entries(BY_HAND) as [Effect, readonly string[]][])('are at least what they were judged to be by hand: %s', (least, judged) => {
    for (const one of judged) {
      const tool = tools.find((real) => named(real) === one);
      if (tool === undefined) expect.fail(`no tool ${one}`);
      const { effect } = offerEffect(tool.definition, null);
      expect({ one, reaches: atLeast(effect, least), read: effect === 'read' }).toEqual({ one, reaches: true, read: least === 'read' });
    }
  });

  it('are recognised for nineteen of twenty; the rest counts as a write that is not known', () => {
    const unknown = tools.filter(({ definition }) => offerEffect(definition, null).from === 'unknown');
    expect(unknown.length / tools.length).toBeLessThan(0.06);
    for (const { definition } of unknown) expect(judgeEffect({ definition, recipe: null, accepted: null }, {})).toMatchObject({ effect: 'write', source: 'unknown' });
  });
});
