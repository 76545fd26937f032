import { join } from 'node:path';
import { createContentStore } from '../../main/adapters/audit-content/content-store.ts';
import { openAuditLog } from '../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { createKeychain } from '../../main/adapters/keychain/keychain.ts';
import { keychainService } from '../../main/adapters/keychain/service-name.ts';
import type { AuditEvent } from '../../main/core/audit/event.ts';
import { EFFECTS } from '../../main/core/words/index.ts';
import { intent, outcome } from '../main/core/audit/events.ts';

// Fills the log of a home with so many records: calls of five servers and forty tools, every thousandth of which failed. Signed, and with a
// piece of content, as in a home that was used: only where content was kept is there a key that seals the index of a search.
const [dir = '', records = '0'] = process.argv.slice(2);
const WIDTH = 256;

function callOf(n: number): AuditEvent[] {
  const begin = intent(`call-${n}`, { id: `n-${n % 5_000}`, title: `Title ${n}` });
  const end = outcome(`call-${n}`);
  if (begin.type !== 'intent' || end.type !== 'outcome') return [];
  const { call } = begin;
  const effect = EFFECTS[n % 3] ?? 'read';
  return [
    { ...begin, call: { ...call, effect, server: { ...call.server, name: `Server ${n % 5}` }, tool: { ...call.tool, name: `tool_${n % 40}` } } },
    n % 1_000 === 0 ? { ...end, outcome: 'failed', error: 'timeout' } : end,
  ];
}

async function fill(): Promise<void> {
  const clock = createSystemClock();
  const log = await openAuditLog({ dir, clock, sha256 });
  const secrets = createKeychain({ service: keychainService(dir) });
  await log.signWith(secrets);
  const content = createContentStore({ folder: join(dir, 'content'), secrets, clock });
  if (await content.keep('call-0', { args: { id: 'n-0' } }, []) === null) throw new Error('The keychain keeps nothing here.');
  for (let n = 0; n < Number(records) / 2; n += WIDTH) {
    await Promise.all(Array.from({ length: WIDTH }, (_, w) => callOf(n + w)).flat().map((event) => log.append(event)));
  }
  await content.close();
  await log.close();
}

fill().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
