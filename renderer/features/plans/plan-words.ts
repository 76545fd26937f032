import { hasMessage, sentence, visible, type Translate } from '../../../preload/contract/language/index.ts';
import type { PlanHeadView, PlanRowView } from '../../../preload/contract/views.ts';

/** What a set does, in one sentence of known facts: what it creates, changes and deletes, and how many rows it leaves out. While it runs, what is left of that. */
export function setSentence(head: PlanHeadView, t: Translate): string {
  const clauses = head.totals.map(({ verb, noun, project, objects }) =>
    verb === 'calls' || verb === 'says' ? t('plan.calls', { count: objects }) : sentence({ verb, noun, project, objects, fields: null }, t).replace(/\.$/, ''));
  if (head.waiting > 0) clauses.push(t('plan.waits-for', { count: head.waiting }));
  if (head.leftOut > 0) clauses.push(t('plan.leaves-out', { count: head.leftOut }));
  if (clauses.length === 0) return t('plan.nothing');
  const runs = head.stage === 'running' || head.stage === 'paused';
  const what = clauses.map((clause, at) => (at === 0 && !runs ? clause : clause.charAt(0).toLowerCase() + clause.slice(1))).join(', ');
  return runs ? t('plan.still', { what }) : `${what}.`;
}

/** What became of a set, in one sentence of counts. */
export function endSentence(head: PlanHeadView, t: Translate): string {
  const ends = ['created', 'updated', 'deleted', 'done', 'skipped', 'failed', 'refused', 'refused-by-system', 'unknown'] as const;
  const parts = ends.filter((end) => (head.counts[end] ?? 0) > 0).map((end) => t(`plan.count.${end}`, { count: head.counts[end] ?? 0 }));
  return `${parts.join(', ')}.`;
}

/** The limit in words, where the set goes over it. */
export function limitSentence(head: PlanHeadView, t: Translate): string | null {
  if (head.objects === null || head.objects <= head.limit) return null;
  const nouns = new Set(head.totals.map(({ noun }) => noun ?? 'object'));
  const key = `noun.${nouns.size === 1 ? [...nouns][0] : 'object'}`;
  return t('plan.over-limit', { what: t(hasMessage(key) ? key : 'noun.object', { count: head.objects }), limit: head.limit });
}

/** Why a row ended as it did, in words; null where it went well. */
export function whyWords(row: PlanRowView, t: Translate): string | null {
  if (row.why === null) return null;
  const room = ['skip', 'reason', 'failure', 'problem'].find((name) => hasMessage(`${name}.${row.why}`));
  const key = `${room ?? 'failure'}.${row.why}`;
  return hasMessage(key) ? t(key) : t('common.quoted', { text: visible(row.why, 120) });
}
