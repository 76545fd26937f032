import type { AuditEntryView, VerifyView } from '../../preload/contract/views.ts';
import type { ActivityRoom } from '../host/activity/activity.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** The log, read and verified. */
export function activityHandlers(activity: ActivityRoom): Pick<Handlers, 'activity:list' | 'activity:read' | 'activity:verify'> {
  return {
    'activity:list': async ({ before, limit }) => {
      const { entries, total } = await activity.list({ before, limit });
      return { entries: structuredClone(entries) as AuditEntryView[], total };
    },
    'activity:read': async ({ seq }) => {
      const records = await activity.read(seq);
      if (records === null) throw new ProblemError('unknown-record');
      return { records: structuredClone(records) as never };
    },
    'activity:verify': async (): Promise<VerifyView> => {
      const { ok, records, firstBad, anchored } = await activity.verify();
      return { ok, records, firstBad: firstBad === null ? null : { ...firstBad }, anchored };
    },
  };
}
