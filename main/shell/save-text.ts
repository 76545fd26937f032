import { dialog } from 'electron';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';

/** Asks where a file of this name is to be kept. Null: the person did not want to. The dialog asks before a file is replaced. */
export async function placeToSave(name: string): Promise<string | null> {
  const extension = extname(name).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name, filters: [{ name: extension.toUpperCase(), extensions: [extension] }] });
  return canceled || filePath === '' ? null : filePath;
}

/** Asks where a text is to be kept and writes it there. False: the person did not want to. Rejects where it cannot be written. */
export async function saveText(name: string, text: string): Promise<boolean> {
  const path = await placeToSave(name);
  if (path === null) return false;
  await writeFile(path, text, { mode: 0o644 });
  return true;
}
