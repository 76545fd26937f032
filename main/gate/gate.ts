import type { Preview } from '../core/preview/preview.ts';
import { inverseOf, planReads, refusedBySystem, renderPreview } from '../core/preview/index.ts';
import { isKnownElsewhere } from '../core/recipes/match.ts';
import type { PolicyVerdict } from '../core/policy/evaluate-with-policy.ts';
import { graver, type DenyReason, type Json, type JsonObject } from '../core/words/index.ts';
import { approvalOf, isLate, momentOf, type Approval, type Moment } from './approval.ts';
import { drawCard, type DrawnCard } from './card.ts';
import { compare } from './compare.ts';
import { keepAsked } from './content.ts';
import { gatherFacts, withEffect, withStates, type Gathered } from './facts.ts';
import { grantQuestion, hold, judge, mayGrant } from './judge.ts';
import { look } from './look.ts';
import { withNamedFiles } from './named-files.ts';
import { planCall, type Plan, type PlannedCall } from './planned-call.ts';
import { madeBy } from './made.ts';
import type { GatePorts } from './ports.ts';
import { mustBeWithheld } from './project.ts';
import { askPerson, type Chosen } from './question.ts';
import type { Receipt } from './receipt.ts';
import { NOT_ASKED, recordedCall, recordedDecision, type Answered } from './record.ts';
import { NotRecorded, outcomeOf, recordOutcome, send, type Sent } from './send.ts';
import { standingOf } from './undo.ts';

/** A state that moves each time it was approved is no state to approve; nobody is asked for ever. */
const MOST_ROUNDS = 50;

/** Where on its road a call is, for the person who waits for it. */
export type Stage = 'planning' | 'asking' | 'calling';

/** A call on its way: what it is now, and what happened to it so far. It is never changed; each round has one of its own. */
interface Road {
  readonly call: PlannedCall;
  /** Which round this is, from 1; also the number of its card. */
  readonly revision: number;
  /** The person said yes to the reads that a preview of this very call needs. */
  readonly lookedFirst: boolean;
  /** What the last answer was given to is not so any more. */
  readonly moved: boolean;
  /** The state that the card before was about; null before the first. */
  readonly before: Json;
  /** Its set has let it go on. */
  readonly turned: boolean;
  readonly ports: GatePorts;
  readonly signal: AbortSignal;
  readonly onStage: (stage: Stage) => void;
}

/** Not there yet: one more round, with what is known now. */
interface Again {
  readonly again: Partial<Pick<Road, 'call' | 'lookedFirst' | 'moved' | 'before' | 'turned'>>;
}

/**
 * THE ROAD OF A CALL, from plan to receipt. Every planner, every transport and every future feature takes it:
 * plan, gather facts, evaluate, preview, ask, check again, send (intent on disk first), compare, record.
 * Never rejects: whatever happens is a receipt. Anything unforeseen before the sending refuses.
 */
export async function carryOut(
  id: string, plan: Plan, ports: GatePorts, signal: AbortSignal, onStage: (stage: Stage) => void = () => {},
): Promise<Receipt> {
  const call = planCall(id, { ...plan, args: {} }, null, ports.sha256);
  let road: Road = { call, revision: 1, lookedFirst: false, moved: false, before: null, turned: false, ports, signal, onStage };
  try {
    road = { ...road, call: planCall(id, plan, null, ports.sha256) };
    for (;;) {
      const step = await goOnce(road);
      if (!('again' in step)) return step;
      road = { ...road, ...step.again, revision: road.revision + 1 };
    }
  } catch (error) {
    return await broken(road.call, error, ports);
  }
}

