import { join } from 'node:path';
import { inheritedEnvironment } from '../../../../main/adapters/launch/child-environment.ts';
import { nodeBundle } from '../../../../main/adapters/mcp/connector.ts';
import { createDocumentStore } from '../../../../main/adapters/store/conf-store.ts';
import { demoData, openHome, type OpenHome } from '../../../../main/compose.ts';
import type { RunRequest } from '../../../../main/host/skills/prepare.ts';
import type { SkillReceipt } from '../../../../main/host/skills/receipt.ts';
import type { PlanReceipt, RowReceipt as Receipt } from '../../../../main/host/plans/plan-receipt.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

/** A home with the demo CMS running, and somebody who answers each set of calls. */
export interface SkillHome extends OpenHome {
  readonly serverId: string;
  /** Prepares, begins and answers a run. */
  run(request: Partial<RunRequest> & { readonly skill: string }, choice?: 'approve' | 'deny'): Promise<SkillReceipt>;
  /** Plans the rest of the run that did not end, and answers it; null where each ended. */
  resume(): Promise<SkillReceipt | null>;
  /** Begins a reset and answers it; null where there is nothing to reset. */
  reset(project: string, choice?: 'approve' | 'deny'): Promise<PlanReceipt | null>;
  /** One call, answered like a set. */
  call(tool: string, args: JsonObject): Promise<Receipt>;
  /** Every object of a list of the demo CMS. */
  all(tool: string, args: JsonObject): Promise<readonly JsonObject[]>;
}

export async function openSkillHome(home: string, parts: string): Promise<SkillHome> {
  // Use is counted for each account; a test has its own.
  process.env['XDG_STATE_HOME'] = join(home, 'state');
  let answering: 'approve' | 'deny' | null = null;
  const opened: OpenHome = await openHome({
    home, client: 'cli', version: '0.0.0-test', openDocuments: createDocumentStore,
    bundle: nodeBundle(join(parts, 'demo-cms.cjs'), { ...inheritedEnvironment(process.env, process.platform), COUNTERSIGN_DEMO_DATA: demoData(home) }, home),
    workerPath: join(parts, 'worker.cjs'), programPaths: [parts],
    onChange: (room) => { if (room === 'plans' && answering !== null) setImmediate(answer); },
  });
  const answer = (): void => {
    for (const planId of opened.host.plans.list()) {
      const painting = opened.host.plans.view(planId);
      if (painting?.head.stage !== 'asking' || answering === null) continue;
      opened.host.plans.answer(planId, { choice: answering, painted: painting.painted, wordTyped: true, stopOnFailure: false, by: 'flag' });
    }
  };
  await opened.host.servers.addBundled();
  const [entry] = opened.host.servers.list();
  const serverId = entry?.config.id ?? '';
  await opened.host.servers.start(serverId);
  return {
    ...opened, serverId,
    async run(request, choice = 'approve') {
      answering = choice;
      const { runId, prepared } = await opened.host.skills.prepare(requestOf(request, serverId));
      if (prepared.kind !== 'plan') throw new Error(JSON.stringify(prepared.kind === 'refused' ? prepared.because : prepared).slice(0, 1_500));
      const begun = opened.host.skills.begin(runId, 'de');
      if (!begun.ok) throw new Error(begun.code);
      return begun.done.finally(() => { answering = null; });
    },
    async resume() {
      const open = opened.host.skills.runs().find(({ endedAt }) => endedAt === null);
      const resumed = open === undefined ? null : await opened.host.skills.resume(open.runId);
      if (open === undefined || resumed === null) return null;
      if (resumed.prepared.kind !== 'plan') throw new Error(JSON.stringify(resumed.prepared).slice(0, 500));
      answering = 'approve';
      const begun = opened.host.skills.begin(resumed.runId, 'en');
      if (!begun.ok) throw new Error(begun.code);
      return begun.done.finally(() => { answering = null; });
    },
    async reset(project, choice = 'approve') {
      answering = choice;
      const begun = await opened.host.reset.begin(serverId, project, `Reset ${project}`);
      if (begun === null) throw new Error('too many questions');
      return begun === 'nothing' ? null : begun.done.finally(() => { answering = null; });
    },
    async call(tool, args) {
      answering = 'approve';
      const entered = opened.host.plans.plan({ planner: opened.host.actor.planner, client: 'cli', title: tool, items: [{ key: '0', serverId, tool, args }] });
      const receipt = await entered?.done.finally(() => { answering = null; });
      if (receipt?.rows[0] === undefined) throw new Error('no receipt');
      return receipt.rows[0];
    },
    async all(tool, args) {
      const found: JsonObject[] = [];
      for (let offset = 0; ; offset += 200) {
        const entered = opened.host.calls.plan({ planner: opened.host.actor.planner, client: 'cli', serverId, tool, args: { ...args, limit: 200, offset } });
        const receipt = await entered?.done;
        const items = receipt?.answer?.kind === 'result' ? (receipt.answer.structured as { items?: readonly JsonObject[] } | null)?.items ?? [] : [];
        found.push(...items);
        if (items.length < 200) return found;
      }
    },
  };
}

export function requestOf(request: Partial<RunRequest> & { readonly skill: string }, serverId: string): RunRequest {
  return { serverId, inputs: {}, paths: {}, options: {}, mappings: {}, answers: {}, mapping: null, ...request };
}
