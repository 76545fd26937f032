import { valueAt } from '../core/canonical/pointer.ts';
import type { PolicyVerdict } from '../core/policy/evaluate-with-policy.ts';
import { stateFromAnswer } from '../core/preview/index.ts';
import type { PlannedRead, StateRead } from '../core/preview/preview.ts';
import { gatherFacts, type Gathered } from './facts.ts';
import { hold, judge } from './judge.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/words/index.ts';
import { foreignLabels, planCall, type Label, type PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';
import { NOT_ASKED } from './record.ts';
import { NOT_COMPARED, NotRecorded, recordOutcome, send } from './send.ts';

/**
 * Reads the states a preview or a check rests on. Each read is a call of its own: same gate, same send, recorded
 * under its parent (`sent`: that call went out already). What is read stays inside the gate until its project is verified. Where policy would ask, it is read only if the person said "look first" for this call.
 */
export async function look(
  call: PlannedCall, reads: readonly PlannedRead[], lookedFirst: boolean, ports: GatePorts, signal: AbortSignal, sent = false,
): Promise<StateRead[]> {
  return Promise.all(reads.map((read) => {
    // Once the call was sent, what stands in its arguments went to this server with a person's yes: reading it back tells it nothing new.
    const labels = sent ? [] : labelsInto(call, read);
    const once = (): Promise<StateRead> => lookOnce(call, read, labels, lookedFirst, ports, signal);
    // What is read once serves each purpose it is read for.
    return ports.shareLook === undefined ? once() : ports.shareLook(sameLook(call, read, labels, lookedFirst), once).then((state) => ({ ...state, key: read.key }));
  }));
}

/** One text for all reads that are the same: what is read, with which labels, how its answer is taken, and whether a person said yes to it. */
function sameLook({ serverId }: PlannedCall, { tool, args, absent }: PlannedRead, labels: readonly Label[], lookedFirst: boolean): string {
  return JSON.stringify([serverId, tool, args, absent ?? [], labels, lookedFirst]);
}

/** SECURITY: a read carries the labels of what went into it. Reads are made by copying, so a value that went in stands in its arguments. */
function labelsInto(parent: PlannedCall, read: PlannedRead): readonly Label[] {
  const sources = foreignLabels(parent).filter((label) => goesInto(parent.args, label, read.args)).map(({ source }) => source);
  return [...new Set(sources)].map((source) => ({ pointer: '', source }));
}

async function lookOnce(
  parent: PlannedCall, read: PlannedRead, labels: readonly Label[], lookedFirst: boolean, ports: GatePorts, signal: AbortSignal,
): Promise<StateRead> {
  const { planner, client, serverId, planId, skill } = parent;
  const call = planCall(ports.newCallId(), { planner, client, serverId, tool: read.tool, args: read.args, labels, planId, skill }, parent.id, ports.sha256);
  const gathered = await gatherFacts(call, ports);
  const verdict = read.dryRun === true ? mayDryRun(parent, call, judge(call, gathered, ports), lookedFirst) : mayLook(judge(call, gathered, ports), gathered, lookedFirst);
  if (verdict === null) return { key: read.key, state: 'not-allowed' };
  if (verdict.verdict === 'deny') return { key: read.key, state: 'failed', why: verdict.because };
  const held = await hold(call, gathered, 'ask', ports);
  if (!held.ok) return { key: read.key, state: 'failed', why: held.because };
  try {
    const sent = await send(call, gathered, verdict, NOT_ASKED, ports, signal);
    await recordOutcome(call, sent, NOT_COMPARED, ports);
    await ports.pause?.();
    return stateFromAnswer(read, sent.answer);
  } catch (error) {
    if (error instanceof NotRecorded) throw error;
    return { key: read.key, state: 'failed', why: 'internal' };
  }
}

/** Copies shorter than this are found only where they are the whole of a value. */
const PART = 4;

/** Whether a labelled value of the parent's arguments, or a piece of it, stands in those of a read. What has no such value is taken to be in all. */
function goesInto(args: JsonObject, label: Label, into: JsonObject): boolean {
  const labelled = valueAt(args, label.pointer);
  if (label.pointer === '' || labelled === undefined) return true;
  const there = leavesOf(into);
  return leavesOf(labelled).some((leaf) => there.some((other) =>
    leaf === other || (leaf.length >= PART && other.includes(leaf)) || (other.length >= PART && leaf.includes(other))));
}

function leavesOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(leavesOf);
  return isJsonObject(value) ? Object.values(value).flatMap(leavesOf) : [String(value)];
}

/** Null: would ask, and nobody said yes. A tool that does more than read is never used to look. */
function mayLook(verdict: PolicyVerdict, gathered: Gathered, lookedFirst: boolean): PolicyVerdict | null {
  if (verdict.verdict === 'deny') return verdict;
  if (gathered.judgement.effect !== 'read') return null;
  if (verdict.verdict === 'allow') return verdict;
  return lookedFirst ? { verdict: 'allow', because: 'looked-first', sources: verdict.sources } : null;
}

/**
 * Null: nobody said yes to it. A dry run carries its tool's effect, so neither a standing permission nor a role that reads
 * lets it run: a person does, once for this call.
 */
function mayDryRun(parent: PlannedCall, call: PlannedCall, verdict: PolicyVerdict, lookedFirst: boolean): PolicyVerdict | null {
  if (verdict.verdict === 'deny') return verdict;
  // SECURITY: the very tool of the call, never with values that came from elsewhere.
  if (call.tool !== parent.tool || parent.labels.length > 0) return null;
  return lookedFirst ? { verdict: 'allow', because: 'looked-first', sources: verdict.sources } : null;
}
