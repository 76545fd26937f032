import { openUsageFile } from '../../main/adapters/usage-file/usage-book.ts';

// Run by the proof of the limits as a process of its own: reserves and settles until it is killed, and names each
// reservation that was confirmed on standard output, before anything could have been sent because of it.
const [folder = '', name = '', perHour = '0'] = process.argv.slice(2);
const file = openUsageFile({ folder });
const limits = { perCall: 5, perPlan: 1_000_000, perHour: Number(perHour), perDay: Number(perHour), callsPerMinute: 1_000_000 };
for (let n = 0; ; n += 1) {
  const callId = `${name}-${process.pid}-${n}`;
  const reserved = await file.reserve({ person: 'eva', client: 'desktop', plan: null, callId, objects: 1 + (n % 3), isRead: false, limits });
  if (!reserved.ok) { await new Promise((resolve) => setTimeout(resolve, 1)); continue; }
  process.stdout.write(`${callId} ${reserved.objects}\n`);
  if (n % 4 === 0) {
    await file.settle(callId, 1);
    process.stdout.write(`${callId} 1\n`);
  }
}
