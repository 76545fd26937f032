import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedDocument, type DocumentFiles } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import { sha256 } from '../digest/sha256.ts';
import { replaceWhole } from '../files/whole-file.ts';

/** What both stores take; the same file comes out of either. */
export interface DocumentFileOptions {
  readonly cwd: string;
  readonly fileExtension: 'json';
  readonly configFileMode: 0o600;
  readonly clearInvalidConfig: true;
  readonly accessPropertiesByDotNotation: false;
  readonly deserialize: (text: string) => { document: Json };
}

/** One document's file: `store` reads it anew each time and writes it in one step. */
export interface DocumentFile {
  store: { document?: Json };
}

/** Opens the file of one document; electron-store in the app, conf in the command line. */
export type OpenDocumentFile = (name: string, options: DocumentFileOptions) => DocumentFile;

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * Documents under `home/documents`, one file each, readable by their owner alone, written in one step. A damaged
 * document throws {@link DamagedDocument} on each reading until it is written anew; a copy of it was put aside first.
 */
export function createDocumentStoreOver(home: string, openFile: OpenDocumentFile): DocumentFiles {
  const folder = join(home, 'documents');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const files = new Map<string, DocumentFile>();
  let damage = false;

  const options: DocumentFileOptions = {
    cwd: folder, fileExtension: 'json', configFileMode: 0o600, accessPropertiesByDotNotation: false,
    // The store then goes on as if the file were empty; that it was damaged is noted here and thrown below.
    clearInvalidConfig: true,
    deserialize(text) {
      try {
        return checked(JSON.parse(text));
      } catch {
        damage = true;
        throw new SyntaxError('damaged');
      }
    },
  };

  const fileOf = (name: string): DocumentFile => {
    if (!NAME.test(name)) throw new TypeError(`"${name}" is no name of a document`);
    const file = files.get(name) ?? openFile(name, options);
    files.set(name, file);
    return file;
  };

  return {
    read(name) {
      damage = false;
      const document = readWhole(name, () => fileOf(name).store.document);
      if (damage) throw new DamagedDocument(name, putAside(join(folder, `${name}.json`)));
      return document ?? null;
    },
    write(name, value) {
      damage = false;
      const file = fileOf(name);
      if (damage || isDamaged(file)) putAside(join(folder, `${name}.json`));
      file.store = { document: value };
    },
    async writePieces(name, pieces) {
      const path = join(folder, `${name}.json`);
      damage = false;
      if (isDamaged(fileOf(name))) putAside(path);
      await replaceWhole(path, ['{"document":', ...pieces, '}'], { flushed: true });
    },
    keep(name) {
      const path = join(folder, `${name}.json`);
      return existsSync(path) ? putAside(path) : '';
    },
  };

  function isDamaged(file: DocumentFile): boolean {
    void file.store;
    return damage;
  }

  /** A file that cannot be read at all is as little to be trusted as a damaged one. */
  function readWhole<T>(name: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof TypeError) throw error;
      throw new DamagedDocument(name, join(folder, `${name}.json`));
    }
  }
}

function checked(parsed: Json): { document: Json } {
  if (typeof parsed !== 'object' || parsed === null || !('document' in parsed) || Object.keys(parsed).length !== 1) {
    throw new SyntaxError('no document');
  }
  return { document: parsed.document };
}

/** Keeps a damaged file under a name made from its content, so that the same damage is kept once. */
function putAside(path: string): string {
  try {
    const kept = path.replace(/\.json$/, `.damaged-${sha256(readFileSync(path, 'latin1')).slice(0, 12)}`);
    copyFileSync(path, kept);
    chmodSync(kept, 0o600);
    return kept;
  } catch {
    return path;
  }
}
