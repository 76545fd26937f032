import { describe, expect, it } from 'vitest';
import { createTranslator, provenanceWords } from '../../../../preload/contract/language/index.ts';

type Said = Parameters<typeof provenanceWords>[0];
type End = NonNullable<Said['last']>['end'];
const on = (at: string): { at: string } => ({ at });
const pair = (dryRun: string | null = null): Said['elsewhere'][number] => ({ after: on('day 2'), seen: on('day 3'), dryRun: dryRun === null ? null : on(dryRun) });
const said = (answer: Said['answer'], end: End | null, sure: boolean, more: Partial<Said> = {}): Said => ({
  server: { name: 'CMS', identity: 'a' }, answer, last: end === null ? null : { at: 'day 4', end }, sure: sure ? on('day 1') : null, elsewhere: [], missing: null, observed: null, ...more,
});
const words = (what: Said, locale: 'en' | 'de' = 'en'): string[] => provenanceWords(what, createTranslator(locale), (iso) => iso);

describe('the words about who changed an object', () => {
  it('say both, that it was changed elsewhere and that a later attempt of ours failed', () => {
    const [first, second, third] = words(said('changed elsewhere since', 'failed', true, { elsewhere: [pair()] }));
    expect([first, second]).toEqual(['Changed elsewhere since. The last change through Countersign was on day 1.', 'The call on day 4 failed. It may have changed it all the same.']);
    expect(third).toContain('It read differently on day 3 than on day 2');
    expect(words(said('changed elsewhere since', 'failed', false, { elsewhere: [pair()] }))[0]).toBe('Changed elsewhere: it reads differently than before, and no call through Countersign in between may have changed it.');
  });

  it('never call a dry run a change, nor say that there was no call where there was a dry run', () => {
    expect(words(said('through Countersign', 'dry-run', false)).slice(0, 2)).toEqual([
      'Perhaps changed through Countersign.', "The call on day 4 was a dry run: the server was asked what it would do. By the server's word it changed nothing; nobody checked that.",
    ]);
    expect(words(said('through Countersign', 'dry-run', true))[0]).toBe('Changed through Countersign, last on day 1.');
    const around = words(said('changed elsewhere since', 'dry-run', false, { elsewhere: [pair('day 2.5')], missing: { after: on('day 3'), failed: on('day 5'), dryRun: on('day 4') } }));
    expect(around[0]).toBe('Changed, either elsewhere or by a dry run that did more than the server says.');
    expect(around.filter((line) => line.includes('dry run, on day'))).toHaveLength(2);
    expect(around.join(' ')).not.toContain('no call');
  });

  it('say the same in German', () => {
    const around = words(said('changed elsewhere since', 'dry-run', false, { elsewhere: [pair('Tag 2')] }), 'de');
    expect(around[0]).toBe('Geändert, entweder anderswo oder durch einen Probelauf, der mehr tat, als der Server angibt.');
    expect(around[1]).toContain('Der Aufruf am day 4 war ein Probelauf');
  });
});