/** One round: gathers and judges, and then refuses, sends what needs no answer, or previews and asks. */
async function goOnce(road: Road): Promise<Receipt | Again> {
  const { call, ports, signal } = road;
  road.onStage('planning');
  await ports.pause?.();
  const planned = await gatherFacts(call, ports);
  const first = judge(call, planned, ports);
  if (first.verdict === 'deny' && first.because !== 'role-requests') return refuse(call, planned, first, NOT_ASKED, null, ports);
  if (road.revision > MOST_ROUNDS) return refuse(call, planned, first, NOT_ASKED, 'keeps-moving', ports);
  if (first.verdict === 'allow' && first.because !== 'granted') return unasked(road, planned, first, () => sendAndRecord(road, planned, first, NOT_ASKED));

  const { gathered, verdict, preview } = await makePreview(road, planned);
  const standing = await standingOf(call, road.lookedFirst, ports, signal);
  if (standing === 'not-as-left' || standing === 'not-checkable') return refuse(call, gathered, verdict, NOT_ASKED, standing, ports);
  // What may only be asked of somebody else is refused with its preview: the request shows what was meant.
  if (verdict.verdict === 'deny') return refuse(call, gathered, verdict, { ...NOT_ASKED, preview }, null, ports);
  const approval = approvalOf(call, gathered, preview.base, ports.sha256);
  if (verdict.verdict === 'ask') return ask(road, { gathered, verdict, preview }, approval);
  // A standing permission answers: nobody is asked, and the rest of the road is the same.
  return unasked(road, gathered, verdict, () => sendGranted(road, { gathered, verdict, preview }, approval));
}

/** Nobody has to answer. In a set the call waits for its turn first, and is gone through once more: what was known before the wait may have moved. */
async function unasked(road: Road, gathered: Gathered, verdict: PolicyVerdict, go: () => Promise<Receipt | 'moved'>): Promise<Receipt | Again> {
  const { call, ports } = road;
  if (ports.turn !== undefined && !road.turned) {
    const mayGo = await ports.turn(gathered.judgement.effect);
    return mayGo ? { again: { turned: true } } : refuse(call, gathered, verdict, NOT_ASKED, 'cancelled', ports);
  }
  const receipt = await go();
  return receipt === 'moved' ? { again: {} } : receipt;
}

/** Draws the card, waits for the person, and does what was chosen. */
async function ask(road: Road, seen: Previewed<Extract<PolicyVerdict, { verdict: 'ask' }>>, approval: Approval): Promise<Receipt | Again> {
  const { call, revision, moved, ports } = road;
  const { gathered, verdict, preview } = seen;
  await ports.pause?.();
  const drawn = await drawCard(call, gathered, preview, { revision, approval: approval.hash, because: verdict.because, sources: verdict.sources, moved, before: road.before }, ports);
  const before = preview.base;
  road.onStage('asking');
  const chosen = await askPerson(drawn, gathered.policy, ports, road.signal);
  if (chosen === 'other-policy') return { again: { moved: true, before } };
  const answered = answeredWith(chosen, preview, drawn, approval, momentOf(ports.clock));
  switch (chosen.choice) {
    case 'deny': return refuse(call, gathered, verdict, answered, null, ports);
    // It is another call now: the yes was to other reads, and nothing moved under it yet.
    case 'edit': return { again: { call: edited(call, chosen.args ?? {}, ports), lookedFirst: false, moved: false, before } };
    case 'look-first': return { again: { lookedFirst: true, before } };
    case 'approve': return approved(road, seen, { approval, chosen, answered });
  }
}

/**
 * SECURITY: of what was planned only the arguments become others; where they came from stays as it was told. With
 * other arguments it may be about another object: it undoes nothing any more, and is judged like any call.
 */
function edited(call: PlannedCall, args: JsonObject, ports: GatePorts): PlannedCall {
  const other = planCall(call.id, { ...call, args }, null, ports.sha256);
  return other.argsDigest === call.argsDigest ? other : { ...other, undoes: null };
}

/** After the yes: lists, facts and states once more, and only what is as it was painted goes out. */
async function approved(
  road: Road, { verdict, preview }: Previewed, { approval, chosen, answered }: { approval: Approval; chosen: Chosen; answered: Answered },
): Promise<Receipt | Again> {
  const { call, ports } = road;
  const paintedAnew: Again = { again: { moved: true, before: preview.base } };
  if (!(await listsAgain(call, ports))) return refuseUnread(call, answered, ports);
  const again = await checkAgain(road, 'ask');
  if (again === null || again.approval.hash !== approval.hash || answered.given === null || isLate(answered.given, ports.clock)) return paintedAnew;
  await keepGrant(chosen, call, again.gathered, ports);
  const receipt = await sendAndRecord(road, again.gathered, verdict, answered);
  return receipt === 'moved' ? paintedAnew : receipt;
}

