import { describe, expect, it } from 'vitest';
import { searchTools, toolEntries, whyNot } from '../../../../renderer/features/tools/tools-selectors.ts';
import { createToolsStore } from '../../../../renderer/features/tools/tools-store.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleTool, sampleWorld } from '../../sample-world.ts';
import { settled } from '../../settled.ts';

const tools = [sampleTool(), sampleTool({ name: 'edit_file', description: 'Changes passages.' }), sampleTool({ serverId: 'demo', serverName: 'Demo CMS', name: 'update_news', title: 'Update news' })];

describe('tools', () => {
  it('are found by any words of name, title, server and description, in any order and case', () => {
    expect(searchTools(tools, 'PASSAGES edit').map((tool) => tool.name)).toEqual(['edit_file']);
    expect(searchTools(tools, 'cms').map((tool) => tool.name)).toEqual(['update_news']);
    expect(searchTools(tools, ' ')).toHaveLength(3);
    expect(searchTools(tools, '(')).toEqual([]);
  });
  it('stand under their servers, by name', () => {
    expect(toolEntries(tools).map((entry) => (entry.kind === 'server' ? entry.serverName : entry.tool.name))).toEqual(['Files', 'edit_file', 'write_file', 'Demo CMS', 'update_news']);
  });
  it('say why they cannot be called, the pin before the connection', () => {
    expect(whyNot({ pin: 'changed', available: false, ambiguous: false, locked: null })).toBe('changed');
    expect(whyNot({ pin: 'same', available: false, ambiguous: false, locked: null })).toBe('unavailable');
    expect(whyNot({ pin: 'same', available: true, ambiguous: false, locked: null })).toBeNull();
    expect(whyNot({ pin: 'new', available: false, ambiguous: true, locked: null })).toBe('ambiguous');
  });
  it('show the tool opened last, whatever order the answers come in', async () => {
    const fake = createFakeBridge(sampleWorld({ tools }));
    const store = createToolsStore(fake.bridge);
    await settled();
    await Promise.all([store.getState().open('files', 'write_file'), store.getState().open('demo', 'update_news')]);
    expect(store.getState().detail).toMatchObject({ state: 'ready', value: { name: 'update_news' } });
    await store.getState().open('files', 'gone');
    expect(store.getState().detail).toMatchObject({ state: 'broken', problem: { code: 'unknown-tool' } });
  });
});
