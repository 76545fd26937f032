import { LogRing } from '../../main/core/connections/log-ring.ts';
import type { Catalogue } from '../../main/core/connections/catalogue.ts';
import type { ConnectionEnd } from '../../main/core/connections/connection.ts';
import { openSession, ordinaryBudgets, type Session, type SessionOptions, type SessionOpened } from '../../main/adapters/mcp/session.ts';
import { StdioTransport, type StdioProgram } from '../../main/adapters/mcp/stdio-transport.ts';
import type { MakeWire } from '../../main/adapters/mcp/wire.ts';

/** What a test hears of a session. */
export class Witness {
  readonly log = new LogRing();
  readonly catalogues: Catalogue[] = [];
  readonly asked: string[] = [];
  readonly ends: ConnectionEnd[] = [];
  readonly transports: StdioTransport[] = [];

  events = {
    catalogue: (one: Catalogue) => void this.catalogues.push(one),
    asked: (method: string) => void this.asked.push(method),
    ended: (end: ConnectionEnd) => void this.ends.push(end),
  };

  /** Makes a wire to a program and remembers it. */
  wire(program: StdioProgram, messageBytes?: number): MakeWire {
    return (events) => {
      const transport = new StdioTransport(program, { log: this.log, events, stopTimes: { afterInput: 300, afterTerm: 500 }, ...(messageBytes === undefined ? {} : { messageBytes }) });
      this.transports.push(transport);
      return transport;
    };
  }

  open(make: MakeWire, more: Partial<SessionOptions> = {}): Promise<SessionOpened> {
    return openSession(make, { ...ordinaryBudgets(false), known: null, log: this.log, ...more }, this.events);
  }
}

/** Opens a session that must open. */
export async function opened(witness: Witness, make: MakeWire, more: Partial<SessionOptions> = {}): Promise<Session> {
  const result = await witness.open(make, more);
  if (!result.ok) throw new Error(`did not open: ${result.end.why} ${result.end.detail} ${witness.log.read().lines.join('\n')}`);
  return result.session;
}

/** Waits until something holds, looking often; fails after ten seconds, which a busy machine may need. */
export async function until(holds: () => boolean, within = 10_000): Promise<void> {
  const end = performance.now() + within;
  while (!holds()) {
    if (performance.now() > end) throw new Error('it never came to hold');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A signal that never fires. */
export const never = new AbortController().signal;
