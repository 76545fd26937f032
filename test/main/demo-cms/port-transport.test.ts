import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { describe, expect, it } from 'vitest';
import { PortTransport, type Port, type PortMessage } from '../../../main/demo-cms/port-transport.ts';
import { sampleData } from '../../../main/demo-cms/sample-data.ts';
import { createDemoServer } from '../../../main/demo-cms/server.ts';

/** One end of a channel in memory, with the events of Electron's ports. */
class MemoryPort implements Port {
  readonly posted: string[] = [];
  started = false;
  closed = false;
  #message: (event: PortMessage) => void = () => {};
  #close: () => void = () => {};
  #arrived: () => void = () => {};
  on(event: 'message', listener: (event: PortMessage) => void): void;
  on(event: 'close', listener: () => void): void;
  on(event: 'message' | 'close', listener: ((event: PortMessage) => void) | (() => void)): void {
    if (event === 'message') this.#message = listener;
    else this.#close = () => listener({ data: null });
  }
  start(): void { this.started = true; }
  close(): void { this.closed = true; }
  postMessage(message: string): void { this.posted.push(message); this.#arrived(); }
  receive(data: unknown, ports: readonly Port[] = []): void { this.#message({ data, ports }); }
  end(): void { this.#close(); }
  arrival(): Promise<void> { return new Promise((resolve) => { this.#arrived = resolve; }); }
}

const OPENING = JSON.stringify({
  jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
});

function serve(port: Port) {
  const errors: Error[] = [];
  let ended = 0;
  const desk = { store: { read: sampleData, write: () => {} }, account: 'owner', now: () => '' } as const;
  const transport = new PortTransport(port, () => { ended += 1; });
  serveStdio(() => createDemoServer(desk), { transport, onerror: (error) => errors.push(error) });
  return { errors, ended: () => ended };
}

describe('MCP over a message port', () => {
  it('answers each posted string with one', async () => {
    const port = new MemoryPort();
    serve(port);
    const arrival = port.arrival();
    port.receive(OPENING);
    await arrival;
    expect(port.started).toBe(true);
    expect(port.posted).toHaveLength(1);
    expect(JSON.parse(port.posted[0] ?? '')).toMatchObject({ id: 1, result: { serverInfo: { name: 'demo-cms' } } });
  });

  it('moves to a port that is handed over', async () => {
    const parent = new MemoryPort();
    const own = new MemoryPort();
    serve(parent);
    parent.receive(null, [own]);
    const arrival = own.arrival();
    own.receive(OPENING);
    await arrival;
    expect(parent.posted).toEqual([]);
    expect(own.posted).toHaveLength(1);
  });

  it('reports what is no message and goes on', async () => {
    const port = new MemoryPort();
    const { errors } = serve(port);
    port.receive('{torn');
    port.receive({ jsonrpc: '2.0' });
    const arrival = port.arrival();
    port.receive(OPENING);
    await arrival;
    expect(errors).toHaveLength(1);
  });

  it('ends once when the port closes', () => {
    const port = new MemoryPort();
    const { ended } = serve(port);
    port.end();
    port.end();
    expect(ended()).toBe(1);
    expect(port.closed).toBe(true);
  });
});
