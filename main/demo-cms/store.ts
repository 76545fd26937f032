import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Right } from './rights.ts';
import type { Row, Value } from './rows.ts';
import { sampleData } from './sample-data.ts';

const value: z.ZodType<Value> = z.json();
const row = z.looseObject({ id: z.string(), project: z.string() }).and(z.record(z.string(), value));
const right = z.object({ deeds: z.array(z.string()), kinds: z.array(z.string()), projects: z.array(z.string()).nullable() });
const dataSchema = z.object({
  format: z.literal(1),
  projects: z.array(z.looseObject({ id: z.string(), name: z.string() }).and(z.record(z.string(), value))),
  news: z.array(row), agenda: z.array(row), directory: z.array(row), media: z.array(row), menus: z.array(row),
  /** The last number given to an id, by its letter; numbers are never given twice. */
  last: z.record(z.string(), z.number().int()),
  /** Rights that were given to an account in place of those it began with. */
  rights: z.record(z.string(), z.array(right)).default({}),
});

/** Everything the demo CMS knows, as it stands in its one file. */
export interface Data {
  readonly format: 1;
  readonly projects: readonly (Readonly<Record<string, Value>> & { readonly id: string; readonly name: string })[];
  readonly news: readonly Row[];
  readonly agenda: readonly Row[];
  readonly directory: readonly Row[];
  readonly media: readonly Row[];
  readonly menus: readonly Row[];
  readonly last: Readonly<Record<string, number>>;
  readonly rights: Readonly<Record<string, readonly Right[]>>;
}

export interface Store {
  /** The data as the file has it now: another process may have written. */
  read(): Data;
  /** Replaces the file at once or not at all. */
  write(data: Data): void;
}

const FILE = 'demo-cms.json';

/**
 * The data in a folder. A first start writes the sample data. A file that cannot be read as data is copied aside
 * under a name that says when, one sentence goes to `warn`, and the sample data takes its place.
 */
export function openStore(folder: string, now: () => string, warn: (sentence: string) => void): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  // Parsing thousands of records at each call is slow; a file that is still the same one was parsed already.
  let seen: { readonly stamp: string; readonly data: Data } | null = null;
  const write = (data: Data): void => {
    replaceFile(file, `${JSON.stringify(data, null, 1)}\n`);
    seen = null;
  };
  const fresh = (): Data => {
    const data = sampleData();
    write(data);
    return data;
  };
  const read = (): Data => {
    const stamp = stampOf(file);
    if (seen !== null && stamp === seen.stamp) return seen.data;
    const text = textOf(file);
    if (text === null) return fresh();
    const data = parsed(text);
    if (data !== null) {
      seen = stamp === null ? null : { stamp, data };
      return data;
    }
    const aside = `${file}.damaged-${now().replaceAll(':', '-')}`;
    copyFileSync(file, aside);
    warn(`The data of the demo CMS was damaged. It was kept as ${aside}; the sample data takes its place.`);
    return fresh();
  };
  read();
  return { read, write };
}

/** Tells one content of the file from another: each write makes a new file. Null where there is none. */
function stampOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parsed(text: string): Data | null {
  try {
    return dataSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** As the host's own files are replaced, written again here: a server shares no code with who calls it. */
function replaceFile(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { flag: 'wx', mode: 0o600, flush: true });
  renameSync(temporary, file);
}
