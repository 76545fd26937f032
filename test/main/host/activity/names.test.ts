import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { namesIn, sameName } from '../../../../main/core/audit/content.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { cli } from '../../cli/harness.ts';
import { intent } from '../../core/audit/events.ts';
import { partsOf } from './parts.ts';

const DEEP = '/a/b/c/d/e/f/g/h/i/j/k/report.md';
const ADDRESS = 'https://x.test/news/n-7?draft=1&next=/a/z#top';
const keyed = (name: string): string => createHmac('sha256', 'k').update(name).digest('hex');
/** The names of a text as earlier versions put them down. */
const before = (spelled: string): string[] => [sameName(spelled), ...[...sameName(spelled).matchAll(/[/\\]/g)].map(({ index }) => sameName(spelled).slice(index + 1)).filter((end) => end !== '').slice(-8)];

/** Asks the window and what is erased by an object's name, of calls whose arguments stand in the record, or are kept apart under these marks. */
async function asked(args: JsonObject, object: string, marks: readonly string[] | null): Promise<boolean[]> {
  const log = await openLog(await newHome());
  const event = intent('c1', args);
  const content = { ...partsOf(log).content, marks: (names: readonly string[]) => Promise.resolve(names.map(keyed)), erase: () => Promise.resolve(0) };
  if (event.type !== 'intent') return [];
  await log.append(marks === null ? event : { ...event, call: { ...event.call, args: null, content: { at: '1/1', digest: 'd', exact: null, marks } } });
  const room = createActivityRoom(log, { ...partsOf(log), content });
  const found = (await room.find({ object }, { before: null, limit: 5 })).entries.length === 1;
  return [found, (await room.erase({ of: 'object', value: object })).calls === 1];
}

describe('the names of an object', () => {
  it.each<readonly [string, string, boolean]>([
    // as a call names it, as somebody looks for it, whether that is it
    ['/srv/site/docs/', 'docs', true], ['/srv/site/docs/', 'docs/', true], ['/srv/site/docs', 'docs/', true], ['/srv/site/docs/', '/srv/site/docs', true], ['C:\\site\\docs\\', 'docs', true],
    [ADDRESS, 'n-7', true], [ADDRESS, 'news/n-7/', true], [ADDRESS, ADDRESS, true], [ADDRESS, 'n-7?draft=1&next=/a/z#top', true], [ADDRESS, 'z#top', true], [ADDRESS, 'n-7?draft=2', false],
    ['https://x.test/view?id=5', 'view?id=5', true], ['https://x.test/view?id=5', 'view?id=6', false], ['/news/n-8?draft=1', 'n-8', true], ['/docs/?page=2', 'docs', true],
    [DEEP, 'b/c/d/e/f/g/h/i/j/k/report.md', true], [DEEP, 'report.md', true], [DEEP, 'port.md', false],
    ['/srv/C#/notes.md', 'C', false], ['/srv/C#/notes.md', 'C#/notes.md', true], ['What is new?', 'What is new', false], ['/', '/', true],
    ['https://x.test/Gr%C3%B6%C3%9Fe?x=1', 'Größe', true], [`https://x.test/n-9?token=${'t'.repeat(400)}`, 'n-9', true],
  ])('of %j are found alike by window, command line and erasure: %j %s', async (spelled, object, isIt) => {
    expect(await asked({ path: spelled }, object, null)).toEqual([isIt, isIt]);
    expect(await asked({ path: spelled }, object, namesIn({ path: spelled }).map(keyed))).toEqual([isIt, isIt]);
    const home = await newHome();
    const log = await openLog(home);
    await log.append(intent('c1', { path: spelled }));
    await log.close();
    expect((await cli(['audit', 'ask', home, `--object=${object}`])).code).toBe(isIt ? 0 : 1);
  });

  it.each([['/srv/site/docs/', 'docs/'], ['/srv/site/docs/', 'docs'], ['/srv/site/docs/', '/srv/site/docs/'], [ADDRESS, ADDRESS], [ADDRESS, 'n-7?draft=1&next=/a/z#top'], [DEEP, 'h/i/j/k/report.md'], ['n-1', 'n-1']])(
    'in %j, put down by an earlier version, are still found: %j', async (spelled, object) => {
      expect(await asked({}, object, before(spelled).map(keyed))).toEqual([true, true]);
    });
});
