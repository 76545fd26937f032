import { sha256, sha256OfBase64 } from '../../../main/adapters/digest/sha256.ts';
import { createNamedFiles } from '../../../main/adapters/named-files/named-files.ts';
import type { AuditEvent } from '../../../main/core/audit/event.ts';
import { argumentProblems } from '../../../main/core/policy/arguments.ts';
import type { ToolAnswer } from '../../../main/core/ports.ts';
import { FILESYSTEM_RECIPES } from '../../../main/core/recipes/filesystem.ts';
import { released } from '../../../main/core/recipes/releases.ts';
import type { ServerFacts } from '../../../main/core/trust/server-facts.ts';
import type { ToolFacts } from '../../../main/core/pins/tool-facts.ts';
import type { Effect, JsonObject } from '../../../main/core/words/index.ts';
import { carryOut } from '../../../main/gate/gate.ts';
import type { Plan } from '../../../main/gate/planned-call.ts';
import { NO_GRANTS, NOTHING_USED, unmanaged } from '../host/policy/neutral.ts';
import type { Choice, GatePorts, Question } from '../../../main/gate/ports.ts';
import { draw } from '../../../main/workers/draw.ts';
import { NOBODY } from '../../../main/core/trust/server-identity.ts';

/** A file server in memory, a log in memory, and a person who answers as told: the whole road without a process. */
export interface GateWorld {
  readonly files: Map<string, string>;
  readonly wire: { tool: string; args: JsonObject }[];
  readonly log: AuditEvent[];
  readonly questions: Question[];
  readonly alarms: { tool: string; identity: string | null }[];
  server: ServerFacts;
  tools: Map<string, ToolFacts>;
  logBroken: boolean;
  protectedPath: string | null;
  nowMs: number;
  /** Called for each question, in a later turn; the default never answers. */
  onQuestion: (question: Question) => void;
  beforeSend: (tool: string) => void;
  /** What listing the tools anew does. */
  onRefresh: () => Promise<void>;
  readonly ports: GatePorts;
}

const RECIPE = FILESYSTEM_RECIPES[0];
const FILES = released('@modelcontextprotocol/server-filesystem', ['2026.8.31']);
const PLANNER = { kind: 'person', name: 'Eva' } as const;

function toolFacts(name: string, acceptedEffect: Effect | null): ToolFacts {
  const digest = RECIPE?.tools[name]?.digests[0] ?? sha256(name);
  const inputSchema = { type: 'object', properties: { path: { type: 'string' }, content: { type: 'string' } } };
  return { name, definition: { name, inputSchema }, digest, pin: 'same', acceptedEffect, ambiguous: false };
}

/** A fresh world: a reviewed, restricted file server with one file, an owner, and an empty log. */
export function gateWorld(): GateWorld {
  let calls = 0;
  const world: GateWorld = {
    files: new Map([['/a.txt', 'one\ntwo\n']]),
    wire: [], log: [], questions: [], alarms: [],
    server: {
      id: 'files', name: 'Files', identity: 'identity-1', trust: 'restricted', class: 'local', environment: 'live',
      connected: true, launchChanged: false, package: FILES.package, soleCode: FILES.code[0] ?? null, bundle: null, known: NOBODY,
    },
    tools: new Map(['read_text_file', 'write_file'].map((name) => [name, toolFacts(name, null)])),
    logBroken: false, protectedPath: null, nowMs: 0,
    onQuestion: () => {}, beforeSend: () => {}, onRefresh: () => Promise.resolve(),
    ports: {
      servers: { server: (id) => (id === 'files' ? world.server : null), tool: (_id, name) => world.tools.get(name) ?? null, refresh: () => world.onRefresh() },
      caller: { call: (_id, tool, args) => Promise.resolve(answerOf(world, tool, args)) },
      audit: { append: (event) => (world.logBroken ? Promise.reject(new Error('full')) : (world.log.push(event), Promise.resolve())) },
      content: { keep: () => Promise.resolve(null) },
      clock: { now: () => new Date(world.nowMs).toISOString(), monotonic: () => world.nowMs },
      compute: {
        draw: (drawing) => Promise.resolve(draw(drawing, { sha256, timeoutMs: 1_000 })),
        checkArguments: (schema, args) => Promise.resolve(argumentProblems(schema, args)),
      },
      sha256, sha256OfBase64,
      asker: {
        ask: (question) => { world.questions.push(question); queueMicrotask(() => world.onQuestion(question)); },
        settled: () => {},
      },
      protectedPaths: { touched: (_id, args) => world.protectedPath !== null && args['path'] === world.protectedPath },
      namedFiles: createNamedFiles(() => []),
      redact: (args) => args,
      newCallId: () => `call-${(calls += 1)}`,
      person: 'eva', policy: unmanaged(sha256), usage: NOTHING_USED, grants: NO_GRANTS,
      pause: () => new Promise((resolve) => { setImmediate(resolve); }),
      alarm: (call, identity) => { world.alarms.push({ tool: call.tool, identity }); },
    },
  };
  world.tools.set('mystery', toolFacts('mystery', null));
  return world;
}

function answerOf(world: GateWorld, tool: string, args: JsonObject): ToolAnswer {
  world.beforeSend(tool);
  world.wire.push({ tool, args });
  const path = String(args['path']);
  const text = (t: string, isError = false): ToolAnswer => ({ kind: 'result', isError, parts: [{ type: 'text', text: t }], structured: isError ? null : { content: t } });
  if (tool === 'read_text_file') {
    const file = world.files.get(path);
    return file === undefined ? text(`ENOENT: no such file or directory, open '${path}'`, true) : text(file);
  }
  if (tool === 'write_file') world.files.set(path, String(args['content']));
  return text('done');
}

/** Plans a call as a person would. */
export function plan(tool: string, args: JsonObject): Plan {
  return { planner: PLANNER, client: 'desktop', serverId: 'files', tool, args };
}

export const never = new AbortController().signal;

/** Carries a call out to its receipt. */
export function run(world: GateWorld, tool: string, args: JsonObject, signal: AbortSignal = never) {
  return carryOut('call-0', plan(tool, args), world.ports, signal);
}

/** A person's choice on the very card that is painted, one second after it appeared. */
export function choose(world: GateWorld, question: Question, choice: Partial<Choice>): ReturnType<Question['answer']> {
  world.nowMs += 1000;
  return question.answer({ choice: 'approve', painted: question.painted, args: null, wordTyped: false, by: 'person', ...choice });
}
