import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { truncate, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createEvidenceExports } from '../../../../main/adapters/audit-export/evidence-exports.ts';
import { placesIn, witnessData } from '../../../../main/core/audit/witness.ts';
import type { WitnessTarget } from '../../../../main/core/policy/document/schema.ts';
import { cli } from '../../cli/harness.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { newHome, openLog } from '../audit-file/home.ts';
import { startCollector } from './collector.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const end of ends.splice(0)) await end(); });

/** A syslog over a stream: takes messages framed by their length, one connection at a time. */
async function streamSyslog(listen: (server: Server) => void): Promise<{ server: Server; messages: string[] }> {
  const messages: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    socket.on('end', () => {
      for (let frame = /^(\d+) /.exec(text); frame !== null; frame = /^(\d+) /.exec(text)) {
        const [head, length] = [frame[0], Number(frame[1])];
        messages.push(text.slice(head.length, head.length + length));
        text = text.slice(head.length + length);
      }
      if (text !== '') messages.push(`left over: ${text}`);
    });
  });
  listen(server);
  await once(server, 'listening');
  ends.push(() => new Promise((resolve) => { server.close(resolve); }));
  return { server, messages };
}

async function datagramSyslog(): Promise<{ port: number; messages: string[] }> {
  const messages: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message) => { messages.push(message.toString()); });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  ends.push(() => new Promise<void>((resolve) => { socket.close(resolve); }));
  return { port: socket.address().port, messages };
}

const RFC_5424 = /^<110>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [\x21-\x7e]{1,255} countersign \d+ anchor \[countersign@32473 chain="[a-z0-9-]+" seq="\d+" hash="[0-9a-f]{64}"\]$/;

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => { setTimeout(resolve, 5); });
}

describe('a witness on another machine', () => {
  it('is told where the log stands, over TCP, a Unix socket and UDP, in messages of RFC 5424', async () => {
    const home = await newHome();
    const tcp = await streamSyslog((server) => server.listen(0, '127.0.0.1'));
    const unix = await streamSyslog((server) => server.listen(join(home, 'syslog.sock')));
    const udp = await datagramSyslog();
    const witnesses: WitnessTarget[] = [
      { by: 'tcp', host: '127.0.0.1', port: (tcp.server.address() as AddressInfo).port }, { by: 'unix', path: join(home, 'syslog.sock') },
      { by: 'udp', host: '127.0.0.1', port: udp.port },
    ];
    const log = await openLog(home);
    const exports = createEvidenceExports(log, join(home, 'exports'), '0.1.0');
    await exports.direct({ collectors: [], witnesses });
    for (const event of [started(), intent('c1'), outcome('c1')]) await log.append(event);
    await until(() => exports.states().every(({ waiting }) => waiting === 0));
    const newest = await log.read(3);
    for (const { messages } of [tcp, unix, udp]) {
      await until(() => messages.length > 0);
      expect(messages.every((message) => RFC_5424.test(message)), messages.join('\n')).toBe(true);
      expect(placesIn(messages.at(-1) ?? '', 'w')).toEqual([{ chain: newest?.chain, seq: 3, hash: newest?.hash, file: 'w' }]);
    }
    await exports.close();
  });

  it('finds what root can do and the home cannot show: a log rewritten together with its anchors', async () => {
    const home = await newHome();
    const syslog = await streamSyslog((server) => server.listen(0, '127.0.0.1'));
    const collector = await startCollector();
    const told = await newHome();
    const write = async (dir: string, title: string, witnessed: boolean): Promise<void> => {
      const log = await openLog(dir, { newChain: () => 'chain-1' });
      const exports = createEvidenceExports(log, join(dir, 'exports'), '0.1.0');
      const port = (syslog.server.address() as AddressInfo).port;
      if (witnessed) await exports.direct({ collectors: [{ url: collector.url }], witnesses: [{ by: 'tcp', host: '127.0.0.1', port }] });
      for (const event of [started(), intent('c1', { title }), outcome('c1')]) await log.append(event);
      await until(() => exports.states().every(({ waiting }) => waiting === 0));
      await exports.close();
      await log.close();
    };
    await write(home, 'as it was', true);
    await writeFile(join(told, 'syslog.txt'), syslog.messages.join('\n'));
    await writeFile(join(told, 'collector.jsonl'), collector.taken.map(({ body }) => JSON.stringify(body)).join('\n'));
    for (const file of ['syslog.txt', 'collector.jsonl']) {
      expect(await cli(['audit', 'verify', home, '--witness', join(told, file)])).toMatchObject({ code: 0, lines: [{ ok: true, anchored: 'external' }] });
    }
    // The same chain made anew, with a good anchor beside it: nothing in the home speaks against it.
    const forged = await newHome();
    await write(forged, 'as somebody wants it', false);
    expect(await cli(['audit', 'verify', forged, '--require-anchor'])).toMatchObject({ code: 0, lines: [{ ok: true }] });
    expect(await cli(['audit', 'verify', forged, '--witness', join(told, 'syslog.txt')])).toMatchObject({ code: 1, lines: [{ ok: false, firstBad: { record: 3, why: 'anchor-differs' } }] });
    expect(await cli(['audit', 'verify', forged, '--witness', join(told, 'collector.jsonl')])).toMatchObject({ code: 1, lines: [{ ok: false, firstBad: { record: 2, why: 'anchor-differs' } }] });
  });

  it('is no witness where its file tells nothing or is not there', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    await log.close();
    await writeFile(join(home, 'empty.txt'), 'nothing of ours\n{"chain":"x"}\n');
    for (const [file, said] of [['empty.txt', 'tells no place of a log'], ['absent.txt', 'cannot be read']] as const) {
      expect(await cli(['audit', 'verify', home, '--witness', join(home, file)])).toMatchObject({ code: 2, said: expect.stringContaining(said) as string });
    }
  });
});

