import { EFFECTS, isJsonObject, type Json, type JsonObject } from '../core/words/index.ts';
import { paintedText } from '../../preload/contract/painted.ts';
import type { Prepared, RunRequest } from '../host/skills/prepare.ts';
import type { SkillReceipt } from '../host/skills/receipt.ts';
import { ROW_ENDS } from '../host/plans/plan-receipt.ts';
import type { PlanPainting } from '../host/plans/plan-painter.ts';
import type { RowState } from '../host/plans/plan-view.ts';
import { visible, type Translate } from '../../preload/contract/language/index.ts';
import { sha256 } from '../adapters/digest/sha256.ts';
import type { CommandContext } from './command.ts';
import type { CliHome } from './compose.ts';
import { HIGHEST_IN_ADVANCE, type GivenInAdvance } from './in-advance.ts';
import { terminalKeys } from './keys.ts';
import { saveRequest } from './save-request.ts';
import { createTypedWord } from './typed-word.ts';

/** Rows that are shown in the terminal; the rest is in the counts. */
const ROWS_SHOWN = 20;
const GUARD_MS = 500;
/** Rows that this round does not ask about. What waits has no effect yet and is approved by no answer: it is asked about in a later round. */
const NOT_ASKED: ReadonlySet<RowState> = new Set<RowState>(['left-out', 'waits', ...ROW_ENDS]);

/** Answers the sets of a home as long as it is open: by a flag, by keys, or, where nobody can be asked, with a no. */
export function answerSets(context: CommandContext, { host, onApprovals }: CliHome, inAdvance: GivenInAdvance | null): void {
  const told = new Set<string>();
  onApprovals(() => {
    for (const planId of host.plans.list()) {
      const painting = host.plans.view(planId);
      if (painting?.head.waitsForMinute === true && !told.has(planId)) {
        told.add(planId);
        context.terminal.say(context.terminal.t('plan.waits-for-minute'));
      }
      if (painting?.head.stage !== 'asking' || told.has(`${planId} ${painting.painted}`)) continue;
      told.add(`${planId} ${painting.painted}`);
      setImmediate(() => { ask(context, host, planId, painting, inAdvance); });
    }
    // A read that asks is no part of the set: nobody is here to look at it apart.
    for (const card of host.inbox.cards()) {
      const painted = sha256(paintedText(structuredClone(card) as Parameters<typeof paintedText>[0]));
      setImmediate(() => { host.inbox.answer(card.callId, { choice: 'deny', painted, args: null, wordTyped: false, by: 'flag' }); });
    }
  });
}

function ask({ terminal }: CommandContext, host: CliHome['host'], planId: string, painting: PlanPainting, inAdvance: GivenInAdvance | null): void {
  const { t } = terminal;
  const give = (choice: 'approve' | 'deny' | 'look-first', by: 'flag' | 'person', wordTyped: boolean): void => {
    host.plans.answer(planId, { choice, painted: painting.painted, wordTyped, stopOnFailure: false, by });
  };
  show(terminal, painting);
  if (inAdvance !== null) {
    // SECURITY: what is graver than the highest a flag may approve is denied, whatever else is in the round.
    const grave = painting.pages.flat().some(({ effect, state }) => !NOT_ASKED.has(state) && (effect === null || EFFECTS.indexOf(effect) > EFFECTS.indexOf(HIGHEST_IN_ADVANCE)));
    if (grave && inAdvance === 'approve') terminal.say(t('cli.skill-too-grave'));
    return give(inAdvance === 'deny' || grave ? 'deny' : painting.head.lookFirst > 0 ? 'look-first' : 'approve', 'flag', false);
  }
  if (!terminal.canAsk) {
    terminal.say(t('cli.nobody-to-ask'));
    host.plans.cancel(planId);
    return;
  }
  terminal.prompt(t('cli.ask', { choices: `${t('cli.choice.approve')}  ${t('cli.choice.deny')}` }));
  const from = performance.now();
  let word: ReturnType<typeof createTypedWord> | null = null;
  const end = (choice: 'approve' | 'deny'): void => {
    stop();
    terminal.say('');
    give(choice, 'person', word !== null);
  };
  const stop = terminalKeys(terminal.input).onKeys((keys) => {
    if (keys === '\u0003') return end('deny');
    if (performance.now() - from < GUARD_MS) return;
    const same = word?.(keys) ?? null;
    if (same !== null) return end(same ? 'approve' : 'deny');
    if (word !== null) return;
    if (keys.toLowerCase() !== 'a') return end('deny');
    if (painting.head.confirm === 'plain') return end('approve');
    word = createTypedWord(terminal, t(`effect.${painting.head.bar?.effect ?? 'write'}`));
  });
}

