import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import type { ReviewDecision } from '../../host/review/review.ts';
import { proposedEffect, type ReviewItem } from '../../host/review/review-items.ts';
import { askKey } from '../ask-key.ts';
import { WrongCall, type CommandContext } from '../command.ts';
import { withHome } from '../compose.ts';
import { startWithConsent } from '../consent.ts';
import { createInk, foreignLines } from '../ink.ts';
import { terminalKeys } from '../keys.ts';
import { findEntry, orSay, sayState, type HostCommand } from './servers.ts';

/**
 * `servers review NAME`: shows each definition that waits, whole, and asks. Breaking off is the default and decides
 * nothing at all. A server that was untrusted ends at `restricted`.
 */
export const serversReview: HostCommand = (context, installation) => withHome(context, installation, (home) => orSay(context, async () => {
  const { host } = home;
  const { terminal, rest: [name] } = context;
  if (name === undefined) throw new WrongCall('cli.needs-arguments', { usage: 'servers review NAME' });
  const found = findEntry(host.servers.list(), name);
  if (found === null) throw new WrongCall('cli.no-server', { name: visible(name, 80) });
  const { config: { id } } = found;
  const entry = await startWithConsent(context, home, id);
  const review = host.review.read(id);
  if (entry.connection.state !== 'running' || review === null) {
    sayState(context, entry);
    return 1;
  }
  const waiting = review.items.filter((item) => (item.state === 'new' || item.state === 'changed') && item.refused === null && item.now !== null);
  if (waiting.length > 0 && !terminal.canAsk) {
    terminal.say(terminal.t('cli.nobody-to-ask'));
    return 1;
  }
  const decisions = await decideEach(context, waiting);
  if (decisions === null) return 1;
  const refused = await host.review.decide(id, review.digest, review.trust === 'untrusted' ? 'restricted' : review.trust, decisions);
  if (refused !== null) terminal.say(spokenProblem({ code: refused, facts: {} }, terminal.t));
  terminal.answer({ id, ...host.review.counts(id), trust: host.servers.facts(id)?.trust ?? 'untrusted' });
  return refused === null ? 0 : 1;
}));

/** The answers to all items, or null where the person broke off. */
async function decideEach(context: CommandContext, items: readonly ReviewItem[]): Promise<ReviewDecision[] | null> {
  const decisions: ReviewDecision[] = [];
  for (const item of items) {
    const answer = await decideOne(context, item);
    if (answer === 'break') return null;
    decisions.push({ kind: item.kind, name: item.name, decision: answer, effect: item.offer === null ? null : proposedEffect(item) });
  }
  return decisions;
}

function decideOne({ terminal }: CommandContext, item: ReviewItem): Promise<'accept' | 'block' | 'break'> {
  const { t } = terminal;
  const ink = createInk(terminal.colours);
  terminal.say('');
  terminal.say(ink('strong', `${item.kind} ${t('common.quoted', { text: visible(item.name) })}`));
  if (item.old !== null) for (const line of foreignLines(JSON.stringify(item.old, null, 2), ink, 'remove')) terminal.say(`  - ${line}`);
  for (const line of foreignLines(JSON.stringify(item.now, null, 2), ink, item.old === null ? 'plain' : 'add')) terminal.say(`  ${item.old === null ? '|' : '+'} ${line}`);
  for (const { kind, rank, pointer } of item.changes) {
    terminal.say(ink(rank === 'danger' ? 'danger' : rank === 'cosmetic' ? 'faint' : 'caution', `  ! ${t(`change-rank.${rank}`)}: ${t(`change-kind.${kind}`)} ${visible(pointer, 200)}`));
  }
  if (item.offer !== null) terminal.say(t('cli.review-effect', { effect: t(`effect.${proposedEffect(item)}`), source: item.offer.from === 'unknown' ? t('effect-source.unknown') : t(`effect-source.${item.offer.from}`) }));
  return askKey(terminal, terminalKeys(terminal.input), () => performance.now(), {
    prompt: t('cli.review-ask'), answers: { a: 'accept', b: 'block', q: 'break' }, no: 'break',
  });
}
