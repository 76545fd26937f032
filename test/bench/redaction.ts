import { redactorOf } from '../../main/core/audit/redact.ts';
import { tokenFinder } from '../../main/core/audit/token-shapes.ts';
import { OWN_SECRETS } from '../proof/token-samples.ts';
import { honest, hostile, type Sample } from './redaction-texts.ts';

// Measures how long our own secrets and shapes of tokens are looked for in long texts, honest and hostile ones, by this process's own work:
// the clock depends on what else runs.
const AIM_MS = { prose: 100, hostile: 1_000 };
const SECRETS = [...OWN_SECRETS.map(([, secret]) => secret), 'Zq7vankPw9LmR2KtYb', 'Zq7!vänk/P+w"x9 Lm&2Kt'];
const clean = redactorOf({ secrets: SECRETS, tokens: tokenFinder() });

/** Milliseconds of the processor for one text, the best of some rounds. */
function costOf(text: string, rounds: number): { readonly ms: number; readonly blanked: boolean } {
  let [ms, blanked] = [Infinity, false];
  for (let round = 0; round < rounds; round += 1) {
    // Made anew each time: nothing of the text before is known to the engine.
    const fresh = Buffer.from(text, 'utf16le').toString('utf16le');
    const from = process.cpuUsage();
    blanked = clean(fresh) === '[secret]';
    const { user, system } = process.cpuUsage(from);
    ms = Math.min(ms, (user + system) / 1000);
  }
  return { ms, blanked };
}

function measured(samples: readonly Sample[], rounds: number): readonly { readonly name: string; readonly ms: number }[] {
  return samples.map(([name, make]) => {
    const text = make();
    const { ms, blanked } = costOf(text, rounds);
    console.log(`${(text.length / 1e6).toFixed(1).padStart(5)} MB  ${name.padEnd(32)} ${ms.toFixed(0).padStart(5)} ms${blanked ? '   blanked whole' : ''}`);
    return { name, ms };
  });
}

console.log(`${SECRETS.length} secrets; processor time:`);
const [prose] = measured(honest, 5);
const worst = measured(hostile, 2).reduce((most, one) => (one.ms > most.ms ? one : most));
console.log(`prose: ${prose?.ms.toFixed(0)} ms (aim ${AIM_MS.prose}); the worst of the hostile: ${worst.name}, ${worst.ms.toFixed(0)} ms (aim ${AIM_MS.hostile})`);
