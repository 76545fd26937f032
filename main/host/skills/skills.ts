import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Actor } from '../../core/audit/event.ts';
import type { AuditLog, Clock, DamagedDocument, DocumentStore } from '../../core/ports.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import { digestOf } from '../../core/canonical/canonical.ts';
import { askedInputs } from '../../core/skills/plan/inputs.ts';
import type { RunPlan } from '../../core/skills/plan/run-plan.ts';
import { isRowStep, type Playbook, type Words } from '../../core/skills/playbook.ts';
import type { PackContent, PackStore, SkillFiles, SkillWork } from '../../core/skills/ports.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { LogReader } from '../activity/activity.ts';
import type { CallsRoom } from '../calls/calls.ts';
import type { PlansRoom } from '../plans/plans.ts';
import { createEffectCheck } from './effect-check.ts';
import { createRunJournal, type JournalRun } from './journal.ts';
import type { SkillRules } from './installing.ts';
import { createSkillLibrary, type SkillLibrary } from './library.ts';
import { mappedCall, mappedPlaybook, mappedState } from './mapped-calls.ts';
import { MAPPING_CHARACTERS, readMapping, type MappingRead, type SystemMapping } from './mapping-file.ts';
import { createMappingBook } from './mappings.ts';
import { prepareRun, type Prepared, type PrepareRefused, type ReadFile, type RunRequest } from './prepare.ts';
import { skillReceipt, type SkillReceipt } from './receipt.ts';
import { sentBefore } from './sent-before.ts';
import { readState, type CallForSkill } from './state-reads.ts';
import { createSystemBook } from './systems.ts';
import { planItemsOf } from './to-plan.ts';

/** What the room works with. It reaches servers through the rooms of calls and sets alone: each call takes the gate's road. */
export interface SkillsParts {
  readonly packs: PackStore;
  readonly files: SkillFiles;
  readonly work: SkillWork;
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly log: Pick<LogReader, 'total' | 'range'>;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly actor: Actor;
  readonly rules: SkillRules;
  readonly calls: Pick<CallsRoom, 'plan'>;
  readonly plans: Pick<PlansRoom, 'plan'>;
  readonly server: (id: string) => ServerFacts | null;
  readonly tool: (serverId: string, name: string) => ToolFacts | null;
  readonly newRunId: () => string;
  readonly onChange: () => void;
  readonly onDamaged?: (damage: DamagedDocument) => void;
}

/** A run that was begun: the set of calls a person reviews, and its end. */
export type Begun =
  | { readonly ok: true; readonly planId: string | null; readonly done: Promise<SkillReceipt> }
  | { readonly ok: false; readonly code: 'unknown-run' | 'not-planned' | 'too-many-questions' | 'log-unwritable' };

/** What an interrupted run had already sent. */
export interface Before {
  readonly done: number;
  /** Sent, and nobody saw how it ended: where the system does not show it, it is left out until a person takes it in. */
  readonly unknown: number;
}

/** The skills of a home, and their runs. A skill plans; it cannot approve, and it has no other way to a server. */
export interface SkillsRoom extends SkillLibrary {
  /** Reads, checks and plans. Nothing but reads is sent. Prepare again with other answers for another plan. */
  prepare(request: RunRequest): Promise<{ readonly runId: string; readonly prepared: Prepared }>;
  /** Hands the plan to the room of sets, where it is previewed and asked about under the skill's title in this language. */
  begin(runId: string, language: keyof Words): Begun;
  /** The inputs a form asks for, with what was given so far; none for a skill that does not run. */
  asked(request: Pick<RunRequest, 'skill' | 'inputs'>): Promise<readonly string[]>;
  /** What a form offers for an input of the type `object`. */
  choices(request: Pick<RunRequest, 'skill' | 'serverId' | 'inputs' | 'mapping' | 'mappingText'>, input: string): Promise<readonly { readonly value: string; readonly title: string }[]>;
  /** Runs of this home, the last ones first; those that did not end have no `endedAt`. */
  runs(): readonly JournalRun[];
  /** Plans the rest of a run that did not end, anew: what the log says was sent is not planned again. Null: there is none. */
  resume(runId: string): Promise<{ readonly runId: string; readonly prepared: Prepared; readonly before: Before; readonly changed: readonly string[] } | null>;
  /** Ends a run that did not end, without planning its rest. */
  giveUp(runId: string): boolean;
  /** The mapping that is remembered for a skill on a server, judged as things stand now; null where there is none. */
  mappingOn(skill: string, serverId: string): Promise<OwnMapping | null>;
  /** The text of a mapping of the person's own, as a request takes it; see {@link SkillFiles.readText}. */
  mappingText(path: string): Promise<string | null>;
  /** Reads a mapping of the person's own and remembers it where it is right; null for a skill that does not run. `file`: its own name. */
  takeMapping(skill: string, serverId: string, path: string, file: string): Promise<OwnMapping | null>;
  forgetMapping(skill: string, serverId: string): void;
}

