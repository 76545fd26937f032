import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { EvidenceTargets } from '../../core/policy/document/outlets.ts';
import type { EvidencePlace } from '../../core/ports.ts';
import { createQueue } from '../../core/turns/queue.ts';
import { startExporter, type ExportedLog, type Exporter, type ExportNews, type Outlet } from './exporter.ts';
import { createCollectorOutlet } from './otlp-outlet.ts';
import { createSyslogOutlet } from './syslog-outlet.ts';

/** Sends the log to wherever policy says. */
export interface EvidenceExports {
  /** From here on these are the places. One that is named no longer ends; its cursor stays, so it goes on where it was. */
  direct(targets: EvidenceTargets): Promise<void>;
  states(): readonly EvidencePlace[];
  /** The last record that every place has; without a place there is no bound. Nothing beyond it may be removed. */
  sentByAll(): number;
  close(): Promise<void>;
}

/** Starts without a place. `folder` keeps one cursor for each; `onNews` is told what somebody has to know of one. */
export function createEvidenceExports(log: ExportedLog, folder: string, version: string, onNews: (to: string, news: ExportNews) => void = () => undefined): EvidenceExports {
  const running = new Map<string, Exporter>();
  const inTurn = createQueue();
  const change = async (targets: EvidenceTargets): Promise<void> => {
    const wanted = outletsOf(targets, version);
    for (const [to, exporter] of running) {
      if (wanted.has(to)) continue;
      running.delete(to);
      await exporter.close();
    }
    for (const [to, outlet] of wanted) {
      if (!running.has(to)) running.set(to, startExporter({ log, outlet: outlet(), cursor: join(folder, `${nameOf(to)}.json`), onNews: (news) => onNews(to, news) }));
    }
  };
  return {
    direct: (targets) => inTurn(() => change(targets)),
    states: () => [...running].map(([to, exporter]) => ({ to, ...exporter.state() })),
    sentByAll: () => Math.min(Infinity, ...[...running.values()].map((exporter) => exporter.state().sent)),
    close: () => inTurn(() => change({ collectors: [], witnesses: [] })),
  };
}

function outletsOf({ collectors, witnesses }: EvidenceTargets, version: string): Map<string, () => Outlet> {
  return new Map<string, () => Outlet>([
    ...collectors.map(({ url }) => [url, () => createCollectorOutlet({ url, version })] as const),
    ...witnesses.map((target) => [target.by === 'unix' ? `unix:${target.path}` : `${target.by}:${target.host}:${target.port}`, () => createSyslogOutlet(target)] as const),
  ]);
}

/** A file's name for a place: an address may hold anything. */
function nameOf(to: string): string {
  return createHash('sha256').update(to).digest('hex').slice(0, 32);
}
