import type { Preview } from '../core/preview/preview.ts';
import { compareAfter, inverseOf, planReads, planReadsAfter, refusedBySystem, renderPreview } from '../core/preview/index.ts';
import type { PolicyVerdict } from '../core/policy/evaluate-with-policy.ts';
import { graver, type DenyReason, type Json } from '../core/words/index.ts';
import { approvalHash, isLate, momentOf, type Moment } from './approval.ts';
import { drawCard, type DrawnCard } from './card.ts';
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
import { NOT_COMPARED, NotRecorded, outcomeOf, recordOutcome, send, type Compared, type Sent } from './send.ts';
import { standingOf } from './undo.ts';

/** The check afterwards may take so long; what is not known by then is `not checkable`. */
const CHECK_MS = 30_000;

/** A state that moves each time it was approved is no state to approve; nobody is asked for ever. */
const MOST_PAINTINGS = 50;

/** Where on its road a call is, for the person who waits for it. */
export type Stage = 'planning' | 'asking' | 'calling';

/**
 * THE ROAD OF A CALL, from plan to receipt. Every planner, every transport and every future feature takes it:
 * plan, gather facts, evaluate, preview, ask, check again, send (intent on disk first), compare, record.
 * Never rejects: whatever happens is a receipt. Anything unforeseen before the sending refuses.
 */
export async function carryOut(
  id: string, plan: Plan, ports: GatePorts, signal: AbortSignal, onStage: (stage: Stage) => void = () => {},
): Promise<Receipt> {
  let call = planCall(id, { ...plan, args: {} }, null, ports.sha256);
  let lookedFirst = false;
  let moved = false;
  let before: Json = null;
  let turned = false;
  try {
    call = planCall(id, plan, null, ports.sha256);
    for (let revision = 1; ; revision += 1) {
      onStage('planning');
      await ports.pause?.();
      const planned = await gatherFacts(call, ports);
      const first = judge(call, planned, ports);
      if (first.verdict === 'deny' && first.because !== 'role-requests') return await refuse(call, planned, first, NOT_ASKED, null, ports);
      if (first.verdict === 'allow' && first.because !== 'granted') {
        if (mustWait(ports, turned)) {
          turned = true;
          if (await ports.turn(planned.judgement.effect)) continue; // what was known before the wait may have moved
          return await refuse(call, planned, first, NOT_ASKED, 'cancelled', ports);
        }
        const receipt = await sendAndRecord(call, planned, first, NOT_ASKED, false, ports, signal, onStage);
        if (receipt !== 'moved') return receipt;
        if (revision > MOST_PAINTINGS) return await refuse(call, planned, first, NOT_ASKED, 'keeps-moving', ports);
        continue;
      }
      const { gathered, verdict, preview } = await makePreview(call, planned, lookedFirst, ports, signal);
      const standing = await standingOf(call, lookedFirst, ports, signal);
      if (standing === 'not-as-left' || standing === 'not-checkable') return await refuse(call, gathered, verdict, NOT_ASKED, standing, ports);
      // What may only be asked of somebody else is refused with its preview: the request shows what was meant.
      if (verdict.verdict === 'deny') return await refuse(call, gathered, verdict, { ...NOT_ASKED, preview }, null, ports);
      if (revision > MOST_PAINTINGS) return await refuse(call, gathered, verdict, NOT_ASKED, 'keeps-moving', ports);
      const approval = approvalHash(call, gathered, preview.base, ports.sha256);
      if (verdict.verdict === 'allow') {
        if (mustWait(ports, turned)) {
          turned = true;
          if (await ports.turn(gathered.judgement.effect)) continue;
          return await refuse(call, gathered, verdict, NOT_ASKED, 'cancelled', ports);
        }
        // A standing permission answers: nobody is asked, and the rest of the road is the same.
        const receipt = await sendGranted(call, { preview, approval, verdict }, lookedFirst, ports, signal, onStage);
        if (receipt !== 'moved') return receipt;
        continue;
      }
      const { because, sources } = verdict;
      await ports.pause?.();
      const drawn = await drawCard(call, gathered, preview, { revision, approval, because, sources, moved, before }, ports);
      before = preview.base;
      onStage('asking');
      const chosen = await askPerson(drawn, gathered.policy, ports, signal);
      if (chosen === 'other-policy') { moved = true; continue; }
      const given = momentOf(ports.clock);
      const answered = answeredWith(chosen, preview, drawn, approval, given);

      if (chosen.choice === 'deny') return await refuse(call, gathered, verdict, answered, null, ports);
      if (chosen.choice === 'edit') {
        // SECURITY: of what was planned only the arguments become others; where they came from stays as it was told. With
        // other arguments it may be about another object: it undoes nothing any more, and is judged like any call.
        const edited = planCall(id, { ...call, args: chosen.args ?? {} }, null, ports.sha256);
        call = edited.argsDigest === call.argsDigest ? edited : { ...edited, undoes: null };
        lookedFirst = false; // the yes was to other reads
        moved = false; // it is another call now
        continue;
      }
      if (chosen.choice === 'look-first') { lookedFirst = true; continue; }

      if (!(await listsAgain(call, ports))) return await refuseUnread(call, answered, ports);
      const again = await checkAgain(call, 'ask', lookedFirst, ports, signal);
      moved = isLate(given, ports.clock) || again === null || again.approval !== approval;
      if (moved || again === null) continue;
      await keepGrant(chosen, call, again.gathered, ports);
      const receipt = await sendAndRecord(call, again.gathered, verdict, answered, lookedFirst, ports, signal, onStage);
      if (receipt !== 'moved') return receipt;
      moved = true;
    }
  } catch (error) {
    return await broken(call, error, ports);
  }
}

