import { getEventListeners, once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotDelivered, startExporter, type Outlet } from '../../../../main/adapters/audit-export/exporter.ts';
import { createSyslogOutlet } from '../../../../main/adapters/audit-export/syslog-outlet.ts';
import { started } from '../../core/audit/events.ts';
import { newHome, openLog } from '../audit-file/home.ts';

const waitsOn = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('an export that runs for months', () => {
  it('keeps nothing of the pauses it made while the other side was away', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    const waiting: number[] = [];
    const outlet: Outlet = {
      deliver: (_, signal) => {
        waiting.push(waitsOn(signal));
        return waiting.length < 30 ? Promise.reject(new NotDelivered('ECONNREFUSED')) : Promise.resolve();
      },
      close: () => undefined,
    };
    const exporter = startExporter({ log, outlet, cursor: join(home, 'exports', 'one.json'), gatherMs: 1, pauseMs: { first: 1, longest: 1 } });
    await exporter.caughtUp();
    expect(waiting).toHaveLength(30);
    expect(Math.max(...waiting)).toBe(0);
    await exporter.close();
  });

  it('keeps nothing of the messages it sent to a syslog', async () => {
    const server = createServer((socket) => { socket.resume(); });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const log = await openLog(await newHome());
    await log.append(started());
    const record = await log.read(1);
    if (record === null) throw new Error('no record');
    const outlet = createSyslogOutlet({ by: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    const { signal } = new AbortController();
    for (let n = 0; n < 12; n += 1) await outlet.deliver([{ record, start: null }], signal);
    expect(waitsOn(signal)).toBe(0);
    server.close();
  });
});
