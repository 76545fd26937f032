import { describe, expect, it } from 'vitest';
import { NOBODY } from '../../../../main/core/trust/server-identity.ts';
import type { Found } from '../../../../main/host/policy/open-sources.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { DEMO, file, LISTED, Machine, policy, runs } from './machine.ts';

const text = (found: ReturnType<typeof policy>): string => (found.ok ? found.text : '');

describe('the policies of a machine', () => {
  it('let nothing run and name no role before they were read', async () => {
    const machine = new Machine();
    let answer: () => void = () => undefined;
    machine.before = () => new Promise((resolve) => { answer = resolve; });
    const room = machine.open();
    await new Promise(setImmediate);
    expect(room.server(DEMO, 'local').refused).toBe('policy-closed');
    expect(room.lockedBy('add-servers')).not.toBeNull();
    answer();
    await room.ready();
    expect(runs(room)).toBe(true);
    expect(room.person()).toEqual({ role: 'owner', ownProjects: null });
    expect(machine.log.names()).toEqual([]);
  });

  it('let a person take a role by hand where none says the roles, on record, until the next start and after it', async () => {
    const machine = new Machine();
    const room = await machine.start();
    const before = room.digest();
    expect(room.mayChooseRole()).toBe(true);
    expect(await room.chooseRole('sales')).toBe(true);
    expect(room.person()).toEqual({ role: 'sales', ownProjects: null });
    expect(room.assignment().from).toEqual(['by-hand#/role']);
    // What was approved under the other role is void.
    expect(room.digest()).not.toBe(before);
    expect(machine.log.names()).toEqual(['settings-changed']);
    expect((await machine.start()).person().role).toBe('sales');
    expect(await room.chooseRole(null)).toBe(true);
    expect(room.person().role).toBe('owner');
  });

  it('leave nobody a choice where one of them says the roles, whatever was taken by hand before', async () => {
    const machine = new Machine();
    await (await machine.start()).chooseRole('admin');
    machine.found = [policy({ roles: { editor: { effects: ['read'], users: ['eva'] } } })];
    const room = await machine.start();
    expect(room.person().role).toBe('editor');
    expect(room.mayChooseRole()).toBe(false);
    expect(await room.chooseRole('owner')).toBe(false);
    expect(room.person().role).toBe('editor');
  });

  it('are in force as soon as they lie there, and on record', async () => {
    const machine = new Machine();
    const room = await machine.start();
    const before = room.digest();
    let told = 0;
    room.onChange(() => { told += 1; });
    machine.found = [policy({ servers: [] })];
    await room.look();
    expect(runs(room)).toBe(false);
    expect(room.digest()).not.toBe(before);
    await room.look();
    expect(told).toBe(1);
    expect(machine.log.names()).toEqual(['policy-loaded']);
  });

  it('recognise a server by what was found out of it, and say what that must be', async () => {
    const machine = new Machine();
    const [key, bundle] = ['RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3', 'a'.repeat(64)];
    machine.found = [policy({ servers: [{ id: 'signed', match: { by: 'publisher', key } }, { id: 'exact', match: { by: 'bundle', bundle } }] })];
    const room = await machine.start();
    expect(room.wanted()).toEqual({ executables: false, bundles: true, publishers: [key] });
    for (const known of [{ ...NOBODY, publisherKey: key }, { ...NOBODY, bundle }]) expect(room.server(known, 'local').refused).toBeNull();
    for (const known of [NOBODY, { ...NOBODY, publisherKey: `${key}x` }, { ...NOBODY, bundle: 'b'.repeat(64) }, DEMO]) expect(room.server(known, 'local').refused).toBe('server-not-managed');
  });

  it('let nothing run where one is damaged, whatever lies beside it', async () => {
    const machine = new Machine();
    machine.found = [policy(LISTED), file('{"schema":1,', '/etc/more.json')];
    const room = await machine.start();
    expect(room.server(DEMO, 'local')).toMatchObject({ refused: 'policy-closed', sources: ['/etc/more.json#'] });
    expect(machine.log.names()).toEqual(['policy-loaded', 'policy-refused']);
  });

  it('let nothing run where they cannot be looked for', async () => {
    const machine = new Machine();
    const room = await machine.start();
    machine.before = () => Promise.reject(new Error('registry'));
    await room.look();
    expect(runs(room)).toBe(false);
    machine.before = () => Promise.resolve();
    await room.look();
    expect(runs(room)).toBe(true);
  });

  it('go on holding where the file is gone, until the next start', async () => {
    const machine = new Machine();
    machine.found = [policy({ servers: [] })];
    const room = await machine.start();
    machine.found = [];
    await room.look();
    expect(runs(room)).toBe(false);
    expect(runs(await machine.start())).toBe(true);
  });

  it('stop holding when their time is over, though nothing moved', async () => {
    const machine = new Machine();
    machine.found = [policy({ ...LISTED, expiresAt: '2026-06-02T00:00:00Z' })];
    const room = await machine.start();
    expect(runs(room)).toBe(true);
    machine.now = '2026-06-02T00:00:00.001Z';
    await room.look();
    expect(room.server(DEMO, 'local').refused).toBe('policy-closed');
  });
});

