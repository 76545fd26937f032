import type { Entry, ZipFile } from 'yauzl';

/** An entry that holds more than there is room for, whatever the archive says of it. */
export class EntryTooLarge extends Error {
  readonly entry: string;
  constructor(entry: string) {
    super('the entry is too large');
    this.name = 'EntryTooLarge';
    this.entry = entry;
  }
}

/**
 * Reads one entry of an archive, at most `room` bytes. Rejects with {@link EntryTooLarge}, or as the archive is broken.
 * SECURITY: bytes are counted as they come, not as the archive says.
 */
export function readEntry(zip: ZipFile, entry: Entry, room: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (entry.uncompressedSize > room) return reject(new EntryTooLarge(entry.fileName));
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('error', reject);
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > room) {
          stream.destroy();
          reject(new EntryTooLarge(entry.fileName));
          return;
        }
        chunks.push(chunk);
      });
      stream.on('end', () => { resolve(Buffer.concat(chunks)); });
    });
  });
}
