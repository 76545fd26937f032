import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { nodeBundle } from '../../main/adapters/mcp/connector.ts';
import { createDocumentStore } from '../../main/adapters/store/conf-store.ts';
import { openHome } from '../../main/compose.ts';
import type { ToolCaller } from '../../main/core/ports.ts';
import { carryOut } from '../../main/gate/gate.ts';
import { createInbox } from '../../main/host/calls/inbox.ts';
import { openAuditLog } from '../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../main/adapters/clock/system-clock.ts';
import { sha256, sha256OfBase64 } from '../../main/adapters/digest/sha256.ts';
import { createNamedFiles } from '../../main/adapters/named-files/named-files.ts';
import { createProtectedPaths, protectedFolders } from '../../main/adapters/protected-paths/protected-paths.ts';
import { createCompute } from '../../main/workers/compute.ts';
import { NO_GRANTS, NOTHING_USED, unmanaged } from '../main/host/policy/neutral.ts';
import type { GatePorts } from '../../main/gate/ports.ts';

const CALLS = 2000;
const WARM = 200;
const ARGS = { id: 'n-1001' };
const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));

const at = (sorted: readonly number[], share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(3);
function line(name: string, values: readonly number[]): string {
  const sorted = values.slice(WARM).sort((a, b) => a - b);
  return `${name.padEnd(44)} median ${at(sorted, 0.5)} ms   p99 ${at(sorted, 0.99)} ms`;
}

/** A caller and a log whose own time is counted, so that what is left is the gate's. */
function timed(ports: GatePorts): { ports: GatePorts; outside: () => number } {
  let outside = 0;
  const clocked = async <T>(work: Promise<T>): Promise<T> => {
    const from = performance.now();
    try {
      return await work;
    } finally {
      outside += performance.now() - from;
    }
  };
  const caller: ToolCaller = { call: (...call) => clocked(ports.caller.call(...call)) };
  return {
    ports: { ...ports, caller, audit: { append: (event) => clocked(ports.audit.append(event)) } },
    outside: () => { const spent = outside; outside = 0; return spent; },
  };
}

/** Calls one tool of the demo CMS in turn with the bare SDK client and through the gate. */
async function measure(): Promise<void> {
  const built = join(process.cwd(), 'out', 'main');
  const script = join(built, 'demo-cms.cjs');
  const env = { COUNTERSIGN_DEMO_DATA: join(folder, 'bare') };
  const client = new Client({ name: 'bare', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [script], env }));
  const home = await openHome({
    home: join(folder, 'home'), client: 'cli', version: '0', openDocuments: createDocumentStore, workerPath: join(built, 'worker.cjs'), programPaths: [],
    bundle: nodeBundle(script, { COUNTERSIGN_DEMO_DATA: join(folder, 'gate') }, folder), onChange: () => {},
  });
  await home.host.servers.addBundled();
  await home.host.servers.start('demo-cms');
  const log = await openAuditLog({ dir: join(folder, 'log'), clock: createSystemClock(), sha256 });
  const compute = createCompute({ workerPath: join(built, 'worker.cjs') });
  let calls = 0;
  const { ports, outside } = timed({
    servers: { server: (id) => home.host.servers.facts(id), tool: (id, name) => home.host.review.tool(id, name), refresh: (id) => home.host.servers.caller.refresh(id) },
    caller: home.host.servers.caller, audit: log, content: { keep: () => Promise.resolve(null) }, clock: createSystemClock(), sha256, sha256OfBase64, namedFiles: createNamedFiles(() => [folder]), asker: createInbox(() => {}),
    compute, protectedPaths: createProtectedPaths(protectedFolders([join(folder, 'home')]), () => folder), redact: (args) => args, newCallId: () => `b-${(calls += 1)}`,
    person: 'bench', policy: unmanaged(sha256), usage: NOTHING_USED, grants: NO_GRANTS, alarm: () => {},
  });
  const plan = { planner: { kind: 'person', name: 'bench' }, client: 'cli', serverId: 'demo-cms', tool: 'get_news', args: ARGS } as const;
  const bare: number[] = [];
  const whole: number[] = [];
  const own: number[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    let from = performance.now();
    await client.callTool({ name: 'get_news', arguments: ARGS });
    bare.push(performance.now() - from);
    from = performance.now();
    const receipt = await carryOut(ports.newCallId(), plan, ports, new AbortController().signal);
    const took = performance.now() - from;
    whole.push(took);
    own.push(took - outside());
    if (receipt.outcome !== 'executed') throw new Error(JSON.stringify({ ...receipt, call: null }));
  }
  console.log([
    `${CALLS - WARM} calls of get_news over stdio, interleaved:`,
    line('bare SDK client', bare),
    line('through the gate, recorded on disk', whole),
    line("the gate's own cost, without call and flush", own),
    'target for the last line: median under 1 ms, p99 under 3 ms',
  ].join('\n'));
  await client.close();
  await compute.close();
  await log.close();
  await home.close();
}

measure()
  .catch((error: unknown) => { console.error(error); process.exitCode = 1; })
  .finally(() => rmSync(folder, { recursive: true, force: true }));
