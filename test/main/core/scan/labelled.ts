import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gravestOf, scanDefinition, scanResult } from '../../../../main/core/scan/scan.ts';
import type { Json, JsonObject } from '../../../../main/core/words/index.ts';

/** The seed of the split: rules were written while looking at half A; half B was only ever counted. */
export const SEED = 'countersign-1';
const DATA = join(import.meta.dirname, '..', '..', '..', 'data');

/** One labelled text or tool of the test data, with what the scanner says of it. */
export interface Judged {
  readonly half: 'A' | 'B';
  readonly group: Group;
  readonly source: string;
  readonly gravest: 'info' | 'warn' | 'high' | null;
}
export type Group = 'honest tool' | 'benign tool' | 'poisoned tool' | 'poisoned tool (asb)' | 'poisoned result' | 'plain result' | 'hard result';

interface Labelled {
  readonly id: string;
  readonly source: string;
  readonly kind: 'tool' | 'result';
  readonly label: 'malicious' | 'benign';
  readonly tool?: JsonObject;
  readonly text?: string;
}

const halfOf = (id: string): 'A' | 'B' => (parseInt(createHash('sha256').update(`${SEED}:${id}`).digest('hex').slice(0, 8), 16) % 2 === 0 ? 'A' : 'B');

/** Runs the scanner over everything in test/data, each tool and text by itself and without knowing other tools. */
export function judgeAll(): readonly Judged[] {
  const poison = ['tools', 'results'].flatMap((name) => readFileSync(join(DATA, 'poison', `${name}.jsonl`), 'utf8').trim().split('\n').map((line): Labelled => JSON.parse(line)));
  const judged = poison.map((entry): Judged => ({
    half: halfOf(entry.id), group: groupOf(entry), source: entry.source,
    gravest: gravestOf(entry.tool === undefined ? scanResult(entry.text ?? '') : scanDefinition(entry.tool)),
  }));
  const honest = readdirSync(join(DATA, 'catalogues')).flatMap((file) => {
    const { tools } = JSON.parse(readFileSync(join(DATA, 'catalogues', file), 'utf8')) as { readonly tools: readonly JsonObject[] };
    return tools.map((tool): Judged => ({ half: halfOf(file + String(tool['name'] as Json)), group: 'honest tool', source: 'catalogues', gravest: gravestOf(scanDefinition(tool)) }));
  });
  return [...judged, ...honest];
}

function groupOf({ kind, label, source }: Labelled): Group {
  if (kind === 'tool') return label === 'benign' ? 'benign tool' : source.startsWith('asb') ? 'poisoned tool (asb)' : 'poisoned tool';
  if (label === 'malicious') return 'poisoned result';
  // Texts about attacks, and those written to look like them, are hard; READMEs, mails and tables are plain.
  return source === 'security-docs' || source === 'atr-benign' ? 'hard result' : 'plain result';
}

/** How many of these were found grave, and how many at least odd, in percent. */
export function shares(judged: readonly Judged[]): { readonly n: number; readonly high: number; readonly odd: number } {
  const part = (test: (one: Judged) => boolean): number => (judged.length === 0 ? 0 : (100 * judged.filter(test).length) / judged.length);
  return { n: judged.length, high: part(({ gravest }) => gravest === 'high'), odd: part(({ gravest }) => gravest === 'high' || gravest === 'warn') };
}