describe('a damaged policy', () => {
  const spoiled = (found: ReturnType<typeof policy>): ReturnType<typeof policy> => file(text(found).replace('"version":3', '"version":4'));

  it('is replaced by the last one that held, where that is as strict', async () => {
    const machine = new Machine();
    machine.found = [policy(LISTED)];
    const room = await machine.start();
    machine.found = [spoiled(policy(LISTED))];
    await room.look();
    expect(runs(room)).toBe(true);
    expect(room.fallbacks()).toMatchObject([{ file: '/etc/policy.json', version: 3, problems: [{ code: 'wrong-seal' }] }]);
    expect(machine.log.events.at(-1)).toMatchObject({ what: 'policy-refused', detail: { instead: 'last-verified' } });
    // At the next start as well: it is remembered.
    expect(runs(await machine.start())).toBe(true);
  });

  it.each([
    ['forbids more than the last one did', spoiled(policy({ ...LISTED, deny: [{ effects: ['publish'] }] }))],
    ['cannot be read at all', file('{')],
    ['is no file any more', { place: '/etc/policy.json', scope: 'managed', ok: false, code: 'no-file' } as const],
    ['may be written by others', { place: '/etc/policy.json', scope: 'managed', ok: false, code: 'writable-by-others' } as const],
  ])('lets nothing run where it %s', async (_why, damaged) => {
    const machine = new Machine();
    machine.found = [policy(LISTED)];
    const room = await machine.start();
    machine.found = [damaged];
    await room.look();
    expect(runs(room)).toBe(false);
    // Whom to call is known all the same.
    expect(room.contacts()).toMatchObject([{ name: 'IT' }]);
  });

  it('says which policies an administrator wants here, and that those are others, as soon as they are', async () => {
    const machine = new Machine();
    const floor = (version: number): Found => ({ ...file(JSON.stringify({ schema: 1, policies: [{ id: 'town', version }] }), '/etc/floor.json'), scope: 'floor' });
    machine.found = [policy({ ...LISTED, id: 'town', version: 3 }), floor(2)];
    const room = await machine.start();
    expect(room.floors()).toMatchObject([{ file: '/etc/floor.json', policies: [{ id: 'town', version: 2, keys: null }] }]);
    let told = 0;
    room.onChange(() => { told += 1; });
    machine.found = [policy({ ...LISTED, id: 'town', version: 3 }), floor(3)];
    await room.look();
    expect([told, room.floors()[0]?.policies[0]?.version, runs(room)]).toEqual([1, 3, true]);
  });

  it('is not taken back to an older version that was held before', async () => {
    const machine = new Machine();
    machine.found = [policy({ ...LISTED, version: 5, deny: [{ effects: ['publish'] }] })];
    await machine.start();
    machine.found = [policy({ ...LISTED, version: 4 })];
    const room = await machine.start();
    expect(room.effective().sources.map(({ document }) => document.version)).toEqual([5]);
    expect(room.fallbacks()).toMatchObject([{ problems: [{ code: 'rolled-back' }] }]);
  });
});

describe('the role of a person', () => {
  const ROLES: JsonObject = { roles: { boss: { effects: ['read'], users: ['ada'] }, editor: { effects: ['read', 'write'], groups: ['editors'], projects: ['town'] }, guest: { effects: ['read'], users: ['eva.guest'] } } };
  it.each([
    ['by name before group', { names: ['ada'], groups: ['editors'] }, 'boss'],
    ['by group', { names: ['eva'], groups: ['users', 'editors'] }, 'editor'],
    ['none for somebody nobody named', { names: ['bob'], groups: ['users'] }, ''],
  ])('is given %s', async (_how, account, role) => {
    const machine = new Machine();
    machine.account = account;
    machine.found = [policy(ROLES)];
    expect((await machine.start()).person().role).toBe(role);
  });
  it('brings its projects along', async () => {
    const machine = new Machine();
    machine.found = [policy(ROLES)];
    expect((await machine.start()).assignment()).toEqual({ role: 'editor', projects: ['town'], from: ['/etc/policy.json#/roles/editor'] });
  });
  it('is none where two policies give different ones', async () => {
    const machine = new Machine();
    const other = policy({ id: 'other', roles: { guest: { effects: ['read'], users: ['eva'] } } });
    machine.found = [policy(ROLES), file(text(other), '/etc/other.json')];
    expect((await machine.start()).person().role).toBe('');
  });
});
