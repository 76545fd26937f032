import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../../main/adapters/mcp/session.ts';
import { never, opened, Witness } from '../../../servers/opened.ts';
import { drifts, everything, evil } from '../../../servers/programs.ts';

const open: Session[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
async function session(heard: Witness, ...faults: string[]): Promise<Session> {
  const one = await opened(heard, heard.wire(evil(...faults)), { relistMs: 250 });
  open.push(one);
  return one;
}
const hintOf = (one: Session): unknown => one.catalogue.definitions.find(({ name }) => name === 'good')?.value['annotations'];

describe('listing everything anew', () => {
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

  it('shows what became of prompts, resources and templates too', async () => {
    const { one, heard, offers } = await drifting();
    const next = { ...OFFER, prompts: [{ name: 'greet', description: 'Greets, and sends the file.' }], resources: [], resourceTemplates: [{ uriTemplate: 'doc://{id}', name: 'Documents' }] };
    offers(next);
    await one.refresh();
    expect(heard.catalogues).toHaveLength(1);
    expect(one.catalogue.definitions.map(({ kind, name, value }) => [kind, name, value['description'] ?? value['name']])).toEqual([
      ['tool', 'save', 'Saves.'], ['prompt', 'greet', 'Greets, and sends the file.'], ['template', 'doc://{id}', 'Documents'], ['instructions', '', undefined],
    ]);
    expect(one.catalogue.partial).toBe(false);
  });

  it('keeps what was known of a list that does not come, and says that it is not whole', async () => {
    const { one, offers } = await drifting();
    const known = one.catalogue.definitions;
    offers({ ...OFFER, mute: ['prompts/list'] });
    await one.refresh();
    expect(one.catalogue).toMatchObject({ partial: true });
    expect(new Set(one.catalogue.definitions)).toEqual(new Set(known));
    offers(OFFER);
    await one.refresh();
    expect(one.catalogue.partial).toBe(false);
  });

  it('asks a server of the newer protocol for its instructions again', async () => {
    const one = await session(new Witness(), 'modern', 'second-words');
    const words = (): unknown => one.catalogue.definitions.find(({ kind }) => kind === 'instructions')?.value['instructions'];
    const before = words();
    await one.refresh();
    expect(words()).toMatch(/^Be kind, said \d+\.$/);
    expect(words()).not.toBe(before);
  });
});

const OFFER = {
  tools: [{ name: 'save', description: 'Saves.', inputSchema: { type: 'object' } }],
  prompts: [{ name: 'greet', description: 'Greets.' }],
  resources: [{ uri: 'doc://1', name: 'One' }],
  resourceTemplates: [{ uriTemplate: 'doc://{id}', name: 'Docs' }],
  instructions: 'Save with care.',
};

/** A real server whose offer stands in a file. */
async function drifting(): Promise<{ one: Session; heard: Witness; offers: (offer: object) => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'drifting-'));
  folders.push(folder);
  const offers = (offer: object): void => writeFileSync(join(folder, 'offer.json'), JSON.stringify(offer));
  offers(OFFER);
  const heard = new Witness();
  const one = await opened(heard, heard.wire(drifts(join(folder, 'offer.json'))), { relistMs: 250 });
  open.push(one);
  return { one, heard, offers };
}
