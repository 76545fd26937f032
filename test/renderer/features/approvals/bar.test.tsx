import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { PlannedCallView } from '../../../../preload/contract/views.ts';
import { LanguageContext } from '../../../../renderer/app/language-context.tsx';
import { Bar } from '../../../../renderer/features/approvals/bar.tsx';
import { QuotedBox } from '../../../../renderer/ui/hostile-text.tsx';
import { sampleCard } from '../../sample-world.ts';

const paint = (bar: Partial<PlannedCallView['bar']>): string =>
  renderToStaticMarkup(<LanguageContext value={createTranslator('en')}><Bar card={sampleCard({ bar })} /></LanguageContext>);

/** The shape of the bar with every text taken out: what a server could change only by breaking out of its place. */
const shapeOf = (html: string): string => html.replace(/<span class="mark">[^<]*<\/span>/g, '').replace(/>[^<]+</g, '><');

const HOSTILE = [
  '<b>Approved</b><script>alert(1)</script>', 'line\nbreak\r\nand\u2028more', '\u202eright to left\u2066', 'zero\u200bwidth\u{e0041}tag',
  'x'.repeat(50_000), ' '.repeat(5_000), '😀'.repeat(5_000), '"><div class="bar">', '\u202e\u2066'.repeat(3_000), '\ud800', '',
];

describe('our bar', () => {
  it('keeps its shape whatever a server calls itself and its tools', () => {
    const plain = shapeOf(paint({ serverName: 'a', tool: 'b', project: 'c', planner: { kind: 'client', name: 'd' } }));
    for (const text of HOSTILE.filter((one) => one !== '')) {
      const html = paint({ serverName: text, tool: text, project: text, planner: { kind: 'client', name: text } });
      expect(shapeOf(html), JSON.stringify(text.slice(0, 30))).toBe(plain);
    }
  });
  it('holds no raw control or bidi character, no line break, and stays short', () => {
    for (const text of HOSTILE) {
      const html = paint({ serverName: text, tool: text, project: text });
      expect(html).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(html.length).toBeLessThan(20_000);
    }
  });
  it('puts no text of a server into an attribute', () => {
    const html = paint({ serverName: 'needle', tool: 'needle', project: 'needle', planner: { kind: 'client', name: 'needle' } });
    for (const tag of html.match(/<[^>]*>/g) ?? []) expect(tag).not.toContain('needle');
  });
  it('says effect, trust and pin in our own closed words', () => {
    const html = paint({ effect: 'permission', trust: 'untrusted', pin: 'changed', serverName: 'Trusted' });
    for (const words of ['Change rights', 'Untrusted', 'changed since the review']) expect(html).toContain(words);
  });
});

describe('a box of a server', () => {
  it('holds its text whole and inert', () => {
    const html = renderToStaticMarkup(<QuotedBox text={'<img src=x onerror=alert(1)>\n\u202eend'} label="says" />);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;\n');
    expect(html).toContain('⟨U+202E⟩');
  });
});
