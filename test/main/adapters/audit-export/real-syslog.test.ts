import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createEvidenceExports } from '../../../../main/adapters/audit-export/evidence-exports.ts';
import type { WitnessTarget } from '../../../../main/core/policy/document/schema.ts';
import { cli } from '../../cli/harness.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { newHome, openLog } from '../audit-file/home.ts';

const RSYSLOGD = '/usr/sbin/rsyslogd';
const missing = !existsSync(RSYSLOGD);
if (missing) process.stdout.write('SKIPPED: no real syslog is here (apt-get install rsyslog); recorded peers of the protocol stand for it.\n');

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null) continue;
    const over = new Promise((done) => child.once('close', done));
    child.kill('SIGKILL');
    await over;
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A syslog of its own, over TCP and UDP, that writes each message as it came. */
async function startSyslog(folder: string): Promise<{ readonly targets: readonly WitnessTarget[]; readonly file: (by: string) => string }> {
  const port = await freePort();
  const file = (by: string): string => join(folder, `${by}.log`);
  await mkdir(join(folder, 'state'));
  const output = (by: string): string => `ruleset(name="${by}") { action(type="omfile" file="${file(by)}" template="raw") }`;
  await writeFile(join(folder, 'rsyslog.conf'), [
    `global(workDirectory="${join(folder, 'state')}")`, 'module(load="imtcp")', 'module(load="imudp")',
    'template(name="raw" type="string" string="%rawmsg%\\n")', output('tcp'), output('udp'),
    `input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="tcp")`, `input(type="imudp" address="127.0.0.1" port="${port}" ruleset="udp")`, '',
  ].join('\n'));
  const child = spawn(RSYSLOGD, ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'pid')], { stdio: ['ignore', 'inherit', 'inherit'] });
  running.push(child);
  return { targets: [{ by: 'tcp', host: '127.0.0.1', port }, { by: 'udp', host: '127.0.0.1', port }], file };
}

const written = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

describe.skipIf(missing)('a real syslog as the witness', () => {
  it('is told where the log stands, over TCP and UDP, and what it wrote finds a log that was written anew', async () => {
    const folder = await newHome();
    const { targets, file } = await startSyslog(folder);
    const home = await newHome();
    const log = await openLog(home, { newChain: () => 'chain-1' });
    const exports = createEvidenceExports(log, join(home, 'exports'), '0.1.0');
    await exports.direct({ collectors: [], witnesses: [...targets] });
    for (const event of [started(), intent('c1', { title: 'as it was' }), outcome('c1')]) await log.append(event);
    // What goes by datagram may be lost while the syslog still starts: each record says it anew.
    await expect.poll(async () => {
      await log.append(started());
      return (await Promise.all(targets.map(({ by }) => written(file(by))))).every((text) => text.includes('countersign@32473'));
    }, { timeout: 15_000, interval: 200 }).toBe(true);
    await expect.poll(() => exports.states().every(({ waiting }) => waiting === 0), { timeout: 15_000 }).toBe(true);
    await exports.close();
    await log.close();
    const forged = await newHome();
    const anew = await openLog(forged, { newChain: () => 'chain-1' });
    for (let n = 0; n < 100; n += 1) await anew.append(intent(`c${n}`, { title: 'as somebody wants it' }));
    await anew.close();
    for (const { by } of targets) {
      expect(await cli(['audit', 'verify', home, '--witness', file(by)]), by).toMatchObject({ code: 0, lines: [{ ok: true, anchored: 'external' }] });
      expect(await cli(['audit', 'verify', forged, '--witness', file(by)]), by).toMatchObject({ code: 1, lines: [{ ok: false, firstBad: { why: 'anchor-differs' } }] });
    }
  }, 60_000);
});
