import { canonical, digestOf, wellFormed } from '../core/canonical/canonical.ts';
import { namesIn } from '../core/audit/content.ts';
import type { RecordedCall, RecordedContent, RecordedMade } from '../core/audit/event.ts';
import type { Inverse } from '../core/preview/index.ts';
import type { Preview, StateRead } from '../core/preview/preview.ts';
import type { ToolAnswer } from '../core/ports.ts';
import type { Json, JsonObject } from '../core/words/index.ts';
import type { Approval } from './approval.ts';
import type { DrawnCard } from './card.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';
import type { Answered } from './record.ts';

/**
 * What a call asked for and what was answered, as it goes on record: the content apart, or, where it is not kept, the redacted arguments.
 * SECURITY: each digest is of what is left once secrets are taken out, so that nobody who has the log can try out secrets on it; of the exact
 * arguments there is a keyed one alone.
 */
export interface AskedOnRecord {
  readonly args: JsonObject | null;
  readonly argsDigest: string;
  readonly content: RecordedContent | null;
  readonly tool: string;
  readonly labels: NonNullable<RecordedCall['labels']>;
  readonly approval: string | null;
  readonly base: string | null;
  readonly painted: string | null;
  readonly previewed: string | null;
}

/**
 * Keeps what a call asks for and what was painted of it, redacted, apart from the log. Before the intent, so that the
 * intent says where it lies. Where it is not kept the redacted arguments are part of the record: evidence goes first.
 */
export async function keepAsked(call: PlannedCall, { drawn, preview, approval, painted }: Answered, ports: GatePorts): Promise<AskedOnRecord> {
  // Together: what stands in several of them is looked through once.
  const left = await clean({
    args: call.args, card: cardOf(drawn), preview: drawn === null ? previewOf(preview) : null, base: preview?.base ?? null, bound: approval?.bound ?? null,
    // SECURITY: who plans may name a tool or an argument after a secret.
    tool: call.tool, labels: call.labels.map(({ pointer, source }) => ({ pointer, source })),
  } as unknown as JsonObject, ports) as unknown as Left;
  await ports.pause?.();
  const argsDigest = digestOr(left.args, ports);
  await ports.pause?.();
  const base = left.base === null ? null : digestOr(left.base, ports);
  const approved = approval === null ? null : recordedApproval(left.bound, argsDigest, base, ports);
  const card = left.card === null ? null : { ...left.card, approval: approved };
  await ports.pause?.();
  const shown = left.card?.preview ?? left.preview;
  const previewed = shown === null ? null : digestOr(shown, ports);
  await ports.pause?.();
  const exact = textOr(() => canonical(call.args));
  await ports.pause?.();
  const kept = await ports.content.keep(call.id, { args: left.args, card }, [exact, ...namesIn(left.args)]);
  await ports.pause?.();
  const content = kept === null ? null : { at: kept.at, digest: kept.digest, exact: kept.marks[0] ?? null, marks: kept.marks.slice(1) };
  return {
    args: content === null ? left.args : null, argsDigest, content, tool: left.tool, labels: left.labels, approval: approved, base, previewed,
    painted: painted === null || card === null ? null : digestOr({ ...card, preview: previewed }, ports),
  };
}

/** What is left of a call and its answer once secrets are taken out. */
interface Left extends Pick<AskedOnRecord, 'tool' | 'labels'> {
  readonly args: JsonObject;
  readonly card: (JsonObject & { readonly preview: JsonObject }) | null;
  readonly preview: JsonObject | null;
  readonly base: Json;
  readonly bound: Approval['bound'];
}

/** What an approval was bound to, as the record itself tells it: with the digests of arguments and states that stand there. */
function recordedApproval(bound: JsonObject, args: string, base: string | null, ports: GatePorts): string {
  return digestOr({ ...bound, args, base }, ports);
}

/** The end of a call as it goes on record; the same holds for its digests. */
export interface AnsweredOnRecord {
  readonly content: RecordedContent | null;
  readonly resultDigest: string | null;
  readonly after: string | null;
  readonly made: RecordedMade | null;
}

