import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { ReceiptView } from '../../../preload/contract/views.ts';
import type { JsonObject } from '../../ui/json.ts';

/** What a read brought: the server's structured answer, or why there is none (a code with a sentence, or null). */
export type ReadAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly because: string | null };

/** So many reads are on their way at once; the gate takes five of one planner. */
const AT_ONCE = 3;

/**
 * Reads through the gate, like anybody: each read is a planned call with a receipt and a record. One that would ask
 * waits in the approvals as any question does.
 */
export function createGateReader(bridge: Bridge): (serverId: string, tool: string, args: JsonObject) => Promise<ReadAnswer> {
  const waiting = new Map<string, (receipt: ReceiptView) => void>();
  const queue: (() => void)[] = [];
  let running = 0;
  bridge.onChanged((room) => {
    if (room === 'calls') for (const callId of waiting.keys()) void look(callId);
  });
  const look = async (callId: string): Promise<void> => {
    const reply = await bridge.calls.receipt({ callId });
    if (!reply.ok || reply.value.state !== 'done') return;
    waiting.get(callId)?.(reply.value);
    waiting.delete(callId);
  };
  const turn = async (): Promise<void> => {
    if (running >= AT_ONCE) await new Promise<void>((start) => { queue.push(start); });
    running += 1;
  };
  const done = (): void => {
    running -= 1;
    queue.shift()?.();
  };
  return async (serverId, tool, args) => {
    await turn();
    try {
      const planned = await bridge.calls.plan({ serverId, tool, args });
      if (!planned.ok) return { ok: false, because: null };
      const { callId } = planned.value;
      const receipt = await new Promise<ReceiptView>((settle) => {
        waiting.set(callId, settle);
        void look(callId);
      });
      return receipt.outcome === 'executed' ? { ok: true, value: receipt.structured } : { ok: false, because: receipt.because };
    } finally {
      done();
    }
  };
}
