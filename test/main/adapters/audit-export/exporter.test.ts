import { writeFile } from 'node:fs/promises';
import { getEventListeners, once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotDelivered, startExporter, type ExportNews, type Outlet } from '../../../../main/adapters/audit-export/exporter.ts';
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
        return waiting.length < 30 ? Promise.reject(new NotDelivered('ECONNREFUSED')) : Promise.resolve(0);
      },
      close: () => undefined,
    };
    const exporter = startExporter({ log, outlet, cursor: join(home, 'exports', 'one.json'), gatherMs: 1, pauseMs: { first: 1, longest: 1 } });
    await exporter.caughtUp();
    expect(waiting).toHaveLength(30);
    expect(Math.max(...waiting)).toBe(0);
    await exporter.close();
  });

  it('goes on sending after the log changed without a new record, as it does when the disk refuses one', async () => {
    const home = await newHome();
    const log = await openLog(home);
    let tell: () => void = () => undefined;
    const heard = { ...log, onChange: (listener: () => void) => { tell = listener; return log.onChange(listener); } };
    const sent: number[] = [];
    const outlet: Outlet = { deliver: (items) => { sent.push(...items.map(({ record }) => record.seq)); return Promise.resolve(0); }, close: () => undefined };
    const exporter = startExporter({ log: heard, outlet, cursor: join(home, 'exports', 'one.json'), gatherMs: 1 });
    await log.append(started());
    await exporter.caughtUp();
    tell();
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    await log.append(started());
    await expect.poll(() => sent).toEqual([1, 2]);
    await exporter.close();
  });

  it.each([
    ['beyond the end', { v: 1, seq: 999_999, hash: '', open: {} }], ['beyond the end, with a hash', { v: 1, seq: 999_999, hash: 'x', open: {} }],
    ['at a record, without its hash', { v: 1, seq: 15, hash: '', open: {} }], ['at a record, with another hash', { v: 1, seq: 15, hash: 'a'.repeat(64), open: {} }],
  ])('sends everything where its cursor was put %s', async (_, cursor) => {
    const home = await newHome();
    const log = await openLog(home);
    for (let n = 0; n < 20; n += 1) await log.append(started(n));
    await writeFile(join(home, 'one.json'), JSON.stringify(cursor));
    const sent: number[] = [];
    const outlet: Outlet = { deliver: (items) => { sent.push(...items.map(({ record }) => record.seq)); return Promise.resolve(0); }, close: () => undefined };
    const exporter = startExporter({ log, outlet, cursor: join(home, 'one.json'), gatherMs: 1 });
    await exporter.caughtUp();
    expect(sent).toEqual(Array.from({ length: 20 }, (__, n) => n + 1));
    await exporter.close();
  });

  it('tells once that records wait for long, and once that they go again', async () => {
    const home = await newHome();
    const log = await openLog(home);
    for (let n = 0; n < 3; n += 1) await log.append(started());
    const since = (await log.read(1))?.at;
    const news: ExportNews[] = [];
    let tries = 0;
    const outlet: Outlet = { deliver: () => ((tries += 1) < 12 ? Promise.reject(new NotDelivered('http-500')) : Promise.resolve(0)), close: () => undefined };
    const exporter = startExporter({ log, outlet, cursor: join(home, 'exports', 'one.json'), gatherMs: 1, pauseMs: { first: 1, longest: 1 }, longMs: 0, onNews: (one) => news.push(one) });
    await exporter.caughtUp();
    expect(news).toEqual([{ what: 'waits', why: 'http-500', waiting: 3, since }, { what: 'goes-on' }]);
    await exporter.close();
  });

  it('tells nothing of a short pause', async () => {
    const home = await newHome();
    const log = await openLog(home, { clock: { now: () => new Date().toISOString(), monotonic: () => 0 } });
    await log.append(started());
    const news: ExportNews[] = [];
    let tries = 0;
    const outlet: Outlet = { deliver: () => ((tries += 1) < 12 ? Promise.reject(new NotDelivered('http-500')) : Promise.resolve(0)), close: () => undefined };
    const exporter = startExporter({ log, outlet, cursor: join(home, 'exports', 'one.json'), gatherMs: 1, pauseMs: { first: 1, longest: 1 }, onNews: (one) => news.push(one) });
    await exporter.caughtUp();
    expect(news).toEqual([]);
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