/** What is to be allowed for longer, kept before the sending. Where it cannot be kept this call goes out all the same, and the next one asks. */
async function keepGrant(chosen: Chosen, call: PlannedCall, gathered: Gathered, ports: GatePorts): Promise<void> {
  const { grant = null } = chosen;
  if (grant === null || !mayGrant(call, gathered, ports)) return;
  await ports.grants.give(grant, grantQuestion(call, gathered, ports), call.serverId).catch(() => false);
}

/** A preview, and the facts and verdict as they are once the states are known: a state may make the effect graver. */
interface Previewed<Verdict extends PolicyVerdict = PolicyVerdict> {
  readonly gathered: Gathered;
  readonly verdict: Verdict;
  readonly preview: Preview;
}

/** What the call would change, as far as it may be known now. */
async function makePreview({ call, lookedFirst, ports, signal }: Road, planned: Gathered): Promise<Previewed> {
  const { recipe } = planned;
  const states = await look(call, planReads(recipe, call.args), lookedFirst, ports, signal);
  await ports.pause?.();
  const gathered = withStates(call, planned, states);
  const preview = renderPreview({
    recipe, effect: gathered.judgement.effect, tool: call.tool, args: call.args, definition: gathered.tool?.definition ?? {}, states, digest: ports.sha256OfBase64,
    otherRelease: recipe === null && isKnownElsewhere(planned.server?.package ?? null, call.tool),
  });
  await ports.pause?.();
  return { gathered, verdict: judge(call, gathered, ports), preview: await withNamedFiles(preview, call, ports) };
}

/**
 * Has the server show its tools once more, so that what follows judges what is offered now and not what was. An
 * allowed read takes the last list; only what somebody was asked about is worth the wait.
 */
async function listsAgain(call: PlannedCall, ports: GatePorts): Promise<boolean> {
  // SECURITY: a server that does not show its tools has perhaps others: nothing is sent.
  return ports.servers.refresh(call.serverId).then(() => true, () => false);
}

/** Not sent, for the tools were not shown again; where policy now denies for a reason of its own, that is said. */
async function refuseUnread(call: PlannedCall, answered: Answered, ports: GatePorts): Promise<Receipt> {
  const gathered = await gatherFacts(call, ports);
  const verdict = judge(call, gathered, ports);
  return refuse(call, gathered, verdict, answered, verdict.verdict === 'deny' ? null : 'definitions-unread', ports);
}

/** Facts, verdict and base once more, right before sending. Null: it may no longer run as it was asked, or was granted. */
async function checkAgain(road: Road, as: 'ask' | 'allow'): Promise<{ gathered: Gathered; approval: Approval } | null> {
  const { call, ports } = road;
  const before = await gatherFacts(call, ports);
  if (judge(call, before, ports).verdict !== as) return null;
  const { preview, gathered: seen } = await makePreview(road, before);
  if ((await standingOf(call, road.lookedFirst, ports, road.signal)) !== 'as-left') return null;
  // Gathered after the reads, in the same turn as the sending: pins and trust cannot move in between.
  const now = await gatherFacts(call, ports);
  // Told under other policies, the project is told anew.
  if (now.policy !== seen.policy) return null;
  const gathered = { ...withEffect(now, graver(now.judgement.effect, seen.judgement.effect)), project: seen.project };
  if (judge(call, gathered, ports).verdict !== as) return null;
  return { gathered, approval: approvalOf(call, gathered, preview.base, ports.sha256) };
}

/** A call that a standing permission covers: checked again like one that was approved, and sent. */
async function sendGranted(road: Road, { verdict, preview }: Previewed, approval: Approval): Promise<Receipt | 'moved'> {
  const answered = { ...NOT_ASKED, preview, approval };
  if (!(await listsAgain(road.call, road.ports))) return refuseUnread(road.call, answered, road.ports);
  const again = await checkAgain(road, 'allow');
  if (again === null || again.approval.hash !== approval.hash) return 'moved';
  return sendAndRecord(road, again.gathered, verdict, answered);
}