/** True for a call of a set that nobody is asked about and that has not had its turn yet. */
function mustWait(ports: GatePorts, turned: boolean): ports is GatePorts & Required<Pick<GatePorts, 'turn'>> {
  return ports.turn !== undefined && !turned;
}

/** What is to be allowed for longer, kept before the sending. Where it cannot be kept this call goes out all the same, and the next one asks. */
async function keepGrant(chosen: Chosen, call: PlannedCall, gathered: Gathered, ports: GatePorts): Promise<void> {
  const { grant = null } = chosen;
  if (grant === null || !mayGrant(call, gathered, ports)) return;
  await ports.grants.give(grant, grantQuestion(call, gathered, ports), call.serverId).catch(() => false);
}

/** A preview, and the facts and verdict as they are once the states are known: a state may make the effect graver. */
interface Previewed {
  readonly gathered: Gathered;
  readonly verdict: PolicyVerdict;
  readonly preview: Preview;
}

/** What the call would change, as far as it may be known now. */
async function makePreview(
  call: PlannedCall, planned: Gathered, lookedFirst: boolean, ports: GatePorts, signal: AbortSignal,
): Promise<Previewed> {
  const { recipe } = planned;
  const states = await look(call, planReads(recipe, call.args), lookedFirst, ports, signal);
  await ports.pause?.();
  const gathered = withStates(call, planned, states);
  const preview = renderPreview({
    recipe, effect: gathered.judgement.effect, tool: call.tool, args: call.args, definition: gathered.tool?.definition ?? {}, states, digest: ports.sha256OfBase64,
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
async function checkAgain(
  call: PlannedCall, as: 'ask' | 'allow', lookedFirst: boolean, ports: GatePorts, signal: AbortSignal,
): Promise<{ gathered: Gathered; approval: string } | null> {
  const before = await gatherFacts(call, ports);
  if (judge(call, before, ports).verdict !== as) return null;
  const { preview, gathered: seen } = await makePreview(call, before, lookedFirst, ports, signal);
  if ((await standingOf(call, lookedFirst, ports, signal)) !== 'as-left') return null;
  // Gathered after the reads, in the same turn as the sending: pins and trust cannot move in between.
  const now = await gatherFacts(call, ports);
  // Told under other policies, the project is told anew.
  if (now.policy !== seen.policy) return null;
  const gathered = { ...withEffect(now, graver(now.judgement.effect, seen.judgement.effect)), project: seen.project };
  if (judge(call, gathered, ports).verdict !== as) return null;
  return { gathered, approval: approvalHash(call, gathered, preview.base, ports.sha256) };
}

/** A call that a standing permission covers: checked again like one that was approved, and sent. */
async function sendGranted(
  call: PlannedCall, { preview, approval, verdict }: { preview: Preview; approval: string; verdict: PolicyVerdict }, lookedFirst: boolean,
  ports: GatePorts, signal: AbortSignal, onStage: (stage: Stage) => void,
): Promise<Receipt | 'moved'> {
  const answered = { ...NOT_ASKED, preview, approval };
  if (!(await listsAgain(call, ports))) return refuseUnread(call, answered, ports);
  const again = await checkAgain(call, 'allow', lookedFirst, ports, signal);
  if (again === null || again.approval !== approval) return 'moved';
  return sendAndRecord(call, again.gathered, verdict, answered, lookedFirst, ports, signal, onStage);
}

/** `moved`: nothing was sent, for it may no longer run as it was judged. */
async function sendAndRecord(
  call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, answered: Answered, lookedFirst: boolean,
  ports: GatePorts, signal: AbortSignal, onStage: (stage: Stage) => void,
): Promise<Receipt | 'moved'> {
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

/** Reads the state again and compares it with what was shown. A check that cannot be made says so and hurts nothing. */
async function compare(
  call: PlannedCall, gathered: Gathered, preview: Preview | null, sent: Sent, lookedFirst: boolean, ports: GatePorts,
): Promise<Compared> {
  if (preview === null || preview.kind !== 'effect' || gathered.recipe === null) return NOT_COMPARED;
  if (sent.answer.kind !== 'result' || sent.answer.isError) return NOT_COMPARED;
  try {
    const reads = planReadsAfter(gathered.recipe, call.args, sent.answer);
    const states = await look(call, reads, lookedFirst, ports, AbortSignal.timeout(CHECK_MS), true);
    return { afterwards: compareAfter(gathered.recipe, preview, states), states, withheld: false };
  } catch {
    return NOT_COMPARED;
  }
}

async function refuse(
  call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, answered: Answered, why: string | null, ports: GatePorts,
): Promise<Receipt> {
  let failure = why;
  const kept = await keepAsked(call, answered.drawn, ports);
  try {
    await ports.audit.append({
      type: 'refusal', call: recordedCall(call, gathered, verdict, kept, ports), answer: await recordedDecision(answered, ports), why,
    });
  } catch {
    failure = 'log-unwritable';
  }
  const where = gathered.misfits.length > 0 ? gathered.misfits.slice(0, 5).join(', ') : null;
  return { ...receiptOf(call, gathered, verdict, answered), failure, where };
}

/** Something unforeseen. It is thrown only before the sending, so nothing was sent. */
async function broken(call: PlannedCall, error: unknown, ports: GatePorts): Promise<Receipt> {
  ports.asker.settled(call.id);
  const failure = error instanceof NotRecorded ? 'log-unwritable' : 'internal';
  // What broke the road may break the gathering too; there is a receipt all the same.
  const gathered = await gatherFacts(call, ports).catch(() => gatherFacts({ ...call, args: {} }, ports));
  return { ...receiptOf(call, gathered, judge(call, gathered, ports), NOT_ASKED), failure };
}

function receiptOf(call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, answered: Answered): Receipt {
  return {
    call, effect: gathered.judgement.effect, serverName: gathered.server?.name ?? call.serverId, verdict: verdict.verdict, because: verdict.because, sources: verdict.sources,
    preview: answered.preview, decision: answered.decision, outcome: 'refused', afterwards: 'not checkable', failure: null,
    where: null, answer: null, ms: null, undo: null,
  };
}

function answeredWith(chosen: Chosen, preview: Preview, drawn: DrawnCard, approval: string, given: Moment): Answered {
  const decision = chosen.withdrawn ? 'none' : chosen.choice === 'deny' ? 'denied' : 'approved';
  return { decision, by: chosen.withdrawn ? null : chosen.by, afterMs: chosen.afterMs, preview, drawn, painted: chosen.painted, approval, given };
}

function failureOf(sent: Sent, { recipe }: Gathered): string | null {
  if (sent.answer.kind === 'failed') return sent.answer.why;
  if (refusedBySystem(recipe, sent.answer)) return 'refused-by-system';
  return sent.answer.kind === 'input-required' ? 'input-required' : null;
}

