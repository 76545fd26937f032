import { spokenCode, type Translate } from '../../../preload/contract/language/index.ts';
import type { PreparedView, SkillReceiptView, SkillView } from '../../../preload/contract/views.ts';
import type { SkillWords } from '../../../preload/contract/views/skills.ts';

/** An author's words in the person's language. */
export function said(words: SkillWords, t: Translate): string {
  return t.locale === 'de' ? words.de : words.en;
}

/** What a checked run would do, in one sentence of counts. */
export function sumSentence({ counts }: PreparedView, skill: SkillView, t: Translate): string {
  const of = (name: string): number => counts[name] ?? 0;
  const noun = skill.playbook === null ? '' : said(of('create') === 1 ? skill.playbook.one : skill.playbook.noun, t);
  const clauses = [
    of('create') > 0 ? t('skill.sum.create', { count: of('create'), noun }) : '',
    of('alike') > 0 ? t('skill.sum.alike', { count: of('alike') }) : '',
    of('update') > 0 ? t('skill.sum.update', { count: of('update') }) : '',
    of('remove') > 0 ? t('skill.sum.remove', { count: of('remove') }) : '',
    of('call') > 0 ? t('skill.sum.call', { count: of('call') }) : '',
    of('unchanged') > 0 ? t('skill.sum.unchanged', { count: of('unchanged') }) : '',
    of('leftOut') > 0 ? t('skill.sum.left-out', { count: of('leftOut') }) : '',
    of('clashes') > 0 ? t('skill.sum.clashes', { count: of('clashes') }) : '',
  ].filter((clause) => clause !== '');
  if (clauses.length === 0) return t('skill.sum.nothing');
  const sentence = `${clauses.join(', ')}.`;
  return sentence.charAt(0).toLocaleUpperCase(t.locale) + sentence.slice(1);
}

const ENDS = ['created', 'updated', 'deleted', 'done', 'failed', 'unknown'] as const;

/** What became of a run, in one or two sentences of counts; what did not happen is not in them. */
export function receiptSentence(receipt: SkillReceiptView, t: Translate): string {
  const ends = ENDS.filter((end) => receipt[end] > 0).map((end) => t(`plan.count.${end}`, { count: receipt[end] }));
  const rest = [
    receipt.unchanged > 0 ? t('skill.receipt.unchanged', { count: receipt.unchanged }) : '',
    receipt.leftOut > 0 ? t('skill.receipt.left-out', { count: receipt.leftOut }) : '',
    receipt.skipped > 0 ? t('skill.receipt.skipped', { count: receipt.skipped }) : '',
  ].filter((clause) => clause !== '');
  const planned = t('skill.receipt.planned', { count: receipt.planned });
  return `${planned}${ends.length === 0 ? '' : `: ${ends.join(', ')}`}.${rest.length === 0 ? '' : ` ${rest.join(', ')}.`}`;
}

/** Why preparing was refused, in words. */
export function refusedSentence(refused: NonNullable<PreparedView['refused']>, t: Translate): string {
  const words = spokenCode('skill.refused', refused.code, t);
  return refused.found === null || refused.limit === null ? words : `${words} ${t('skill.refused.limit', { found: refused.found, limit: refused.limit })}`;
}
