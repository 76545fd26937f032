import { visible, type Translate } from '../../../preload/contract/language/index.ts';
import type { PlannedCallView } from '../../../preload/contract/views.ts';

/** Questions that are alike: same server, tool, effect and planner. Different effects never share a group. */
export interface CardGroup {
  readonly key: string;
  readonly cards: readonly PlannedCallView[];
}

/** Groups like with like; groups and cards in the order they were asked. */
export function groupCards(cards: readonly PlannedCallView[]): CardGroup[] {
  const groups = new Map<string, PlannedCallView[]>();
  for (const card of cards.toSorted((a, b) => (a.askedAt < b.askedAt ? -1 : a.askedAt > b.askedAt ? 1 : 0))) {
    const { serverId, tool, effect, planner } = card.bar;
    const key = JSON.stringify([effect, serverId, tool, planner.kind, planner.name]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [card]);
    else group.push(card);
  }
  return [...groups].map(([key, members]) => ({ key, cards: members }));
}

/** The cards as the inbox lists them, top to bottom. */
export function inboxOrder(cards: readonly PlannedCallView[]): PlannedCallView[] {
  return groupCards(cards).flatMap((group) => group.cards);
}

/** The card to open once `callId` is answered: the one below it, else the one above, else none. */
export function nextAfter(cards: readonly PlannedCallView[], callId: string): PlannedCallView | null {
  const order = inboxOrder(cards);
  const at = order.findIndex((card) => card.callId === callId);
  if (at < 0) return order[0] ?? null;
  return order[at + 1] ?? order[at - 1] ?? null;
}

/** The card `step` places further in the inbox; stays at the ends. */
export function stepFrom(cards: readonly PlannedCallView[], callId: string | null, step: 1 | -1): PlannedCallView | null {
  const order = inboxOrder(cards);
  const at = order.findIndex((card) => card.callId === callId);
  if (at < 0) return order[0] ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + step))] ?? null;
}

/** What the first change is about, to tell alike questions apart in the inbox; null where nothing is known. Hostile text. */
export function subjectOf(card: PlannedCallView): string | null {
  const first = card.preview.changes[0];
  if (first === undefined) return null;
  switch (first.kind) {
    case 'move': return first.from;
    case 'rows': return first.rows.length === 1 ? first.rows[0]?.target ?? null : null;
    case 'said': return null;
    case 'text':
    case 'fields': return first.target;
  }
}

/** How the edge and the frame of a card are coloured: by what the call can do, nothing else. */
export function edgeOf(effect: PlannedCallView['bar']['effect']): 'read' | 'write' | 'amber' | 'red' {
  switch (effect) {
    case 'read': return 'read';
    case 'write': return 'write';
    case 'send':
    case 'publish': return 'amber';
    case 'delete':
    case 'configure':
    case 'permission': return 'red';
  }
}

/** What a screen reader hears of a new question. */
export function announcementOf(card: PlannedCallView, t: Translate): string {
  return t('approvals.announce', {
    effect: t(`effect.${card.bar.effect}`), server: visible(card.bar.serverName, 60), tool: visible(card.bar.tool, 60),
  });
}

/** True when what was typed is the effect's word, whatever its case and the space around it. */
export function wordMatches(typed: string, word: string, locale: string): boolean {
  const fold = (text: string): string => text.trim().normalize('NFC').toLocaleLowerCase(locale);
  return fold(typed) === fold(word);
}
