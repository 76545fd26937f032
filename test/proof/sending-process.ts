import { writeSync } from 'node:fs';
import { openAuditLog } from '../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { intent, outcome } from '../main/core/audit/events.ts';

// A process of its own that records calls and "sends" each one behind its intent, until it is killed. It says what it
// was told is safe, and what it sent, on standard output.
const [dir = '', name = ''] = process.argv.slice(2);
const log = await openAuditLog({ dir, clock: createSystemClock(), sha256, maxSegmentBytes: 60_000 });
for (let round = 0; ; round += 1) {
  await Promise.all(Array.from({ length: 4 }, async (_, n) => {
    const id = `${name}-${round}-${n}`;
    await log.append(intent(id));
    writeSync(1, `intent ${id}\nsent ${id}\n`);
    await log.append(outcome(id));
    writeSync(1, `outcome ${id}\n`);
  }));
}
