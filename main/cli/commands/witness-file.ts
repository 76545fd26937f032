import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Places } from '../../core/audit/places.ts';
import { placesIn } from '../../core/audit/witness.ts';
import { WrongCall } from '../command.ts';

/** Characters of a line of a witness: a collector's file has one export of at most a megabyte of records on each. */
const LONGEST_LINE = 16 * 1024 * 1024;

class TooLong extends Error {}

/**
 * What a witness noted: lines of a syslog or of a collector's file. All of it must hold, so it must speak of this log
 * alone. A file that cannot be read, tells nothing or has a line without end is a wrong call: skipping a line could skip the place that speaks.
 */
export async function placesTold(path: string, given: string): Promise<Places> {
  const places = new Places();
  try {
    for await (const line of linesOf(path)) {
      for (const place of placesIn(line, basename(path))) places.add(place);
    }
  } catch (error) {
    throw new WrongCall(error instanceof TooLong ? 'cli.witness-too-long' : 'cli.no-file', { path: given });
  }
  if (places.length === 0) throw new WrongCall('cli.no-witness', { path: given });
  return places;
}

/** The lines of a file or a pipe, the last one also where it has no end. Rejects with {@link TooLong} before it holds more than one may have. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > LONGEST_LINE) throw new TooLong();
  }
  yield rest;
}
