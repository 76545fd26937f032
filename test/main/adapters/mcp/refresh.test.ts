import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../../main/adapters/mcp/session.ts';
import { never, opened, Witness } from '../../../servers/opened.ts';
import { everything, evil } from '../../../servers/programs.ts';

const open: Session[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
async function session(heard: Witness, ...faults: string[]): Promise<Session> {
  const one = await opened(heard, heard.wire(evil(...faults)), { relistMs: 250 });
  open.push(one);
  return one;
}
const hintOf = (one: Session): unknown => one.catalogue.definitions.find(({ name }) => name === 'good')?.value['annotations'];

describe('listing the tools anew', () => {
  it.each([['an older', []], ['a newer, whose lists may be kept for a minute,', ['modern']]])(
    'shows what %s server changed without saying so', async (_era, more) => {
      const heard = new Witness();
      const one = await session(heard, 'second-face', ...more);
      expect(hintOf(one)).toBeUndefined();
      await one.refresh();
      expect(hintOf(one)).toEqual({ readOnlyHint: true });
      expect(heard.catalogues).toHaveLength(1);
    });

  it('is no news where nothing changed but the order', async () => {
    const heard = new Witness();
    const one = await session(heard, 'shuffled');
    const before = one.catalogue;
    await one.refresh();
    await one.refresh();
    expect(one.catalogue).toBe(before);
    expect(heard.catalogues).toEqual([]);
  });

  it.each(['mute-relist', 'refused-relist'])('rejects within its time at a server that does %s, which goes on running', async (fault) => {
    const one = await session(new Witness(), fault);
    await expect(one.refresh()).rejects.toThrow();
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result' });
  });

  it('rejects where the server is gone', async () => {
    const one = await session(new Witness());
    await one.close();
    await expect(one.refresh()).rejects.toThrow();
  });

  it('leaves prompts, resources and instructions of a real server as they were', async () => {
    const heard = new Witness();
    const one = await opened(heard, heard.wire(everything()));
    open.push(one);
    const before = one.catalogue;
    await one.refresh();
    expect(one.catalogue).toBe(before);
    expect(new Set(one.catalogue.definitions.map(({ kind }) => kind)).size).toBe(5);
  });
});
