import type { ListedItem } from '../../core/connections/build-catalogue.ts';
import type { PackedList } from '../../core/connections/large-message.ts';
import { LISTS } from '../../core/connections/lists.ts';
import type { Json } from '../../core/words/index.ts';
import { createPause } from '../clock/pause.ts';

/** The entries of a list that was read apart, parsed in slices. A single entry is bounded by its size. */
export async function unpacked({ method, names, whys, digests, texts }: PackedList): Promise<ListedItem[]> {
  const { kind } = LISTS[method];
  const pause = createPause();
  const items: ListedItem[] = [];
  for (const [at, text] of texts.entries()) {
    const value = text === '' ? null : JSON.parse(text) as Json;
    items.push({ kind, name: names[at] ?? null, value, why: whys[at] ?? null, digest: digests[at] ?? null });
    await pause();
  }
  return items;
}
