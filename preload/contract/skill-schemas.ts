import { z } from 'zod';
import { preparedView, skillReceiptView, skillRunView, skillView } from './views.ts';

const nothing = z.strictObject({});
const name = z.string().max(64);
const byRun = z.strictObject({ runId: z.string().max(100) });
const values = z.record(z.string().max(80), z.json());
const column = z.number().int().min(0).max(1_000).nullable();

/** What a person gives a skill. A file is a token of the main process: the window names no path. */
const runRequest = z.strictObject({
  skill: name, serverId: z.string().max(64), inputs: values,
  files: z.record(z.string().max(80), z.string().max(100)),
  mappings: z.record(z.string().max(80), z.record(z.string().max(80), column)),
  answers: z.record(z.string().max(200), z.string().max(200)),
});
export type SkillRunRequest = z.infer<typeof runRequest>;

const preparedRun = z.strictObject({ runId: z.string(), prepared: preparedView });

/** Request and reply of the channels about skills. */
export const skillSchemas = {
  'skills:list': { request: nothing, reply: z.strictObject({ skills: z.array(skillView), runs: z.array(skillRunView) }) },
  /** What a form offers for an input that names an object of the connected system. */
  'skills:choices': {
    request: runRequest.pick({ skill: true, serverId: true, inputs: true }).extend({ input: z.string().max(80) }),
    reply: z.array(z.strictObject({ value: z.string(), title: z.string() })),
  },
  /** Asks for a file or folder. Null: nobody chose one. */
  'skills:choose': { request: z.strictObject({ skill: name, input: z.string().max(80) }), reply: z.strictObject({ token: z.string(), name: z.string() }).nullable() },
  /** Reads, checks and plans. Nothing but reads is sent. */
  'skills:prepare': { request: runRequest, reply: preparedRun },
  /** Hands the plan to the room of sets. `planId` null: there is nothing to do. */
  'skills:begin': { request: byRun, reply: z.strictObject({ planId: z.string().nullable() }) },
  /** The receipt of a run that ended while the program runs; null for any other. */
  'skills:receipt': { request: z.strictObject({ planId: z.string().max(100) }), reply: skillReceiptView.nullable() },
  /** Keeps the report of a run as a file the person chooses. */
  'skills:report': { request: byRun, reply: z.strictObject({ saved: z.boolean() }) },
  /** Plans the rest of a run that did not end. Null: there is none. */
  'skills:resume': {
    request: byRun,
    reply: preparedRun.extend({ skill: z.string(), done: z.number(), unknown: z.number(), changed: z.array(z.string()) }).nullable(),
  },
  'skills:abandon': { request: byRun, reply: nothing },
};
