import { join } from 'node:path';
import { z } from 'zod';
import { readBeside, replaceFile } from '../audit-file/plain-file.ts';
import type { ContentKeys } from './content-keys.ts';
import { KEY, sealed, SEALED_MORE, unsealed } from './sealed.ts';

const wrapped = z.string().regex(new RegExp(`^[0-9a-f]{${(KEY + SEALED_MORE) * 2}}$`));
const listSchema = z.strictObject({
  v: z.literal(1),
  /** The master key the pages are wrapped under. */
  master: z.int().min(1),
  pages: z.array(z.strictObject({
    page: z.int().min(1),
    /** Which file of slots counts: it is written anew when pieces are erased. */
    generation: z.int().min(1),
    key: wrapped,
    /** The moment the page was begun, as the clock told it then: it may have been wrong. */
    began: z.iso.datetime(),
  })),
});
type PageList = z.infer<typeof listSchema>;

/** One page of content: its number, its key, and which of its files counts. */
export interface Page {
  readonly page: number;
  readonly generation: number;
  readonly key: Buffer;
  readonly began: string;
}

/** The pages of a folder, oldest first, and the master key they are wrapped under. */
export interface PagesFound {
  readonly pages: readonly Page[];
  readonly master: ContentKeys['current'];
}

/** The pages of a folder; none where there is no list yet. Null: the list cannot be read with these keys. */
export async function readPages(folder: string, keys: ContentKeys): Promise<PagesFound | null> {
  const list = await readList(folder);
  if (list === null || list === 'none') return list === null ? null : { pages: [], master: keys.next ?? keys.current };
  const master = [keys.current, keys.next].find((one) => one?.id === list.master);
  if (master === null || master === undefined) return null;
  const pages = list.pages.map(({ key, ...page }) => ({ ...page, key: unsealed(Buffer.from(master.key, 'hex'), Buffer.from(key, 'hex'), about(page)) }));
  return pages.every((page): page is Page => page.key !== null) ? { pages, master } : null;
}

/** Writes the pages, wrapped under a master key, in one step. On disk when it resolves. */
export async function writePages(folder: string, pages: readonly Page[], master: ContentKeys['current']): Promise<void> {
  const list: PageList = {
    v: 1, master: master.id,
    pages: pages.map(({ key, ...page }) => ({ ...page, key: sealed(Buffer.from(master.key, 'hex'), key, about(page)).toString('hex') })),
  };
  await replaceFile(join(folder, 'pages.json'), [`${JSON.stringify(list)}\n`], { flushed: true });
}

const about = ({ page, generation }: Pick<Page, 'page' | 'generation'>): string => `countersign-page ${page} ${generation}`;

async function readList(folder: string): Promise<PageList | null | 'none'> {
  try {
    return listSchema.parse(JSON.parse((await readBeside(join(folder, 'pages.json'))).toString('utf8')));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'none' : null;
  }
}
