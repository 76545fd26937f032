import { z } from 'zod';
import { DamagedDocument, type DocumentStore } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import { MAPPING_CHARACTERS } from './mapping-file.ts';

const DOCUMENT = 'skill-runs';
/** Runs that are kept: the last ones, and each that did not end. */
const KEPT = 50;

const json = z.custom<Json>((value) => value !== undefined);
const runSchema = z.object({
  runId: z.string(), skill: z.string(), digest: z.string(), serverId: z.string(), startedAt: z.string(), endedAt: z.string().nullable(),
  /** The set of calls it became; null while it is prepared. */
  planId: z.string().nullable(),
  /** The number of the log's last record when it began: nothing of it stands before. */
  logFrom: z.int().min(0),
  request: z.object({
    inputs: z.record(z.string(), json), answers: z.record(z.string(), z.string()), paths: z.record(z.string(), z.string()), options: z.record(z.string(), json), mapping: z.string().nullable(), mappingText: z.string().max(MAPPING_CHARACTERS).optional(),
    edits: z.record(z.string(), z.array(z.object({ row: z.number(), column: z.string(), value: z.string() }))).optional(),
  }),
  /** Digest of each file as it was read. */
  files: z.record(z.string(), z.string()),
  counts: z.record(z.string(), z.number()).nullable(),
});

/** One run as it is remembered: what it was asked to do, never what the files said. */
export type JournalRun = z.output<typeof runSchema>;

/** The runs of a home, on disk before their first call goes out. */
export interface RunJournal {
  list(): readonly JournalRun[];
  /** Writes a run, new or anew. Throws where it cannot be kept: then nothing runs. */
  keep(run: JournalRun): void;
}

export function createRunJournal(documents: DocumentStore, onDamaged?: (damage: DamagedDocument) => void): RunJournal {
  const read = (): readonly JournalRun[] => {
    try {
      return z.array(runSchema).catch([]).parse(documents.read(DOCUMENT) ?? []);
    } catch (error) {
      if (!(error instanceof DamagedDocument)) throw error;
      // Nothing can be resumed then; what was sent stands in the log, and the next run reads the system anew.
      onDamaged?.(error);
      return [];
    }
  };
  return {
    list: read,
    keep(run) {
      const all = [...read().filter(({ runId }) => runId !== run.runId), run];
      const open = all.filter(({ endedAt }) => endedAt === null);
      const ended = all.filter(({ endedAt }) => endedAt !== null).slice(-KEPT);
      documents.write(DOCUMENT, JSON.parse(JSON.stringify([...ended, ...open.slice(-KEPT)])));
    },
  };
}