/** A mapping of the person's own, and what of it holds now. */
export interface OwnMapping {
  readonly file: string;
  readonly text: string;
  readonly read: MappingRead;
}

interface Held {
  readonly request: RunRequest;
  readonly digest: string;
  /** The skill's own title; null where it was refused before it was read. */
  readonly title: Words | null;
  readonly prepared: Prepared;
  readonly system: SystemMapping | null;
  /** Steps that find their objects again: what they made before is unchanged now, and is not planned a second time. */
  readonly matched: ReadonlySet<string>;
  readonly resumes: string | null;
}

const HELD = 20;

export function createSkillsRoom(parts: SkillsParts): SkillsRoom {
  const library = createSkillLibrary(parts);
  const journal = createRunJournal(parts.documents, parts.onDamaged);
  const mappings = createMappingBook(parts.documents);
  const systems = createSystemBook(parts.documents);
  const held = new Map<string, Held>();

  const callFor = (skill: string, serverId: string): CallForSkill => async (tool, args) => {
    const entered = parts.calls.plan({ planner: { kind: 'skill', name: skill }, client: parts.actor.client, serverId, tool, args, skill });
    return entered === null ? null : entered.done;
  };
  const ready = async (request: Pick<RunRequest, 'skill'>): Promise<{ readonly playbook: Playbook; readonly pack: PackContent; readonly digest: string } | PrepareRefused> => {
    const found = await library.open(request.skill);
    // SECURITY: what was changed since it was installed does not run.
    if (found === null || found.entry.state !== 'ready' || found.entry.skill === null) return { code: 'not-ready' };
    const { playbook } = found.entry.skill;
    return playbook === null ? { code: 'no-playbook' } : { playbook, pack: found.pack, digest: found.entry.digest };
  };
  const prepare = async (request: RunRequest): Promise<Held> => {
    const found = await ready(request);
    const refused = (because: PrepareRefused): Held => ({ request, digest: '', title: null, system: null, matched: new Set(), resumes: null, prepared: { kind: 'refused', files: {}, because } });
    if ('code' in found) return refused(found);
    const system = systemOf(request, found);
    if (!system.ok) return refused({ code: 'mapping-wrong', problems: system.problems });
    const call = callFor(request.skill, request.serverId);
    const effects = createEffectCheck(() => parts.server(request.serverId), (name) => parts.tool(request.serverId, name));
    const prepared = await prepareRun(request, found.playbook, found.pack, system.mapping, { files: parts.files, work: parts.work, mappings, call, effects });
    const matched = new Set(found.playbook.steps.flatMap((step) => (isRowStep(step) && step.match !== undefined ? [step.id] : [])));
    return { request, digest: found.digest, title: found.playbook.title, prepared, system: system.mapping, matched, resumes: null };
  };
  /** How the playbook's tools are called on the system of the run; null for the one it is made for. */
  const systemOf = (request: Pick<RunRequest, 'mapping' | 'mappingText' | 'serverId'>, { playbook, pack }: { readonly playbook: Playbook; readonly pack: PackContent }): MappingRead | { readonly ok: true; readonly mapping: null } => {
    const { mapping, mappingText, serverId } = request;
    if (mapping === null && mappingText === undefined) return { ok: true, mapping: null };
    const file = mapping === null ? 'mapping' : `mappings/${mapping}.yaml`;
    return readMapping(mappingText ?? pack.text(file) ?? '', file, playbook, (tool) => parts.tool(serverId, tool) !== null);
  };
  const mappingOn = async (skill: string, serverId: string, given = systems.of(skill, serverId)): Promise<OwnMapping | null> => {
    const found = given === null ? null : await ready({ skill });
    if (given === null || found === null || 'code' in found) return null;
    return { ...given, read: readMapping(given.text, given.file, found.playbook, (tool) => parts.tool(serverId, tool) !== null) };
  };
  const mappingText = (path: string): Promise<string | null> => parts.files.readText(path, MAPPING_CHARACTERS);
  const hold = (one: Held): string => {
    const runId = parts.newRunId();
    held.set(runId, one);
    for (const oldest of [...held.keys()].slice(0, Math.max(0, held.size - HELD))) held.delete(oldest);
    return runId;
  };

  const begin = (runId: string, language: keyof Words): Begun => {
    const one = held.get(runId);
    if (one === undefined) return { ok: false, code: 'unknown-run' };
    if (one.prepared.kind !== 'plan') return { ok: false, code: 'not-planned' };
    const { plan, files } = one.prepared;
    const { skill, serverId } = one.request;
    const run = journalRun(runId, one, files, plan.counts, parts);
    if (!plan.items.some(({ out }) => !out)) {
      // A run with nothing left came to its end.
      if (one.resumes !== null && endRun(one.resumes)) parts.onChange();
      return { ok: true, planId: null, done: Promise.resolve(skillReceipt(runId, skill, plan, null)) };
    }
    try {
      // SECURITY: on disk before the first call can go out; without it a crash could not be told from the end.
      journal.keep(run);
    } catch {
      return { ok: false, code: 'log-unwritable' };
    }
    const set = parts.plans.plan({
      planner: { kind: 'skill', name: skill }, client: parts.actor.client, skill, title: one.title?.[language] ?? skill,
      items: planItemsOf(plan.items, serverId, one.system),
    });
    if (set === null) {
      journal.keep({ ...run, endedAt: parts.clock.now() });
      return { ok: false, code: 'too-many-questions' };
    }
    held.delete(runId);
    journal.keep({ ...run, planId: set.planId });
    if (one.resumes !== null) endRun(one.resumes);
    parts.onChange();
    const done = set.done.then((receipt) => {
      journal.keep({ ...run, planId: set.planId, endedAt: parts.clock.now(), counts: { ...receipt.counts } });
      parts.onChange();
      return skillReceipt(runId, skill, plan, receipt);
    });
    return { ok: true, planId: set.planId, done };
  };

  const endRun = (runId: string): boolean => {
    const run = journal.list().find((one) => one.runId === runId && one.endedAt === null);
    if (run !== undefined) journal.keep({ ...run, endedAt: parts.clock.now() });
    return run !== undefined;
  };

  return {
    ...library,
    async prepare(request) {
      const one = await prepare(request);
      return { runId: hold(one), prepared: one.prepared };
    },
    begin,
    async asked(request) {
      const found = await ready(request);
      return 'code' in found ? [] : askedInputs(found.playbook, request.inputs);
    },
    async choices(request, input) {
      const found = await ready(request);
      if ('code' in found) return [];
      const wanted = found.playbook.inputs[input];
      if (wanted?.type !== 'object') return [];
      const system = systemOf(request, found);
      if (!system.ok) return [];
      const state = await readState(mappedPlaybook(found.playbook, system.mapping), { ...request.inputs }, callFor(request.skill, request.serverId), new Set([wanted.from]));
      return state.ok ? choicesIn(mappedState(state.state, system.mapping)[wanted.from], wanted.value, wanted.title) : [];
    },
    runs: () => journal.list().toReversed(),
    async resume(runId) {
      const run = journal.list().find((one) => one.runId === runId && one.endedAt === null);
      if (run === undefined) return null;
      const request = { ...run.request, skill: run.skill, serverId: run.serverId, options: run.request.options, mappings: {} } as RunRequest;
      const one = await prepare(request);
      const changed = one.prepared.kind === 'refused' ? [] : Object.entries(run.files).filter(([name, digest]) => fileDigest(one.prepared.files[name], parts.sha256) !== digest).map(([name]) => name);
      if (run.digest !== one.digest && one.digest !== '') changed.push(run.skill);
      const sent = run.planId === null ? null : await sentBefore(parts.log, run.logFrom, run.planId, parts.sha256);
      const { prepared, before } = withoutSent(one, sent);
      return { runId: hold({ ...one, prepared, resumes: runId }), prepared, before, changed };
    },
    giveUp: endRun,
    mappingOn,
    mappingText,
    async takeMapping(skill, serverId, path, file) {
      const text = await mappingText(path);
      if (text === null) return { file, text: '', read: { ok: false, problems: [{ code: 'not-utf8', file, line: 1, name: '' }] } };
      const taken = await mappingOn(skill, serverId, { file, text });
      // What is not right is said and not kept.
      if (taken?.read.ok === true) systems.put(skill, serverId, { file, text });
      return taken;
    },
    forgetMapping: (skill, serverId) => { systems.put(skill, serverId, null); },
  };
}

