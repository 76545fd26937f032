import { describe, expect, it } from 'vitest';
import type { PageView } from '../../../preload/contract/views.ts';
import { allLines, createCardPages, itemAt } from '../../../renderer/ui/diff/pages.ts';
import { canonicalDigest } from '../../../renderer/ui/digest.ts';
import { createFakeBridge } from '../fake-bridge.ts';
import { diffOf, sampleWorld } from '../sample-world.ts';

const first = diffOf(' a', ' b');
const second = diffOf('-c', '+d');

async function pagesWith(painted: PageView, answered: PageView = painted) {
  const digest = await canonicalDigest(painted);
  const fake = createFakeBridge(sampleWorld({ pages: { [digest]: answered } }));
  const told: string[] = [];
  const pages = createCardPages(fake.bridge, 'call-1', () => told.push('spoilt'));
  const lines = { lines: first, rest: { count: 4, runs: '=2-1+1', pages: [digest] } };
  return { digest, fake, pages, told, lines };
}
const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 20); });

describe('pages of a card', () => {
  it('are fetched when a row of theirs comes into sight, once, and everybody is told', async () => {
    const { pages, lines, fake } = await pagesWith(second);
    let heard = 0;
    pages.subscribe(() => { heard += 1; });
    expect(itemAt(lines.lines, lines.rest, 1, pages)).toEqual(first[1]);
    expect(fake.requests).toEqual([]);
    expect(itemAt(lines.lines, lines.rest, 2, pages)).toBeUndefined();
    expect(itemAt(lines.lines, lines.rest, 3, pages)).toBeUndefined();
    await settled();
    expect(heard).toBe(1);
    expect(fake.requests).toHaveLength(1);
    expect(itemAt(lines.lines, lines.rest, 3, pages)).toEqual(second[1]);
    expect(await allLines(lines, pages)).toEqual([...first, ...second]);
  });

  it('that are not what the card names are not painted, and spoil it', async () => {
    const { pages, lines, told } = await pagesWith(second, diffOf('-c', '+D'));
    expect(await allLines(lines, pages)).toBeNull();
    expect(itemAt(lines.lines, lines.rest, 2, pages)).toBeUndefined();
    expect(told).toContain('spoilt');
  });

  it('that cannot be had are missing, which spoils nothing', async () => {
    const { pages, lines, fake, told } = await pagesWith(second);
    fake.failNext('approvals:page', { code: 'unknown-call', facts: {} });
    expect(await allLines(lines, pages)).toBeNull();
    expect(told).toEqual([]);
  });
});
