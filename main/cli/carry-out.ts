import { sha256 } from '../adapters/digest/sha256.ts';
import { paintedText } from '../../preload/contract/painted.ts';
import type { Card } from '../core/preview/card.ts';
import { wholeCard } from '../core/preview/paged.ts';
import type { JsonObject } from '../core/words/index.ts';
import type { Receipt } from '../gate/receipt.ts';
import type { CommandContext } from './command.ts';
import type { CliHome } from './compose.ts';
import { answerInAdvance, type GivenInAdvance } from './in-advance.ts';
import { createInk, foreignLines } from './ink.ts';
import { terminalKeys } from './keys.ts';
import { paintCard } from './paint-card.ts';
import { createTerminalAsker } from './terminal-asker.ts';

/** What is to be called, and who answers: a flag, or whoever sits at the terminal. */
export interface PlannedFromTerminal {
  readonly serverId: string;
  readonly tool: string;
  readonly args: JsonObject;
  readonly inAdvance: GivenInAdvance | null;
  /** How the call enters the gate, where it is not planned here. Null: it did not. */
  readonly enter?: () => Promise<{ readonly done: Promise<Receipt> } | null>;
}

/** Plans one call, has its question answered, and gives its receipt. Never rejects. */
export async function carryOutFromTerminal(context: CommandContext, home: CliHome, planned: PlannedFromTerminal): Promise<Receipt | null> {
  const { host } = home;
  const { serverId, tool, args, inAdvance, enter } = planned;
  const close = inAdvance !== null ? answerByFlag(context, home, inAdvance) : context.terminal.canAsk ? askAtTerminal(context, home) : showAndWithdraw(context, home);
  const entered = enter === undefined ? host.calls.plan({ planner: host.actor.planner, client: 'cli', serverId, tool, args }) : await enter();
  const receipt = entered === null ? null : await entered.done;
  close();
  if (receipt !== null) sayReceipt(context, receipt);
  return receipt;
}

function askAtTerminal({ terminal }: CommandContext, { host, onApprovals }: CliHome): () => void {
  const asker = createTerminalAsker({
    terminal, questions: host.inbox, keys: terminalKeys(terminal.input), sha256, monotonic: () => performance.now(),
  });
  onApprovals(asker.changed);
  return asker.close;
}

function answerByFlag({ terminal }: CommandContext, { host, onApprovals }: CliHome, given: GivenInAdvance): () => void {
  onEachCard(host.inbox.cards, onApprovals, (card) => {
    show(card);
    const choice = answerInAdvance(given, card);
    if (given === 'approve' && choice === 'deny') terminal.say(terminal.t('cli.too-grave', { effect: terminal.t(`effect.${card.bar.effect}`) }));
    const painted = sha256(paintedText(structuredClone(card) as Parameters<typeof paintedText>[0]));
    host.inbox.answer(card.callId, { choice, painted, args: null, wordTyped: false, by: 'flag' });
  });
  const show = (card: Card): void => { for (const line of paintCard(wholeCard(card, host.inbox.pages(card.callId)), terminal.t, createInk(terminal.colours))) terminal.say(line); };
  return () => undefined;
}

/** Nobody can be asked: the question is shown and withdrawn, which is a no by nobody. */
function showAndWithdraw({ terminal }: CommandContext, { host, onApprovals }: CliHome): () => void {
  onEachCard(host.inbox.cards, onApprovals, (card) => {
    for (const line of paintCard(wholeCard(card, host.inbox.pages(card.callId)), terminal.t, createInk(terminal.colours))) terminal.say(line);
    terminal.say(terminal.t('cli.nobody-to-ask'));
    host.calls.cancel(card.callId);
  });
  return () => undefined;
}

/** Tells of each painting once. Answers are given in a later turn: the gate is still putting the question. */
function onEachCard(cards: () => readonly Card[], onApprovals: (listener: () => void) => void, tell: (card: Card) => void): void {
  const told = new Set<string>();
  onApprovals(() => {
    for (const card of cards()) {
      const painting = `${card.callId} ${card.revision}`;
      if (told.has(painting)) continue;
      told.add(painting);
      setImmediate(() => { tell(card); });
    }
  });
}

function sayReceipt({ terminal }: CommandContext, receipt: Receipt): void {
  const { t } = terminal;
  const ink = createInk(terminal.colours);
  if (receipt.verdict === 'deny') terminal.say(t(`reason.${receipt.because}`));
  terminal.say(t('cli.result', { outcome: t(`outcome.${receipt.outcome}`), afterwards: receipt.outcome === 'executed' ? t(`afterwards.${receipt.afterwards}`) : '' }));
  if (receipt.answer?.kind !== 'result') return;
  terminal.say(t('cli.server-says'));
  for (const part of receipt.answer.parts) {
    const text = part.type === 'text' ? part.text : JSON.stringify(part);
    for (const line of foreignLines(text, ink)) terminal.say(`  | ${line}`);
  }
}
