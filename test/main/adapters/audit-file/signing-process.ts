import { openAuditLog } from '../../../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { createKeychain } from '../../../../main/adapters/keychain/keychain.ts';
import { keychainService } from '../../../../main/adapters/keychain/service-name.ts';
import { started } from '../../core/audit/events.ts';

// Run by the test of the real keyring, as a process of its own: records so many events, signs them, and says how the log stands.
const [dir = '', count = '0'] = process.argv.slice(2);
const log = await openAuditLog({ dir, clock: createSystemClock(), sha256 });
await log.signWith(createKeychain({ service: keychainService(dir) }));
for (let n = 0; n < Number(count); n += 1) await log.append(started(n));
const { ok, anchored, signed, breaks, firstBad } = await log.verify();
process.stdout.write(`${JSON.stringify({ ok, anchored, key: signed.key, breaks: breaks.length, why: firstBad?.why ?? null, signing: log.signing() })}\n`);
await log.close();
