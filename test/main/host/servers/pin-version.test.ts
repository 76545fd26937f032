import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Installed } from '../../../../main/core/trust/package-installer.ts';
import type { ServerDraft } from '../../../../main/core/trust/server-draft.ts';
import type { ServersRoom } from '../../../../main/host/servers/servers.ts';
import { bad, RoomUnderTest, running } from './room.ts';

const SCRIPT = resolve('node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
const NAME = '@modelcontextprotocol/server-filesystem';
const FOLDER = resolve('test');
const done: Installed = { ok: true, name: NAME, version: '2026.8.31', script: SCRIPT };

const draft: Extract<ServerDraft, { kind: 'local' }> = {
  kind: 'local', name: 'Files', command: 'npx', args: ['-y', NAME, FOLDER], env: [{ name: 'API_KEY', value: 'former', secret: true }],
  cwd: process.cwd(), class: 'local', environment: 'test',
};

let under: RoomUnderTest;
let room: ServersRoom;
beforeEach(() => {
  under = new RoomUnderTest();
  under.packages = { install: async () => done, holds: (path) => path === SCRIPT };
  room = under.open();
});
afterEach(() => under.close());

/** Adds the floating server and says yes to it, with trust as high as it goes. */
async function consented(): Promise<string> {
  const [entry] = await room.add([draft]);
  const id = entry?.config.id ?? '';
  await room.consent(id, (await room.launch(id)).identity, true);
  await room.setTrust(id, 'restricted');
  return id;
}

describe('a pinned version', () => {
  test('is another launch under the same id, with consent, trust and secrets to be given anew', async () => {
    const id = await consented();
    expect(room.entry(id)).toMatchObject({ pinnable: true, floating: true, highest: 'restricted', trust: 'restricted' });
    expect([...under.secrets.all.values()]).toEqual(['former']);
    const pinned = await room.pinVersion(id);
    expect(pinned).toMatchObject({ pinnable: false, floating: false, trust: 'untrusted', identity: null, connection: { state: 'needs-consent' } });
    expect(pinned.config).toMatchObject({ id, name: 'Files', command: 'node', args: [SCRIPT, FOLDER] });
    expect([...under.secrets.all.values()]).toEqual([]);
    expect((await room.start(id)).connection.state).toBe('needs-consent');
    const launch = await room.launch(id);
    expect(launch.launch).toMatchObject({ floating: false, package: { name: NAME, version: '2026.8.31' } });
    await room.consent(id, launch.identity, true);
    expect((await room.start(id)).connection).toEqual({ state: 'needs-secret', names: ['API_KEY'] });
    await room.setSecret(id, 'API_KEY', 'new');
    expect((await room.start(id)).connection.state).toBe('running');
    expect(room.highestTrust(id)).toBe('trusted');
    expect(room.folders(id)).not.toContain(SCRIPT);
    expect(room.folders(id)).toContain(FOLDER);
  });

  test('is on record with what ran before and what runs now', async () => {
    const id = await consented();
    await room.pinVersion(id);
    const event = under.log.events.findLast((one) => one.type === 'event' && one.what === 'version-pinned');
    expect(event).toMatchObject({ detail: { package: NAME, version: '2026.8.31', from: `npx -y ${NAME} ${FOLDER}`, to: `node ${SCRIPT} ${FOLDER}` } });
  });

  test('stays after a restart, and a blocked server stays blocked', async () => {
    const id = await consented();
    await room.setTrust(id, 'blocked');
    await room.pinVersion(id);
    expect(under.open().entry(id)).toMatchObject({ trust: 'blocked', config: { command: 'node' }, connection: { state: 'needs-consent' } });
  });

  test('touches no other server', async () => {
    const other = await running(room, bad('Other'));
    const before = room.entry(other);
    await room.pinVersion(await consented());
    expect(room.entry(other)).toEqual(before);
  });
});

describe('nothing changes', () => {
  const unchanged = async (id: string, code: string): Promise<void> => {
    const before = room.entry(id);
    await expect(room.pinVersion(id)).rejects.toMatchObject({ code });
    expect(room.entry(id)).toEqual(before);
    expect(under.log.names()).not.toContain('version-pinned');
  };

  test.each(['registry-unreachable', 'package-unknown', 'package-differs', 'install-failed'] as const)('where the installation says %s', async (why) => {
    const id = await consented();
    under.packages.install = async () => ({ ok: false, why });
    await unchanged(id, why);
    expect([...under.secrets.all.values()]).toEqual(['former']);
  });

  test('where npm is missing', async () => {
    const id = await consented();
    under.packages.install = async () => ({ ok: false, why: 'npm-missing' });
    await unchanged(id, 'command-missing');
  });

  test('where the launch is no npx launch, or the server unknown', async () => {
    const [entry] = await room.add([bad('Plain')]);
    await unchanged(entry?.config.id ?? '', 'not-pinnable');
    await expect(room.pinVersion('nobody')).rejects.toMatchObject({ code: 'unknown-server' });
  });

  test('where the log takes no record', async () => {
    const id = await consented();
    under.log.broken = true;
    await unchanged(id, 'log-unwritable');
  });

  test('where it was cancelled by a stop, or the server was removed meanwhile', async () => {
    const id = await consented();
    let finish = (_installed: Installed): void => undefined;
    under.packages.install = (_wanted, signal) => new Promise((settle) => {
      finish = settle;
      signal.addEventListener('abort', () => settle({ ok: false, why: 'install-cancelled' }));
    });
    const first = room.pinVersion(id);
    const again = room.pinVersion(id);
    await room.stop(id);
    await expect(first).rejects.toMatchObject({ code: 'install-cancelled' });
    await expect(again).rejects.toMatchObject({ code: 'install-cancelled' });
    under.packages.install = () => new Promise((settle) => { finish = settle; });
    const third = room.pinVersion(id);
    await room.remove(id);
    finish(done);
    await expect(third).rejects.toMatchObject({ code: 'unknown-server' });
    expect(room.entry(id)).toBeNull();
  });
});
