import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../preload/contract/language/index.ts';
import type { ChangeView, SpecialView } from '../../../preload/contract/views.ts';
import { LanguageContext } from '../../../renderer/app/language-context.tsx';
import { changeRows } from '../../../renderer/ui/diff/change-rows.ts';
import { dateWords } from '../../../renderer/ui/diff/date-words.ts';
import { formattedAs } from '../../../renderer/ui/diff/formatted-as.ts';
import { renderedChange } from '../../../renderer/ui/diff/formatted.ts';
import { RecordTable, recordLists } from '../../../renderer/ui/diff/record-table.tsx';
import { default as RenderedView } from '../../../renderer/ui/diff/rendered-view.tsx';
import { sizeOf } from '../../../renderer/ui/diff/size.ts';
import { SpecialRow } from '../../../renderer/ui/diff/special-view.tsx';

type Fields = Extract<ChangeView, { kind: 'fields' }>;
const t = createTranslator('en');
const paint = (node: React.ReactNode): string => renderToStaticMarkup(<LanguageContext value={t}>{node}</LanguageContext>);
const change = (special: SpecialView, fields: Fields['fields'] = []): Fields => ({ kind: 'fields', target: 'x', verb: 'update', fields, special });
const special = (one: SpecialView, fields: Fields['fields'] = []): string => paint(<SpecialRow change={change(one, fields)} special={one} />);

