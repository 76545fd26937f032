import type { Preview } from '../core/preview/preview.ts';
import { compareAfter, planReadsAfter } from '../core/preview/index.ts';
import type { Gathered } from './facts.ts';
import { look } from './look.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';
import { NOT_COMPARED, type Compared, type Sent } from './send.ts';

/** The check afterwards may take so long; what is not known by then is `not checkable`. */
const CHECK_MS = 30_000;

/** Reads the state again and compares it with what was shown. A check that cannot be made says so and hurts nothing. */
export async function compare(
  call: PlannedCall, gathered: Gathered, preview: Preview | null, sent: Sent, lookedFirst: boolean, ports: GatePorts,
): Promise<Compared> {
  if (preview === null || preview.kind !== 'effect' || gathered.recipe === null) return NOT_COMPARED;
  if (sent.answer.kind !== 'result' || sent.answer.isError) return NOT_COMPARED;
  try {
    const reads = planReadsAfter(gathered.recipe, call.args, sent.answer);
    const states = await look(call, reads, lookedFirst, ports, AbortSignal.timeout(CHECK_MS), true);
    return { afterwards: compareAfter(gathered.recipe, preview, states), states, withheld: false };
  } catch {
    return NOT_COMPARED;
  }
}
