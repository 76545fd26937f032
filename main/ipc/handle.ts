import type { IpcMainInvokeEvent } from 'electron';
import { ZodArray, type output, type ZodType } from 'zod';
import type { Value } from '../../preload/contract/bridge.ts';
import type { Channel } from '../../preload/contract/channels.ts';
import type { Problem, ProblemCode, Reply } from '../../preload/contract/problem.ts';
import { createPause } from '../host/pause.ts';
import { schemas } from '../../preload/contract/schemas.ts';

/** Thrown by a handler to answer with a problem. Anything else thrown crosses as `internal`, without its text. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(code: ProblemCode, facts: Problem['facts'] = {}) {
    super(code);
    this.name = 'ProblemError';
    this.problem = { code, facts };
  }
}

/** True only for our own page's main frame; see Electron's security list, "validate the sender of all IPC messages". */
export type SenderCheck = (event: IpcMainInvokeEvent) => boolean;

/** A handler of one channel: a parsed request in, a value to be parsed out. */
export type Handler<C extends Channel> = (request: Parsed<C>) => Promise<Value<C>> | Value<C>;
type Parsed<C extends Channel> = output<(typeof schemas)[C]['request']>;

/** One handler for every channel: a missing one does not compile. */
export type Handlers = { readonly [C in Channel]: Handler<C> };

/** Answers one request on one channel. */
export type Answerer = (channel: Channel, event: IpcMainInvokeEvent, request: unknown) => Promise<Reply<unknown>>;

/**
 * The one way from a channel to its handler. SECURITY: no handler can be reached without the sender check and both
 * schemas, for they are found here by the channel's name. Order: sender, request, run, reply.
 */
export function createAnswerer(handlers: Handlers, isOurs: SenderCheck, onFault: (error: unknown) => void): Answerer {
  return async (channel, event, request) => {
    if (!isOurs(event)) return refused('bad-request');
    return answer(channel, handlers[channel] as Handler<Channel>, request, onFault);
  };
}

async function answer<C extends Channel>(
  channel: C, handler: Handler<C>, request: unknown, onFault: (error: unknown) => void,
): Promise<Reply<unknown>> {
  const { request: requestSchema, reply: replySchema } = schemas[channel];
  const parsed = parseRequest(requestSchema, request);
  if (parsed === null) return refused('bad-request');
  try {
    const value = await handler(parsed.data as Parsed<C>);
    return { ok: true, value: await parsedReply(replySchema, value) };
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, problem: error.problem };
    // A document under a seal that cannot be judged takes nothing: that is no fault, and said as what it is.
    if (error instanceof Error && error.name === 'DamagedDocument') return refused('permissions-unverified');
    onFault(error);
    return refused('internal');
  }
}

/** A reply in the shape of its schema; a long list is checked in slices, for there may be ten thousand in it. */
async function parsedReply(schema: ZodType, value: unknown): Promise<unknown> {
  if (!(schema instanceof ZodArray) || !Array.isArray(value) || value.length < LONG_LIST) return schema.parse(value);
  const pause = createPause();
  const parsed: unknown[] = [];
  for (const one of value as unknown[]) {
    parsed.push((schema.element as ZodType).parse(one));
    await pause();
  }
  // What is sent is copied at once: that has a turn of its own.
  await new Promise((resolve) => { setImmediate(resolve); });
  return parsed;
}

/** From so many entries on. */
const LONG_LIST = 200;

/** A request nested so deep that it cannot be walked is as bad as one of another shape. */
function parseRequest(schema: ZodType, request: unknown): { readonly data: unknown } | null {
  try {
    const parsed = schema.safeParse(request);
    return parsed.success ? { data: parsed.data } : null;
  } catch {
    return null;
  }
}

function refused(code: ProblemCode): Reply<never> {
  return { ok: false, problem: { code, facts: {} } };
}