describe('a special situation', () => {
  it('publication: says that it goes live and sets live beside then', () => {
    const html = special({ situation: 'publication', goes: 'public', audience: 'staff', live: [{ pointer: '/title', label: 'Title', before: 'Old', after: 'New' }] });
    for (const words of ['This goes live', 'staff', 'What readers see', 'Old', 'New']) expect(html).toContain(words);
  });

  it('deletion: names what refers to it, and says when not all was read', () => {
    const references = [{ noun: 'agenda-item', target: 'a-7', title: 'Opening', pointer: '/speakers' }];
    const html = special({ situation: 'deletion', references, complete: false });
    for (const words of ['1 object refers to it', '1 agenda item', 'a-7', 'Opening', 'Not everything']) expect(html).toContain(words);
  });

  it('menu: shows each entry with what became of it and where it stood', () => {
    const entry = { depth: 0, label: 'News', target: '/news', under: null, place: 0 };
    const html = special({ situation: 'menu', draft: false, entries: [
      { ...entry, state: 'moved', was: { under: 'More', place: 2, depth: 1, label: 'News', target: '/news' } },
      { ...entry, label: 'Agenda', state: 'changed', was: { under: null, place: 1, depth: 0, label: 'Programme', target: '/p' } },
      { ...entry, label: 'Gone', state: 'removed', was: null }, { ...entry, label: 'Same', state: 'same', was: null },
    ] });
    for (const words of ['Moved', 'from place 3 under', 'More', 'Changed', 'Programme', 'Goes away', 'visitors']) expect(html).toContain(words);
  });

  it('rights: who gains, who loses', () => {
    const html = special({ situation: 'rights', gains: [{ who: 'editor', may: ['publish', 'news', null] }], loses: [] });
    for (const words of ['Gains 1 right', 'editor', 'publish', 'all', 'Nobody loses a right']) expect(html).toContain(words);
  });

  const png = 'iVBORw0KGgo=';
  const file = { name: 'a.png', stated: 'image/png', found: 'image/png', bytes: 2_048, digest: 'ab'.repeat(32), content: '/content' };
  it('media: draws the bytes of the card and tells the type by content, the size and that something is replaced', () => {
    const html = special({ situation: 'media', before: null, after: file, overwrites: true, used: [], complete: true }, [{ pointer: '/content', label: 'Content', after: png }]);
    for (const words of [`src="data:image/png;base64,${png}"`, '2.0 KB', 'image/png by its content', 'its content is replaced']) expect(html).toContain(words);
  });

  it('media: sets the picture before beside the one after', () => {
    const html = special({ situation: 'media', before: file, after: file, overwrites: true, used: [], complete: true }, [{ pointer: '/content', label: 'Content', before: 'iVBORw0KGgpB', after: png }]);
    expect(html.match(/src="[^"]*"|Before|After/g)).toEqual(['src="data:image/png;base64,iVBORw0KGgpB"', 'Before', `src="data:image/png;base64,${png}"`, 'After']);
  });

  it('media: never draws what is no picture by its bytes, and says when the stated type is another', () => {
    const lying = { ...file, stated: 'image/png', found: 'text/html' };
    const html = special({ situation: 'media', before: null, after: lying, overwrites: false, used: [], complete: true }, [{ pointer: '/content', label: 'Content', after: png }]);
    expect(html).not.toContain('<img');
    expect(html).toContain('It was said to be');
    const odd = special({ situation: 'media', before: null, after: file, overwrites: false, used: [], complete: true }, [{ pointer: '/content', label: 'Content', after: '"><script>' }]);
    expect(odd).not.toContain('<img');
    expect(odd).not.toContain('<script');
  });

  it('stands under its record, before the fields; the bytes of a picture are no field of their own', () => {
    const media: SpecialView = { situation: 'media', before: null, after: file, overwrites: false, used: [], complete: true };
    const rows = changeRows([change(media, [{ pointer: '/content', label: 'Content', after: png }, { pointer: '/alt', label: 'Alt', after: 'x' }])], { sideBySide: false, opened: new Set(), rendered: new Set() });
    expect(Array.from({ length: rows.count }, (_, at) => rows.row(at)).map((row) => (row.kind === 'field' ? row.field.pointer : row.kind))).toEqual(['fields-head', 'special', 'field-names', '/alt']);
  });
});

describe('a formatted text', () => {
  it.each([['<p>Hello</p>', 'html'], ['# Title\n\ntext', 'markdown'], ['a **bold** word', 'markdown'], ['plain text, a < b', null], ['', null], ['x'.repeat(300_000), null]])('%.20s is told as %s', (text, as) => {
    expect(formattedAs(text)).toBe(as);
  });

  it('marks the blocks that come and go', () => {
    const blocks = renderedChange('<p>One</p><p>Two</p>', '<p>One</p><p>Three</p>', 'html');
    expect(blocks.map(({ op }) => op)).toEqual(['same', 'remove', 'add']);
  });

  it.each([
    ['<img src="https://evil.example/x.png" alt="cat" onerror="alert(1)">', 'html'], ['<p onclick="x()">a<script>alert(1)</script></p>', 'html'],
    ['<iframe src="https://evil.example"></iframe><style>*{display:none}</style>', 'html'], ['<a href="javascript:alert(1)">Approve</a>', 'html'],
    ['![x](https://evil.example/p.png) [Approve](https://evil.example)', 'markdown'], ['<form action="https://evil.example"><input></form>', 'html'], ['<p style="position:fixed">x</p>', 'html'],
  ] as const)('loads nothing, leads nowhere and runs nothing: %.40s', (text, as) => {
    const html = paint(<RenderedView before="" after={text} as={as} />);
    expect(html).not.toMatch(/<img|<a |<script|<iframe|<style|<form|<input|\shref=|\ssrc=|\son\w+=|style=/);
  });

  it('shows where a link would lead and marks hidden characters', () => {
    const html = paint(<RenderedView before="" after={'<p>See <a href="https://evil.example/a">our site</a>\u202e</p>'} as="html" />);
    expect(html).toContain('https://evil.example/a');
    expect(html).toContain('class="mark"');
  });
});

describe('a list of records', () => {
  it('is one table, with the rows that come and go', () => {
    const lists = recordLists([{ id: 1, name: 'a' }, { id: 2, name: 'b' }], [{ id: 1, name: 'a' }, { id: 3, name: '<b>' }]);
    if (lists === null) throw new Error('no lists');
    const html = paint(<RecordTable lists={lists} />);
    expect(html.match(/class="row-(\w+)"/g)).toEqual(['class="row-same"', 'class="row-remove"', 'class="row-add"']);
    expect(html).toContain('&lt;b&gt;');
  });

  it.each([[[1, 2], [3]], ['text', [{ a: 1 }]], [[{ a: { b: 1 } }], []], [undefined, undefined], [[Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`k${at}`, at]))], []]])('is none where %j stands against %j', (before, after) => {
    expect(recordLists(before as never, after as never)).toBeNull();
  });
});

describe('a date', () => {
  it('is said in the person\'s words beside the value', () => {
    expect(dateWords('2027-03-16', 'en')).toBe('Tuesday, March 16, 2027');
    expect(dateWords('2027-03-16', 'de')).toBe('Dienstag, 16. März 2027');
    expect(dateWords('2027-03-16T09:00:00Z', 'en')).toContain('2027');
  });
  it.each(['2027-02-30', '2027-13-01', '16.03.2027', 'tomorrow', '2027-03-16 and more', ''])('%s is none', (value) => {
    expect(dateWords(value, 'en')).toBeNull();
  });
});

it.each([[0, 'en', '0 B'], [1_023, 'en', '1,023 B'], [1_024, 'en', '1.0 KB'], [5_242_880, 'en', '5.0 MB'], [48_213, 'de', '47,1 KB']])('%d bytes in %s are %s', (bytes, locale, words) => {
  expect(sizeOf(bytes, locale)).toBe(words);
});
