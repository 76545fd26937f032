import { readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { openAuditLog } from '../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { intent, outcome, started } from '../main/core/audit/events.ts';
import { MemoryKeychain } from './memory-keychain.ts';

// A process of its own that records calls and "sends" each one behind its intent, and lets retention remove what is old, until it is
// killed. It says what it was told is safe, and what it sent, on standard output.
const [dir = '', name = ''] = process.argv.slice(2);

/** A keychain that outlives its process, as the system's does. */
class FileKeychain extends MemoryKeychain {
  readonly #path = `${dir}.keychain`;

  constructor() {
    super();
    try {
      for (const [account, value] of Object.entries(JSON.parse(readFileSync(this.#path, 'utf8')) as Record<string, string>)) this.all.set(account, value);
    } catch {
      // The first start.
    }
  }

  override async set(account: string, value: string): Promise<void> {
    await super.set(account, value);
    writeFileSync(`${this.#path}.new`, JSON.stringify(Object.fromEntries(this.all)));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

const clock = createSystemClock();
const log = await openAuditLog({ dir, clock, sha256, maxSegmentBytes: 20_000, mirrorMs: 20 });
await log.signWith(new FileKeychain());
for (let round = 0; ; round += 1) {
  await Promise.all(Array.from({ length: 4 }, async (_, n) => {
    const id = `${name}-${round}-${n}`;
    await log.append(intent(id));
    writeSync(1, `intent ${id}\nsent ${id}\n`);
    await log.append(outcome(id));
    writeSync(1, `outcome ${id}\n`);
  }));
  // All but the newest segment is old here. What else happens meanwhile goes on.
  if (round % 3 === 1) void log.retain(clock.now(), () => log.append(started())).catch(() => undefined);
}