function journalRun(runId: string, one: Held, files: Readonly<Record<string, ReadFile>>, counts: Extract<RunPlan, { kind: 'plan' }>['counts'], parts: SkillsParts): JournalRun {
  const { skill, serverId, inputs, answers, paths, options, mapping, mappingText, edits } = one.request;
  return {
    runId, skill, digest: one.digest, serverId, startedAt: parts.clock.now(), endedAt: null, planId: null, logFrom: parts.log.total(), counts: { ...counts },
    request: { inputs: { ...inputs }, answers: { ...answers }, paths: { ...paths }, options: JSON.parse(JSON.stringify(options)) as JournalRun['request']['options'], mapping, ...(mappingText === undefined ? {} : { mappingText }), ...(edits === undefined ? {} : { edits: Object.fromEntries(Object.entries(edits).map(([name, cells]) => [name, [...cells]])) }) },
    files: Object.fromEntries(Object.entries(files).map(([name, file]) => [name, fileDigest(file, parts.sha256)])),
  };
}

function fileDigest(file: ReadFile | undefined, sha256: Sha256): string {
  return file === undefined ? '' : digestOf({ header: file.table.header, rows: file.table.rows.map(({ at, cells }) => [at, [...cells]]) }, sha256);
}

/**
 * Takes out of a plan what was sent before. The state was read anew, so what came to be is unchanged in it already; what is left
 * are calls without a match, and those whose end nobody saw.
 */
