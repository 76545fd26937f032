import { dialog } from 'electron';
import { basename } from 'node:path';

/** What may be chosen: one file with one of these endings, or one folder. */
export type PathWish = { readonly kind: 'file'; readonly extensions: readonly string[] } | { readonly kind: 'folder' };

/** Asks for a file or folder. Null: nobody chose one. Nothing is opened here. */
export async function choosePath(wish: PathWish): Promise<{ readonly path: string; readonly name: string } | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(wish.kind === 'folder'
    ? { properties: ['openDirectory'] }
    : { properties: ['openFile'], filters: [{ name: wish.extensions.map((one) => one.toUpperCase()).join(', '), extensions: [...wish.extensions] }] });
  const path = canceled ? undefined : filePaths[0];
  return path === undefined ? null : { path, name: basename(path) };
}
