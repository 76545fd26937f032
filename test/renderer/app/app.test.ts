import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bannersOf } from '../../../renderer/app/banners.tsx';
import { oneAtATime } from '../../../renderer/app/loaded.ts';
import { formatRoute, parseRoute } from '../../../renderer/app/routes.ts';
import { createSettingsStore } from '../../../renderer/app/settings-store.ts';
import { frameWish } from '../../../renderer/app/shortcuts.ts';
import { createFakeBridge } from '../fake-bridge.ts';
import { sampleWorld } from '../sample-world.ts';
import { settled } from '../settled.ts';

describe('routes', () => {
  it('keep any name of a server or tool', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ minLength: 1, unit: 'grapheme' }), (server, tool) => {
      expect(parseRoute(formatRoute('tools', server, tool))).toEqual({ screen: 'tools', path: [server, tool] });
    }));
  });
  it('lead to the approvals when the hash says nothing known', () => {
    expect(['', '#/', '#/nowhere/x', '#'].map(parseRoute)).toEqual(Array.from({ length: 4 }, () => ({ screen: 'approvals', path: [] })));
    expect(parseRoute('#/tools/%E0%A4%A')).toEqual({ screen: 'tools', path: ['%E0%A4%A'] });
  });
});

describe('shortcuts of the frame', () => {
  const press = (key: string, typing = false, plain = true) => ({ key, typing, plain });
  it('go to rooms by digit and by g and a letter', () => {
    expect(frameWish(press('3'), false)).toEqual({ kind: 'go', screen: 'servers' });
    expect(frameWish(press('g'), false)).toEqual({ kind: 'waiting' });
    expect(frameWish(press('t'), true)).toEqual({ kind: 'go', screen: 'tools' });
    expect(frameWish(press('9'), false)).toBeNull();
  });
  it('do nothing while somebody types or holds a modifier', () => {
    expect(frameWish(press('3', true), false)).toBeNull();
    expect(frameWish(press('3', false, false), false)).toBeNull();
  });
});

describe('refreshing', () => {
  it('runs once more after a wish that came while one was running, never two at a time', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const refresh = oneAtATime(async () => {
      running += 1;
      most = Math.max(most, running);
      await settled();
      runs += 1;
      running -= 1;
    });
    await Promise.all([refresh(), refresh(), refresh()]);
    expect([most, runs]).toEqual([1, 2]);
    await refresh();
    expect(runs).toBe(3);
  });
});

describe('settings', () => {
  it('are read at once, changed through the main process, and say why when that fails', async () => {
    const fake = createFakeBridge(sampleWorld());
    const store = createSettingsStore(fake.bridge);
    expect(store.getState().settings).toBeNull();
    await settled();
    await store.getState().change({ language: 'de' });
    expect(store.getState().settings).toEqual({ language: 'de', theme: 'system', contentDays: null });
    fake.failNext('settings:change', { code: 'internal', facts: {} });
    await store.getState().change({ theme: 'dark' });
    expect(store.getState()).toMatchObject({ settings: { theme: 'system' }, problem: { code: 'internal' } });
  });
  it('raise a banner for each thing that is not as it should be', () => {
    const { status } = sampleWorld();
    expect(bannersOf(status)).toEqual([]);
    expect(bannersOf({ ...status, runtime: 'test', keychain: 'session', log: 'unwritable' })).toEqual(['banner.log-unwritable', 'banner.test-runtime', 'banner.session-keychain']);
  });
});
