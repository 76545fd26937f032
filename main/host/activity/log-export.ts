import type { Actor } from '../../core/audit/event.ts';
import type { AuditLog } from '../../core/ports.ts';
import type { JsonObject } from '../../core/words/index.ts';

export type LogFormat = 'jsonl' | 'csv' | 'ocsf';

/** How an export ended. `path` null: nobody chose a place, or it was stopped. */
export interface ExportEnd {
  readonly path: string | null;
  readonly stopped: boolean;
  /** What of the log is not in the file: lines that are no records, and files that could not be read to their end. */
  readonly leftOut: { readonly lines: number; readonly files: number };
}

const NOTHING_LEFT = { lines: 0, files: 0 };

/** Why nothing was written: a place that takes no file, or a log that cannot put down that it leaves. */
export class NotExported extends Error {
  readonly code: 'file-unwritable' | 'log-unwritable';
  constructor(code: NotExported['code'], cause?: unknown) {
    super(code, { cause });
    this.name = 'NotExported';
    this.code = code;
  }
}

/** The log on its way into a file. */
export interface LogExport {
  /** Asks for a place, puts down that the log leaves, and writes it there. Rejects with {@link NotExported}. */
  run(format: LogFormat): Promise<ExportEnd>;
  /** Records written so far and all there are; null while none is written. */
  progress(): { readonly written: number; readonly of: number } | null;
  /** Stops what is being written; nothing of it stays. */
  stop(): void;
}

export interface LogExportParts {
  readonly log: { total(): number; exportTo(path: string, format: LogFormat, watch: { readonly signal: AbortSignal; readonly wrote: () => void }): Promise<ExportEnd['leftOut']> };
  readonly audit: AuditLog;
  readonly actor: Actor;
  /** Asks a person where a file of this name is to be kept; null: nowhere. */
  readonly place: (name: string) => Promise<string | null>;
  /** Whether a path lies in a folder of Countersign's own. */
  readonly isOwn: (path: string) => boolean;
}

/** Exports of the log from the window, one at a time. */
export function createLogExport(parts: LogExportParts): LogExport {
  const { log, audit, actor, place, isOwn } = parts;
  let running: { written: number; readonly of: number; readonly abort: AbortController } | null = null;
  const record = async (detail: JsonObject): Promise<void> => {
    try {
      await audit.append({ type: 'event', what: 'log-exported', actor, server: null, detail });
    } catch (error) {
      throw new NotExported('log-unwritable', error);
    }
  };
  const write = async (format: LogFormat, path: string): Promise<ExportEnd> => {
    // First, and in the file too: what left is on record, whatever comes after.
    await record({ format, records: log.total() });
    const work = { written: 0, of: log.total(), abort: new AbortController() };
    running = work;
    try {
      const leftOut = await log.exportTo(path, format, { signal: work.abort.signal, wrote: () => { work.written += 1; } });
      return { path, stopped: false, leftOut };
    } catch (error) {
      const stopped = work.abort.signal.aborted;
      await record({ format, records: work.written, end: stopped ? 'stopped' : 'failed' });
      if (stopped) return { path: null, stopped, leftOut: NOTHING_LEFT };
      throw new NotExported('file-unwritable', error);
    } finally {
      running = null;
    }
  };
  return {
    async run(format) {
      const path = await place(`countersign-log.${format === 'csv' ? 'csv' : 'jsonl'}`);
      if (path === null) return { path, stopped: false, leftOut: NOTHING_LEFT };
      // SECURITY: a file of ours would be replaced by one that is none.
      if (running !== null || isOwn(path)) throw new NotExported('file-unwritable');
      return write(format, path);
    },
    progress: () => (running === null ? null : { written: running.written, of: running.of }),
    stop: () => { running?.abort.abort(); },
  };
}
