import { canonical, digestOf, wellFormed } from '../core/canonical/canonical.ts';
import { namesIn } from '../core/audit/content.ts';
import type { RecordedContent, RecordedMade } from '../core/audit/event.ts';
import type { Inverse } from '../core/preview/index.ts';
import type { DrawnCard } from './card.ts';
import type { StateRead } from '../core/preview/preview.ts';
import type { ToolAnswer } from '../core/ports.ts';
import type { Json, JsonObject } from '../core/words/index.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';

/** What of a call's arguments goes on record: the content apart, or, where it is not kept, the redacted arguments. */
export interface RecordedArguments {
  readonly args: JsonObject | null;
  readonly argsDigest: string;
  readonly content: RecordedContent | null;
}

/**
 * Keeps what a call asks for and what was painted of it, redacted, apart from the log. Before the intent, so that the
 * intent says where it lies. Where it is not kept the redacted arguments are part of the record: evidence goes first.
 */
export async function keepAsked(call: PlannedCall, drawn: DrawnCard | null, ports: GatePorts): Promise<RecordedArguments> {
  const args = await clean(call.args, ports);
  await ports.pause?.();
  const exact = textOr(() => canonical(call.args));
  await ports.pause?.();
  const card = await cardOf(drawn, ports);
  await ports.pause?.();
  const kept = await ports.content.keep(call.id, { args, card }, [exact, ...namesIn(args)]);
  await ports.pause?.();
  const content = kept === null ? null : { at: kept.at, digest: kept.digest, exact: kept.marks[0] ?? null, marks: kept.marks.slice(1) };
  // SECURITY: where a secret was taken out, the digest is of what is left; the exact arguments have a keyed one alone.
  return { args: content === null ? args : null, argsDigest: textOr(() => digestOf(args, ports.sha256)), content };
}

/** Keeps what the server answered, what was read afterwards and what undoes the call, redacted. Null: it is not kept. */
export async function keepAnswered(
  call: PlannedCall, answer: ToolAnswer, after: readonly StateRead[], undo: Inverse | null, made: RecordedMade | null, ports: GatePorts,
): Promise<RecordedContent | null> {
  const said = answer.kind === 'result' ? answer : { kind: answer.kind };
  const content = await clean({ answer: said, after, ...await wholeUndo(undo, ports), ...(made === null ? {} : { made }) } as unknown as JsonObject, ports);
  await ports.pause?.();
  const kept = await ports.content.keep(call.id, content, []);
  return kept === null ? null : { at: kept.at, digest: kept.digest, exact: null, marks: [] };
}

/** What undoes the call, or nothing: where a secret would be taken out of it, what came back would be the mark for one. */
async function wholeUndo(undo: Inverse | null, ports: GatePorts): Promise<{ readonly undo?: Inverse }> {
  if (undo === null) return {};
  const whole = structuredClone(undo) as unknown as JsonObject;
  const without = await clean(whole, ports);
  const text = textOr(() => canonical(whole));
  return text !== '' && textOr(() => canonical(without)) === text ? { undo } : {};
}

/** Digest of the states as they were read after a call. Null: none was read. */
export function statesDigest(states: readonly StateRead[], ports: GatePorts): string | null {
  const read = states.flatMap((state): Json[] => (state.state === 'read' ? [state.value ?? state.text] : state.state === 'absent' ? [{ absent: state.key }] : []));
  return read.length === 0 ? null : textOr(() => digestOf(read, ports.sha256)) || null;
}

/**
 * The card without its arguments, which stand beside it, and with its changes as they are, not as they were drawn.
 * SECURITY: redacted as whole texts: a secret that lies across two rows of a drawing would not be found.
 */
async function cardOf(drawn: DrawnCard | null, ports: GatePorts): Promise<Json> {
  if (drawn === null) return null;
  const { args: _, argsText: __, preview, ...rest } = drawn.card;
  const { changes, meanwhile } = drawn.drawing;
  return clean({ ...rest, preview: { ...preview, changes }, meanwhile } as unknown as JsonObject, ports);
}

async function clean(value: JsonObject, ports: GatePorts): Promise<JsonObject> {
  return wellFormed(await ports.redact(value, ports.pause)) as JsonObject;
}

/** What has no canonical form has no digest; it is recorded all the same. */
function textOr(make: () => string): string {
  try {
    return make();
  } catch {
    return '';
  }
}
