import { dialog } from 'electron';
import { extname } from 'node:path';

/** Asks where a file of this name is to be kept. Null: the person did not want to. The dialog asks before a file is replaced. */
export async function placeToSave(name: string): Promise<string | null> {
  const extension = extname(name).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name, filters: [{ name: extension.toUpperCase(), extensions: [extension] }] });
  return canceled || filePath === '' ? null : filePath;
}
