import { z } from 'zod';
import { DECIMALS, DELIMITERS, ENCODINGS } from '../../main/core/words/index.ts';
import { aRecord, jsonObject } from './bounded.ts';
import { packInspectedView, packRulesView, preparedView, skillMappingView, skillReceiptView, skillRunView, skillSystemView, skillView } from './views.ts';

const nothing = z.strictObject({});
const name = z.string().max(64);
const byRun = z.strictObject({ runId: z.string().max(100) });
const values = jsonObject;
const column = z.number().int().min(0).max(1_000).nullable();

/** How a file is to be read, where the person corrects a guess. */
const fileOptions = z.strictObject({
  encoding: z.enum(ENCODINGS).exactOptional(), delimiter: z.enum(DELIMITERS).exactOptional(), decimal: z.enum(DECIMALS).exactOptional(),
  sheet: z.string().max(200).exactOptional(), headerRow: z.number().int().min(1).max(20_000).exactOptional(),
});
export type SkillFileOptions = z.infer<typeof fileOptions>;

/** A file or folder that was chosen or dropped: a token of the main process, and its own name. */
const chosen = z.strictObject({ token: z.string().max(100), name: z.string().max(300) });
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a person gives a skill. A file is a token of the main process: the window names no path. */
const runRequest = z.strictObject({
  skill: name, serverId: z.string().max(64), inputs: values,
  files: aRecord(z.string().max(80), z.string().max(100), 100),
  mappings: aRecord(z.string().max(80), aRecord(z.string().max(80), column, 1_000), 100),
  options: aRecord(z.string().max(80), fileOptions, 100),
  answers: aRecord(z.string().max(200), z.string().max(200), 1_000),
});
export type SkillRunRequest = z.infer<typeof runRequest>;

const preparedRun = z.strictObject({ runId: z.string(), prepared: preparedView });

/** Request and reply of the channels about skills. */
export const skillSchemas = {
  'skills:list': { request: nothing, reply: z.strictObject({ skills: z.array(skillView), runs: z.array(skillRunView), packs: packRulesView }) },
  /** What a form offers for an input that names an object of the connected system. */
  'skills:choices': {
    request: runRequest.pick({ skill: true, serverId: true, inputs: true }).extend({ input: z.string().max(80) }),
    reply: z.array(z.strictObject({ value: z.string(), title: z.string() })),
  },
  /** The inputs a form asks for, with what was given so far. */
  'skills:asked': { request: runRequest.pick({ skill: true, inputs: true }), reply: z.array(z.string()) },
  /** Asks for a file or folder. Null: nobody chose one. */
  'skills:choose': { request: z.strictObject({ skill: name, input: z.string().max(80) }), reply: chosen.nullable() },
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
    reply: preparedRun.extend({ skill: z.string(), serverId: z.string(), done: z.number(), unknown: z.number(), changed: z.array(z.string()) }).nullable(),
  },
  /** The running servers a skill can be used with, each with the mapping that is remembered for it. */
  'skills:systems': { request: z.strictObject({ skill: name }), reply: z.array(skillSystemView) },
  /** Asks for a mapping file, and remembers it where it is right. Null: nobody chose one. */
  'skills:choose-mapping': { request: z.strictObject({ skill: name, serverId: z.string().max(64) }), reply: skillMappingView.nullable() },
  'skills:forget-mapping': { request: z.strictObject({ skill: name, serverId: z.string().max(64) }), reply: nothing },
  'skills:abandon': { request: byRun, reply: nothing },
  /** Projects of demo systems with objects that this person made here. */
  'skills:made': { request: nothing, reply: z.array(z.strictObject({ serverId: z.string(), project: z.string(), name: z.string(), objects: z.int() })) },
  /** Plans to delete what this person made in a project. */
  'skills:reset': { request: z.strictObject({ serverId: z.string().max(64), project: z.string().max(200) }), reply: z.strictObject({ planId: z.string() }) },
  /** Asks for a pack: an archive or a folder. Null: nobody chose one. */
  'skills:choose-pack': { request: z.strictObject({ kind: z.enum(['archive', 'folder']) }), reply: chosen.nullable() },
  /** What the person dropped on the window. SECURITY: the preload alone asks this, with the path that the system gives a dropped file. */
  'skills:dropped': { request: z.strictObject({ path: z.string().min(1).max(4_096) }), reply: chosen },
  /** Reads a pack without installing anything. */
  'skills:inspect': { request: chosen.pick({ token: true }), reply: packInspectedView },
  /** Installs what was inspected: another digest is refused. */
  'skills:install': { request: chosen.pick({ token: true }).extend({ digest }), reply: packInspectedView },
  /** What lies in the place of an installed skill now, against what was agreed to. */
  'skills:review': { request: z.strictObject({ skill: name }), reply: packInspectedView },
  'skills:accept': { request: z.strictObject({ skill: name, digest }), reply: packInspectedView },
  /** Puts back what was agreed to. */
  'skills:restore': { request: z.strictObject({ skill: name }), reply: z.strictObject({ restored: z.boolean() }) },
  'skills:remove': { request: z.strictObject({ skill: name }), reply: z.strictObject({ removed: z.boolean() }) },
  /** Keeps a skill as an archive where the person says. */
  'skills:export': { request: z.strictObject({ skill: name }), reply: z.strictObject({ saved: z.boolean() }) },
};