describe('the file of a witness', () => {
  it('counts to its last line, with an end or without, and however it ends its lines', async () => {
    const home = await newHome();
    const log = await openLog(home, { newChain: () => 'chain-1' });
    await log.append(started());
    const record = await log.read(1);
    if (record === null) throw new Error('no record');
    await log.close();
    for (const [ends, code] of [['', 0], ['\n', 0], ['\r\n', 0]] as const) {
      await writeFile(join(home, 'w'), `Nov 29 host sshd[7]: \u00e4\n${witnessData(record)}${ends}`);
      expect(await cli(['audit', 'verify', home, '--witness', join(home, 'w')])).toMatchObject({ code, lines: [{ anchored: 'external' }] });
    }
    await writeFile(join(home, 'w'), `${witnessData({ ...record, hash: '0'.repeat(64) })}`);
    expect(await cli(['audit', 'verify', home, '--witness', join(home, 'w')])).toMatchObject({ code: 1, lines: [{ firstBad: { why: 'anchor-differs' } }] });
  });

  it('with a line that has no end is refused in a sentence, and not held in memory', async () => {
    const home = await newHome();
    await openLog(home).then((log) => log.close());
    await writeFile(join(home, 'w'), '');
    await truncate(join(home, 'w'), 700_000_000);
    const before = process.memoryUsage.rss();
    expect(await cli(['audit', 'verify', home, '--witness', join(home, 'w')])).toMatchObject({ code: 2, said: expect.stringContaining('a line of more than 16 MB') as string });
    expect(process.memoryUsage.rss() - before).toBeLessThan(300_000_000);
  }, 60_000);
});

describe('what a witness noted', () => {
  it('is read from its lines, and anything else tells nothing', () => {
    const place = { chain: 'chain-1', seq: 7, hash: 'a'.repeat(64) };
    expect(placesIn(`x ${JSON.stringify(place)}`, 'w')).toEqual([]);
    expect(placesIn(JSON.stringify(place), 'w')).toEqual([{ ...place, file: 'w' }]);
    for (const wrong of ['', '{', '{"chain":7}', JSON.stringify({ ...place, seq: -1 }), JSON.stringify({ ...place, hash: 'A' }), `[countersign@32473 chain="X" seq="1" hash="${place.hash}"]`]) {
      expect(placesIn(wrong, 'w'), wrong).toEqual([]);
    }
  });
});