/** `moved`: nothing was sent, for it may no longer run as it was judged. */
async function sendAndRecord(road: Road, gathered: Gathered, verdict: PolicyVerdict, answered: Answered): Promise<Receipt | 'moved'> {
  const { call, lookedFirst, ports, signal, onStage } = road;
  const held = await hold(call, gathered, verdict.verdict, ports);
  if (!held.ok) return held.because === 'moved' ? 'moved' : refuse(call, gathered, denied(held.because, call, gathered, ports), answered, null, ports);
  onStage('calling');
  const sent = await send(call, gathered, verdict, answered, ports, signal);
  const compared = await compare(call, gathered, answered.preview, sent, lookedFirst, ports);
  // SECURITY: told before anything else can be sent: nobody uses the tool again before somebody looked.
  if (compared.afterwards === 'different') ports.alarm(call, gathered.server?.identity ?? null);
  const withheld = mustBeWithheld(call, gathered, sent.answer, ports);
  let failure = failureOf(sent, gathered);
  const undo = compared.afterwards === 'as shown' ? undoOf(call, gathered, answered, sent) : null;
  const made = withheld ? null : madeBy(call, gathered.recipe, answered.preview, undo);
  try {
    await recordOutcome(call, sent, { ...compared, withheld: withheld || compared.withheld, refused: failure === 'refused-by-system', undo, made }, ports);
  } catch {
    // Sent, but its end is not on record: the next start writes `unknown`. The person is told now.
    failure = 'log-unwritable';
  }
  return {
    ...receiptOf(call, gathered, verdict, answered), outcome: outcomeOf(sent.answer), afterwards: compared.afterwards, failure: withheld ? 'answer-withheld' : failure,
    answer: withheld ? null : sent.answer, ms: sent.ms, undo,
  };
}

/** The call that would undo this one, where the recipe knows it. */
function undoOf(call: PlannedCall, { recipe }: Gathered, { preview }: Answered, { answer }: Sent): Receipt['undo'] {
  return preview === null ? null : inverseOf(recipe, call.args, preview, answer);
}

function denied(because: DenyReason, call: PlannedCall, gathered: Gathered, ports: GatePorts): PolicyVerdict {
  const now = judge(call, gathered, ports);
  return now.verdict === 'deny' && now.because === because ? now : { verdict: 'deny', because, sources: [`built-in#/${because}`] };
}

async function refuse(
  call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, answered: Answered, why: string | null, ports: GatePorts,
): Promise<Receipt> {
  let failure = why;
  const kept = await keepAsked(call, answered, ports);
  try {
    await ports.audit.append({
      type: 'refusal', call: recordedCall(call, gathered, verdict, kept, ports), answer: recordedDecision(answered, kept), why,
    });
  } catch {
    failure = 'log-unwritable';
  }
  const where = gathered.misfits.length > 0 ? gathered.misfits.slice(0, 5).join(', ') : null;
  return { ...receiptOf(call, gathered, verdict, answered), failure, where };
}

/** Something unforeseen. It is thrown only before the sending, so nothing was sent; that is on record, where the log is not what broke. */
function broken(call: PlannedCall, error: unknown, ports: GatePorts): Promise<Receipt> {
  ports.asker.settled(call.id);
  const end = async (ended: PlannedCall): Promise<Receipt> => {
    const gathered = await gatherFacts(ended, ports);
    return error instanceof NotRecorded ? { ...receiptOf(ended, gathered, judge(ended, gathered, ports), NOT_ASKED), failure: 'log-unwritable' } : refuse(ended, gathered, judge(ended, gathered, ports), NOT_ASKED, 'internal', ports);
  };
  return end(call).catch(() => end({ ...call, args: {} })); // what broke the road may break this too
}

function receiptOf(call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, answered: Answered): Receipt {
  return {
    call, effect: gathered.judgement.effect, serverName: gathered.server?.name ?? call.serverId, verdict: verdict.verdict, because: verdict.because, sources: verdict.sources,
    preview: answered.preview, decision: answered.decision, outcome: 'refused', afterwards: 'not checkable', failure: null,
    where: null, answer: null, ms: null, undo: null,
  };
}

function answeredWith(chosen: Chosen, preview: Preview, drawn: DrawnCard, approval: Approval, given: Moment): Answered {
  const decision = chosen.withdrawn ? 'none' : chosen.choice === 'deny' ? 'denied' : 'approved';
  return { decision, by: chosen.withdrawn ? null : chosen.by, afterMs: chosen.afterMs, preview, drawn, painted: chosen.painted, approval, given };
}

function failureOf(sent: Sent, { recipe }: Gathered): string | null {
  if (sent.answer.kind === 'failed') return sent.answer.why;
  if (refusedBySystem(recipe, sent.answer)) return 'refused-by-system';
  return sent.answer.kind === 'input-required' ? 'input-required' : null;
}

