import { z } from 'zod';
import { aName, anId, jsonObject, jsonObjects } from './bounded.ts';
import { alarmView, planHeadView, plannedCallView, planRowView } from './views.ts';

const nothing = z.strictObject({});
const byPlan = z.strictObject({ planId: anId });

/** Request and reply of the channels about sets of calls, undoing, and alarms. */
export const planSchemas = {
  /** Plans the call that undoes one that was carried out. */
  'calls:undo': { request: z.strictObject({ callId: anId }), reply: z.strictObject({ callId: z.string() }) },
  /** The same tool for many objects: one set of arguments each, or one set with a list of them. */
  'plans:plan': {
    request: z.strictObject({ title: z.string().max(200), serverId: z.string().max(64), tool: aName, args: jsonObjects(10_000), list: aName.nullable() }),
    reply: byPlan,
  },
  'plans:list': { request: nothing, reply: z.array(planHeadView) },
  'plans:rows': { request: z.strictObject({ planId: anId, page: z.number().int().min(0) }), reply: z.array(planRowView) },
  'plans:card': { request: z.strictObject({ planId: anId, rowId: anId }), reply: plannedCallView.nullable() },
  /** `painted` is the digest of the head as it stood on the screen; the head names the digests of its pages. */
  'plans:answer': {
    request: z.strictObject({
      planId: anId, painted: z.string().regex(/^[0-9a-f]{64}$/), choice: z.enum(['approve', 'deny', 'look-first']),
      wordTyped: z.boolean(), stopOnFailure: z.boolean(),
    }),
    reply: nothing,
  },
  'plans:leave': { request: z.strictObject({ planId: anId, rowIds: z.array(anId).max(10_000), out: z.boolean() }), reply: nothing },
  'plans:edit': { request: z.strictObject({ planId: anId, rowId: anId, values: jsonObject }), reply: nothing },
  'plans:pause': { request: byPlan, reply: nothing },
  'plans:resume': { request: byPlan, reply: nothing },
  'plans:cancel': { request: byPlan, reply: nothing },
  'plans:undo': { request: byPlan, reply: byPlan },
  /** Plans what undoes the whole set that a call of the log belongs to. */
  'plans:undo-around': { request: z.strictObject({ callId: anId }), reply: byPlan },
  /** Keeps the receipt as a file the person chooses. */
  'plans:save': { request: byPlan, reply: z.strictObject({ saved: z.boolean() }) },
  'alarms:list': { request: nothing, reply: z.array(alarmView) },
  /** A person looked at it: the tool may be called again. */
  'alarms:look': { request: z.strictObject({ id: anId }), reply: nothing },
};