/** What there is to keep of the end of a call. `withheld`: its person may not see it, so it is not kept either. */
interface ToKeep {
  readonly answer: ToolAnswer;
  readonly states: readonly StateRead[];
  readonly withheld: boolean;
  readonly undo: Inverse | null;
  readonly made: RecordedMade | null;
}

/** Keeps what the server answered, what was read afterwards and what undoes the call, redacted. */
export async function keepAnswered(call: PlannedCall, { answer, states, withheld, undo, made }: ToKeep, ports: GatePorts): Promise<AnsweredOnRecord> {
  const said = answer.kind === 'result' ? answer : { kind: answer.kind };
  const all = { answer: said, after: states, ...(undo === null ? {} : { undo }), ...(made === null ? {} : { made }) };
  const { undo: without, ...left } = await clean(all as unknown as JsonObject, ports);
  await ports.pause?.();
  const whole = without === undefined || !isWhole(undo as unknown as Json, without) ? {} : { undo: without };
  const kept = withheld ? null : await ports.content.keep(call.id, { ...left, ...whole }, []);
  await ports.pause?.();
  const { answer: told, after, made: done = null } = left as unknown as { readonly answer: ToolAnswer; readonly after: readonly StateRead[]; readonly made?: RecordedMade };
  const resultDigest = told.kind === 'result' ? digestOr({ parts: told.parts, structured: told.structured } as unknown as Json, ports) || null : null;
  await ports.pause?.();
  return {
    content: kept === null ? null : { at: kept.at, digest: kept.digest, exact: null, marks: [] },
    resultDigest, after: statesDigest(after, ports), made: done,
  };
}

/** Whether what undoes a call is as it was: where a secret would be taken out of it, what came back would be the mark for one. */
function isWhole(undo: Json, left: Json): boolean {
  const text = textOr(() => canonical(undo));
  return text !== '' && textOr(() => canonical(left)) === text;
}

/** Digest of the states as they were read after a call. Null: none was read. */
export function statesDigest(states: readonly StateRead[], ports: GatePorts): string | null {
  const read = states.flatMap((state): Json[] => (state.state === 'read' ? [state.value ?? state.text] : state.state === 'absent' ? [{ absent: state.key }] : []));
  return read.length === 0 ? null : digestOr(read, ports) || null;
}

/** The same without secrets, as the record has it. */
export async function recordedStatesDigest(states: readonly StateRead[], ports: GatePorts): Promise<string | null> {
  const { after } = await clean({ after: states } as unknown as JsonObject, ports) as unknown as { readonly after: readonly StateRead[] };
  return statesDigest(after, ports);
}

/**
 * The card without its arguments, which stand beside it, and with its changes as they are, not as they were drawn.
 * SECURITY: redacted as whole texts: a secret that lies across two rows of a drawing would not be found.
 */
function cardOf(drawn: DrawnCard | null): unknown {
  if (drawn === null) return null;
  const { args: _, argsText: __, approval: ___, preview, ...rest } = drawn.card;
  const { changes, meanwhile } = drawn.drawing;
  return { ...rest, preview: { ...preview, changes }, meanwhile };
}

/** A preview that no card was drawn of, as one would have it. */
function previewOf(preview: Preview | null): unknown {
  if (preview === null) return null;
  const { kind, objects, sentence, changes, unknowns, files = [] } = preview;
  return { kind, objects, sentence, changes, unknowns, files };
}

async function clean(value: JsonObject, ports: GatePorts): Promise<JsonObject> {
  return wellFormed(await ports.redact(value, ports.pause)) as JsonObject;
}

function digestOr(value: Json, { sha256 }: GatePorts): string {
  return textOr(() => digestOf(value, sha256));
}

/** What has no canonical form has no digest; it is recorded all the same. */
function textOr(make: () => string): string {
  try {
    return make();
  } catch {
    return '';
  }
}
