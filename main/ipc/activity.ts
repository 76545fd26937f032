import { plannedCallView, type AuditEntryView, type DaySummaryView, type ObjectAnswerView, type ShownCallView, type VerifyView } from '../../preload/contract/views.ts';
import type { ActivityRoom } from '../host/activity/activity.ts';
import { NotExported, type LogExport } from '../host/activity/log-export.ts';
import { NotErased } from '../host/activity/erase.ts';
import type { ShownCall } from '../host/activity/shown.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** What the screen needs of the app besides the log itself. */
export interface ActivityOutside {
  readonly export: LogExport;
  /** Where somebody took changes to the log out of people's hands; null where nobody did. */
  readonly locked: () => readonly string[] | null;
}

type Room = 'list' | 'read' | 'verify' | 'shown' | 'object' | 'summary' | 'erase' | 'export' | 'export-progress' | 'export-stop';

/** The log: searched, read, verified, exported, and what was kept beside it erased. */
export function activityHandlers(activity: ActivityRoom, outside: ActivityOutside): Pick<Handlers, `activity:${Room}`> {
  return {
    'activity:list': async ({ before, limit, filter }) => {
      if (filter !== null) {
        const { entries, more } = await activity.find(withoutGaps(filter), { before, limit });
        return { entries: structuredClone(entries) as AuditEntryView[], total: entries.length, more };
      }
      const { entries, total } = await activity.list({ before, limit });
      const oldest = entries.at(-1)?.seq ?? 0;
      return { entries: structuredClone(entries) as AuditEntryView[], total, more: entries.length < limit || oldest <= 1 ? null : oldest };
    },
    'activity:read': async ({ seq }) => {
      const records = await activity.read(seq);
      if (records === null) throw new ProblemError('unknown-record');
      return { records: structuredClone(records) as never };
    },
    'activity:verify': async (): Promise<VerifyView> => verified(await activity.verify()),
    'activity:shown': async ({ seq }): Promise<ShownCallView | null> => {
      const shown = await activity.drawn(seq);
      return shown === null ? null : shownView(shown);
    },
    'activity:object': async ({ object, server }): Promise<ObjectAnswerView> => structuredClone(await activity.about(object, server)) as ObjectAnswerView,
    'activity:summary': async ({ from, until }): Promise<DaySummaryView> => structuredClone(await activity.summary(from, until)) as DaySummaryView,
    'activity:erase': async (erasure) => {
      if (outside.locked() !== null) throw new ProblemError('not-allowed');
      try {
        return { ...await activity.erase(erasure) };
      } catch (error) {
        throw error instanceof NotErased ? new ProblemError('keychain-unavailable') : error;
      }
    },
    'activity:export': async ({ format }) => {
      try {
        return { ...await outside.export.run(format) };
      } catch (error) {
        throw error instanceof NotExported ? new ProblemError(error.code) : error;
      }
    },
    'activity:export-progress': () => outside.export.progress(),
    'activity:export-stop': () => {
      outside.export.stop();
      return {};
    },
  };
}

/** A card of an earlier version may not be what is painted today: then its arguments alone are shown. */
function shownView({ callId, state, args, card, answer, undo, planId }: ShownCall): ShownCallView {
  const painted = plannedCallView.safeParse(card);
  return { callId, state, args: structuredClone(args) as ShownCallView['args'], card: painted.success ? painted.data : null, answer: structuredClone(answer) as ShownCallView['answer'], undo: undo === null ? null : { unlike: [...undo.inverse.unlike], inSet: planId !== null } };
}

function verified({ ok, records, removed, firstBad, anchored, anchoredTo, signed, breaks, torn }: Awaited<ReturnType<ActivityRoom['verify']>>): VerifyView {
  return {
    ok, records, removed, firstBad: firstBad === null ? null : badView(firstBad), anchored, anchoredTo, torn: torn.length,
    signed: signed.upTo === null ? null : { checkpoints: signed.checkpoints, upTo: signed.upTo },
    breaks: breaks.map(({ record, what }) => ({ record, what })),
  };
}

function badView({ file, record, why, anchor }: NonNullable<Awaited<ReturnType<ActivityRoom['verify']>>['firstBad']>): NonNullable<VerifyView['firstBad']> {
  return { file, record, why, ...(anchor !== undefined && { anchor: { by: anchor.by, seq: anchor.seq, says: anchor.says, found: anchor.found } }) };
}

/** Without the fields that are there and say nothing. */
function withoutGaps<T extends object>(filter: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
