import type { StatusView } from '../../preload/contract/views.ts';
import type { Host } from '../host/host.ts';
import type { ReceiptWords } from '../host/plans/receipt-csv.ts';
import { activityHandlers, type ActivityOutside } from './activity.ts';
import { appHandlers } from './app.ts';
import { approvalHandlers } from './approvals.ts';
import { callHandlers } from './calls.ts';
import { grantHandlers } from './grants.ts';
import { requestHandlers } from './requests.ts';
import type { Handlers } from './handle.ts';
import type { ToolFacts } from '../core/pins/tool-facts.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import { toolLock } from '../host/tools/offered.ts';
import { policyHandlers, type SaveText } from './policy.ts';
import { planHandlers } from './plans.ts';
import { reviewHandlers } from './review.ts';
import { serverHandlers, serverViews } from './servers.ts';
import { skillHandlers, type SkillsOutside } from './skills.ts';
import { toolHandlers } from './tools.ts';

/** One handler for every channel, over the rooms of the host. */
export function createHandlers(host: Host, status: () => StatusView, onSettings: () => void, save: SaveText, words: () => ReceiptWords, exportLog: ActivityOutside['export'], skills: Omit<SkillsOutside, 'save'>): Handlers {
  const views = serverViews(host.servers, host.review);
  const toolServers = { ids: () => host.servers.list().map((entry) => entry.config.id), facts: (id: string) => host.servers.facts(id), lock: (server: ServerFacts, tool: ToolFacts) => toolLock(server, tool, host.policy) };
  return {
    ...appHandlers(status, host.settings, onSettings),
    ...serverHandlers(host.servers, views),
    ...reviewHandlers(host.review, host.findings, host.servers, views),
    ...toolHandlers(toolServers, host.review),
    ...callHandlers(host.calls, host.findings, host.actor.person),
    ...approvalHandlers(host),
    ...grantHandlers(host.grants),
    ...requestHandlers(host.requests, save),
    ...policyHandlers(host, save),
    ...planHandlers(host, save, words),
    ...skillHandlers(host, { save, ...skills }),
    ...activityHandlers(host.activity, { export: exportLog, locked: () => host.policy.lockedBy('audit') }),
  };
}
