import { describe, expect, it } from 'vitest';
import { ReviewedServers, tool } from './review-room.ts';

const text = (...names: string[]) => ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])), required: names });
const UPDATE = tool('update_page', { inputSchema: text('id', 'title') });
const GET = tool('get_page', { inputSchema: text('id') });

async function reviewed(readBack: boolean): Promise<ReviewedServers> {
  const servers = new ReviewedServers();
  servers.sends('s', UPDATE, GET);
  const read = servers.room.read('s');
  expect(read?.items.find(({ name }) => name === 'update_page')?.readBack).toMatchObject({ read: 'get_page', args: { '/id': '/id' } });
  expect(read?.items.find(({ name }) => name === 'get_page')).not.toHaveProperty('readBack');
  const refused = await servers.room.decide('s', read?.digest ?? '', 'restricted', [
    { kind: 'tool', name: 'update_page', decision: 'accept', effect: 'write', readBack }, { kind: 'tool', name: 'get_page', decision: 'accept', effect: 'read' },
  ]);
  expect(refused).toBeNull();
  return servers;
}

describe('a read that is offered in the review', () => {
  it('holds where a person accepts it, also after a restart, and lapses with the pin', async () => {
    const servers = await reviewed(true);
    expect(servers.room.tool('s', 'update_page')?.readBack).toMatchObject({ tool: 'update_page', read: 'get_page', gives: 'one', id: '/id' });
    expect(servers.open().tool('s', 'update_page')?.readBack).toMatchObject({ read: 'get_page' });
    expect(JSON.stringify(servers.log)).toContain('"readBack":"get_page"');
    servers.sends('s', tool('update_page', { inputSchema: text('id', 'title', 'body') }), GET);
    expect(servers.room.tool('s', 'update_page')).not.toHaveProperty('readBack');
  });

  it('is not used where nobody accepted it', async () => {
    expect((await reviewed(false)).room.tool('s', 'update_page')).not.toHaveProperty('readBack');
  });
});