function withoutSent({ prepared, matched, system }: Held, sent: Awaited<ReturnType<typeof sentBefore>> | null): { readonly prepared: Prepared; readonly before: Before } {
  if (sent === null || prepared.kind !== 'plan') return { prepared, before: { done: 0, unknown: 0 } };
  const { plan } = prepared;
  const items = plan.items.flatMap((item) => {
    // On another system it went out under that system's names.
    const before = sent.take(mappedCall(item, system));
    if (before === 'done' && !matched.has(item.step)) return [];
    return before === 'unknown' ? [{ ...item, out: true, marks: [...item.marks, { code: 'check' as const, column: '', value: 'sent-before' }] }] : [item];
  });
  return { prepared: { ...prepared, plan: { ...plan, items } }, before: { done: sent.sent - sent.unknown, unknown: sent.unknown } };
}

function choicesIn(list: unknown, value: string, title: string): readonly { readonly value: string; readonly title: string }[] {
  const at = (item: unknown, pointer: string): string => {
    const found: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, pointer.replace(/^\//, '')) : undefined;
    return typeof found === 'string' ? found.slice(0, 200) : '';
  };
  return Array.isArray(list) ? list.map((item: unknown) => ({ value: at(item, value), title: at(item, title) })).filter((one) => one.value !== '') : [];
}
