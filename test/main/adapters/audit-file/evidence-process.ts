import { join } from 'node:path';
import { createContentStore } from '../../../../main/adapters/audit-content/content-store.ts';
import { openAuditLog } from '../../../../main/adapters/audit-file/audit-log.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { createKeychain } from '../../../../main/adapters/keychain/keychain.ts';
import { keychainService } from '../../../../main/adapters/keychain/service-name.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { erase } from '../../../../main/host/activity/erase.ts';
import { retain } from '../../../../main/host/activity/retention.ts';
import { intent, outcome } from '../../core/audit/events.ts';

// Run by the test of the real keyring, as a process of its own: one step of a log with content, and how everything stands afterwards as one JSON line.
const [dir = '', step = ''] = process.argv.slice(2);
const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const DAYS = 4;
let day = step === 'write' ? 0 : DAYS;
const clock = { now: (): string => new Date(START + day * DAY).toISOString(), monotonic: (): number => START + day * DAY };

const keychain = createKeychain({ service: keychainService(dir) });
const log = await openAuditLog({ dir, clock, sha256 });
await log.signWith(keychain);
const content = createContentStore({ folder: join(dir, 'content'), secrets: keychain, clock });
const actor = { client: 'cli', person: 'it', planner: { kind: 'person', name: 'it' }, role: 'owner' } as const;

/** A call of a person, with its arguments kept apart. */
async function called(person: string, id: string): Promise<void> {
  const kept = await content.keep(id, { args: { note: `the note of ${person}` }, card: null }, [`exact ${id}`, `the note of ${person}`]);
  if (kept === null) throw new Error('nothing is kept');
  const event = intent(id) as Extract<AuditEvent, { type: 'intent' }>;
  const { call } = event;
  await log.append({ ...event, call: { ...call, actor: { ...call.actor, person }, args: null, content: { at: kept.at, digest: kept.digest, exact: kept.marks[0] ?? null, marks: kept.marks.slice(1) } } });
  await log.append(outcome(id));
}

let did: unknown = null;
if (step === 'write') for (; day < DAYS; day += 1) for (const person of ['ada', 'eva']) await called(person, `${person}-${day}`);
if (step === 'retain') did = await retain({ records: 2, content: 2 }, { log, content, actor, clock });
if (step === 'erase') did = await erase({ of: 'person', value: 'ada' }, { log, content, audit: log, actor });

/** What opens of each call that the log still names. */
const opens: Record<string, string> = {};
for (const record of await log.range(1, log.total())) {
  const event = record.event as unknown as AuditEvent;
  if (event.type !== 'intent' || event.call.content === null || event.call.content === undefined) continue;
  const found = await content.open(event.call.content.at, event.call.callId);
  opens[event.call.callId] = found.state === 'kept' ? JSON.stringify(found.content['args']) : found.state;
}
const { ok, anchored, removed, firstBad, signed } = await log.verify();
const masters = JSON.parse(await keychain.get('audit-content') ?? '{}') as { current?: { key: string }; next?: { key: string } | null };
process.stdout.write(`${JSON.stringify({ step, did, opens, ok, anchored, removed: removed ?? 0, why: firstBad?.why ?? null, key: signed.key, masters: [masters.current?.key, masters.next?.key].filter((key) => key !== undefined) })}\n`);
await content.close();
await log.close();