function show(terminal: CommandContext['terminal'], { head, pages }: PlanPainting): void {
  const { t } = terminal;
  terminal.say(t('cli.skill-plan', { title: visible(head.title, 120), rows: head.asks, leftOut: head.leftOut }));
  for (const { serverName, tool, items, effect } of head.tools) terminal.say(`  ${visible(serverName, 60)} · ${visible(tool, 60)} · ${items} · ${effect === null ? '?' : t(`effect.${effect}`)}`);
  for (const row of pages.flat().slice(0, ROWS_SHOWN)) {
    const cells = Object.values(row.cells).map((cell) => visible(typeof cell === 'string' ? cell : JSON.stringify(cell), 40)).join(' | ');
    terminal.say(`  ${row.state === 'left-out' ? '-' : '+'} ${cells}${row.marks.length === 0 ? '' : `  (${row.marks.map(({ code }) => t(`mark.${code}`)).join('; ')})`}`);
  }
}

/** One run as it ended. */
export interface CarriedOut {
  readonly prepared: Prepared;
  /** Null where nothing was begun. */
  readonly receipt: SkillReceipt | null;
  /** Its set; null where nothing was to be called. */
  readonly planId: string | null;
}

/** Prepares, begins and answers one run. */
export async function runSkill(home: CliHome, request: RunRequest, language: Translate['locale']): Promise<CarriedOut> {
  const { runId, prepared } = await home.host.skills.prepare(request);
  return carryOut(home, runId, prepared, language);
}

/** Begins what was prepared, and waits for its end. */
export async function carryOut(home: CliHome, runId: string, prepared: Prepared, language: Translate['locale']): Promise<CarriedOut> {
  if (prepared.kind !== 'plan') return { prepared, receipt: null, planId: null };
  const begun = home.host.skills.begin(runId, language);
  return { prepared, receipt: begun.ok ? await begun.done : null, planId: begun.ok ? begun.planId : null };
}

/**
 * Answers with what became of a run, or why there is no plan: 0 where everything that was to run ran. What the role may only ask for is saved
 * where `--request` says. `more`: what is said beside it.
 */
export async function answerRun(context: CommandContext, { host }: CliHome, { prepared, receipt, planId }: CarriedOut, more: JsonObject = {}): Promise<0 | 1> {
  const { terminal } = context;
  if (prepared.kind !== 'plan' || receipt === null) {
    terminal.answer({ ...(prepared.kind === 'plan' ? { refused: { code: 'busy' } } : preparedJson(prepared)), ...more });
    return 1;
  }
  const refused = planId !== null && receipt.failed.some(({ why }) => why === 'role-requests');
  const saved = await saveRequest(context, refused, async () => (planId === null ? null : host.requests.ofPlan(planId)));
  terminal.answer({ ...receiptJson(receipt), ...saved, ...more });
  return receipt.outcome === 'executed' || receipt.outcome === 'nothing-to-do' ? 0 : 1;
}

/** The answer of a run as programs read it. */
export function receiptJson(receipt: SkillReceipt): JsonObject {
  const whys = (rows: SkillReceipt['failed']): Json => rows.map(({ row, why, said }) => ({ row, why, ...(said === null ? {} : { said }) }));
  const { planned, created, updated, deleted, done, unchanged, decision, outcome } = receipt;
  return {
    planned, leftOut: whys(receipt.leftOut), created, updated, deleted, done, unchanged, skipped: receipt.skipped.length + receipt.unchanged,
    failed: whys([...receipt.failed, ...receipt.unknown.map((row) => ({ ...row, why: row.why === '' ? 'unknown' : row.why }))]), decision, outcome,
  };
}

/** Why there is no plan, as programs read it. */
export function preparedJson(prepared: Exclude<Prepared, { kind: 'plan' }>): JsonObject {
  const value: Json = JSON.parse(JSON.stringify(prepared.kind === 'questions' ? { questions: prepared.questions } : { refused: plainReason(prepared.because) })) as Json;
  return isJsonObject(value) ? value : {};
}

function plainReason(because: Extract<Prepared, { kind: 'refused' }>['because']): unknown {
  return because.code === 'read' ? { code: 'read', read: because.refused.read, tool: because.refused.tool, because: because.refused.receipt?.because ?? null } : because;
}
