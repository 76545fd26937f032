import { redactionOf } from '../../main/core/audit/redact.ts';
import { tokenFinder } from '../../main/core/audit/token-shapes.ts';
import { OWN_SECRETS } from '../proof/token-samples.ts';
import { honest, hostile, type Sample } from './redaction-texts.ts';

// Measures how long our own secrets and shapes of tokens are looked for in long texts, honest and hostile ones, by this process's own work:
// the clock depends on what else runs.
const AIM_MS = { prose: 100, hostile: 1_000, step: 50 };
const SECRETS = [...OWN_SECRETS.map(([, secret]) => secret), 'Zq7vankPw9LmR2KtYb', 'Zq7!vänk/P+w"x9 Lm&2Kt'];
const redaction = redactionOf({ secrets: SECRETS, tokens: tokenFinder() });

/** What looking through one text costs, in milliseconds of the processor, the best of some rounds: all of it, and its longest step. */
interface Cost {
  readonly ms: number;
  readonly step: number;
  readonly blanked: boolean;
}

function costOf(text: string, rounds: number): Cost {
  let [ms, step, blanked] = [Infinity, Infinity, false];
  for (let round = 0; round < rounds; round += 1) {
    // Made anew each time, as an answer is: nothing of the text before is known to the engine.
    const fresh = JSON.parse(JSON.stringify(text)) as string;
    const steps = redaction(fresh);
    let [all, longest] = [0, 0];
    for (;;) {
      const from = process.cpuUsage();
      const { done, value } = steps.next();
      const { user, system } = process.cpuUsage(from);
      all += (user + system) / 1000;
      longest = Math.max(longest, (user + system) / 1000);
      if (done !== true) continue;
      blanked = value === '[secret]';
      break;
    }
    [ms, step] = [Math.min(ms, all), Math.min(step, longest)];
  }
  return { ms, step, blanked };
}

function measured(samples: readonly Sample[], rounds: number): readonly (Cost & { readonly name: string })[] {
  return samples.map(([name, make]) => {
    const text = make();
    const cost = costOf(text, rounds);
    console.log(`${(text.length / 1e6).toFixed(1).padStart(5)} MB  ${name.padEnd(32)} ${cost.ms.toFixed(0).padStart(5)} ms, longest step ${cost.step.toFixed(0).padStart(3)} ms${cost.blanked ? '   blanked whole' : ''}`);
    return { name, ...cost };
  });
}

console.log(`${SECRETS.length} secrets; processor time:`);
const people = measured(honest, 5);
const others = measured(hostile, 2);
const worst = others.reduce((most, one) => (one.ms > most.ms ? one : most));
const longest = [...people, ...others].reduce((most, one) => (one.step > most.step ? one : most));
console.log(`prose: ${people[0]?.ms.toFixed(0)} ms (aim ${AIM_MS.prose}); the worst of the hostile: ${worst.name}, ${worst.ms.toFixed(0)} ms (aim ${AIM_MS.hostile}); the longest step: ${longest.name}, ${longest.step.toFixed(0)} ms (aim ${AIM_MS.step})`);
