import { dialog } from 'electron';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';

/** Asks where a text is to be kept and writes it there. False: the person did not want to. Rejects where it cannot be written. */
export async function saveText(name: string, text: string): Promise<boolean> {
  const extension = extname(name).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name, filters: [{ name: extension.toUpperCase(), extensions: [extension] }] });
  if (canceled || filePath === '') return false;
  await writeFile(filePath, text, { mode: 0o644 });
  return true;
}
