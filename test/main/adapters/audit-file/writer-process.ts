import { openAuditLog } from '../../../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { intent, outcome } from '../../core/audit/events.ts';

// Run by the crash test as a process of its own: records calls until it is killed, and names each record that was
// acknowledged on standard output.
const [dir = ''] = process.argv.slice(2);
const log = await openAuditLog({ dir, clock: createSystemClock(), sha256, maxSegmentBytes: 200_000 });
for (let round = 0; ; round += 1) {
  const ids = Array.from({ length: 8 }, (_, n) => `${process.pid}-${round}-${n}`);
  await Promise.all(ids.map(async (id) => {
    await log.append(intent(id));
    process.stdout.write(`${id}\n`);
    if (round % 3 !== 0) await log.append(outcome(id));
  }));
}
