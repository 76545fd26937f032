import { createWriteStream, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

const open = (file) => new Promise((done, fail) => {
  yauzl.open(file, { lazyEntries: true, autoClose: true }, (error, zip) => (error ? fail(error) : done(zip)));
});
const streamOf = (zip, entry) => new Promise((done, fail) => {
  zip.openReadStream(entry, (error, stream) => (error ? fail(error) : done(stream)));
});
const textOf = async (stream) => {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
};

async function writeEntry(zip, entry, target) {
  const mode = entry.externalFileAttributes >>> 16;
  mkdirSync(dirname(target), { recursive: true });
  if ((mode & 0o170000) === 0o120000) {
    symlinkSync(await textOf(await streamOf(zip, entry)), target);
    return;
  }
  await pipeline(await streamOf(zip, entry), createWriteStream(target, { mode: (mode & 0o777) || 0o644 }));
}

/** Unpacks the entries of a zip that `wanted` names. An entry that would leave `folder` is an error. */
export async function unzip(file, folder, wanted) {
  const zip = await open(file);
  const root = resolve(folder) + sep;
  await new Promise((done, fail) => {
    zip.on('error', fail);
    zip.on('end', done);
    zip.on('entry', (entry) => {
      const target = join(folder, entry.fileName);
      if (entry.fileName.endsWith('/') || !wanted(entry.fileName)) { zip.readEntry(); return; }
      if (!resolve(target).startsWith(root)) { fail(new Error(`${entry.fileName} leaves the folder`)); return; }
      writeEntry(zip, entry, target).then(() => zip.readEntry(), fail);
    });
    zip.readEntry();
  });
}
