import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { zipSync } from 'fflate';
import { FILE_LIMITS, fileProblem, type FileProblem } from '../../core/skills/files.ts';
import { EntryTooLarge, readEntry } from '../archives/read-entry.ts';

type Unpacked = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly problem: FileProblem };

/** An archive that is refused; its message is a problem's code. */
class Refused extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/**
 * A spreadsheet's archive unpacked within bounds and packed again without compression. What is read afterwards is what was
 * measured: no second reading of another directory in the same bytes, and nothing that grows.
 */
export async function flatten(bytes: Uint8Array): Promise<Unpacked> {
  try {
    const entries = await unpack(bytes);
    return { ok: true, bytes: zipSync(entries, { level: 0 }) };
  } catch (error) {
    if (error instanceof EntryTooLarge) return { ok: false, problem: fileProblem('archive-bomb', null, null, error.entry) };
    return { ok: false, problem: error instanceof Refused ? error.problem : fileProblem('not-an-archive') };
  }
}

async function unpack(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true, validateEntrySizes: true }, (error, opened) => { if (error) reject(error); else resolve(opened); });
  });
  let room: number = FILE_LIMITS.unpackedBytes;
  const entries: Record<string, Uint8Array> = {};
  return new Promise((resolve, reject) => {
    let count = 0;
    zip.on('error', reject);
    zip.on('end', () => { resolve(entries); });
    zip.on('entry', (entry: Entry) => {
      count += 1;
      if (count > FILE_LIMITS.entries) return reject(new Refused(fileProblem('archive-bomb', null, null, String(zip.entryCount))));
      if (entry.isEncrypted()) return reject(new Refused(fileProblem('encrypted')));
      // Pictures and the like are nothing to a table.
      if (!/\.(xml|rels|vml)$|^mimetype$/i.test(entry.fileName) || Object.hasOwn(entries, entry.fileName)) return zip.readEntry();
      readEntry(zip, entry, room).then((content) => {
        room -= content.length;
        entries[entry.fileName] = content;
        zip.readEntry();
      }, reject);
    });
    zip.readEntry();
  });
}
