import { Fragment, useMemo, useRef } from 'react';
import { visiblePieces } from '../../preload/contract/language/index.ts';
import { MoreBelow } from './more-below.tsx';
import { Rows } from './rows.tsx';
import { paintedRow, textRows } from './text-rows.ts';

/**
 * Text of a server inside a line of ours: one plain line, isolated from the direction of its neighbours, hidden
 * characters as marks that look unlike text. Longer than `cap` characters it is cut; `title` never carries it.
 * With `joints` a name in a list may break after them; never where the shape must not follow the text.
 */
export function Hostile({ text, cap = 120, joints = false }: { text: string; cap?: number; joints?: boolean }) {
  const points = [...text.slice(0, cap * 4 + 4)];
  const cut = points.length > cap || text.length > cap * 4 + 4;
  return (
    <bdi className="hostile">
      {joints ? <Jointed text={points.slice(0, cap).join('')} /> : <Pieces text={points.slice(0, cap).join('')} keep="" />}
      {cut ? <span className="mark">…</span> : null}
    </bdi>
  );
}

/** A name that may break after its joints, so that a narrow list does not tear its words. Adds no character. */
function Jointed({ text }: { text: string }) {
  return text.split(/(?<=[_/.-])(?=[^_/.-])|(?<=[a-z])(?=[A-Z])/).map((part, at) => <Fragment key={at}>{at === 0 ? null : <wbr />}<Pieces text={part} keep="" /></Fragment>);
}

/** The pieces of a text, marks set apart from what merely spells one. */
export function Pieces({ text, keep }: { text: string; keep: string }) {
  return visiblePieces(text, keep).map((piece, at) =>
    piece.hidden ? <span key={at} className="mark">{piece.text}</span> : piece.text,
  );
}

/** Texts beyond this many characters are painted row by row, only those in sight. */
const LONG = 20_000;

/** Text of a server in a box of its own: whole, with its line breaks, inert. */
export function QuotedBox({ text, label }: { text: string; label: string }) {
  if (text.length > LONG) return <LongQuotedBox text={text} label={label} />;
  if (!tallText(text)) return <blockquote className="quoted" aria-label={label} dir="auto"><Pieces text={text} keep={'\n\t'} /></blockquote>;
  return <TallQuotedBox text={text} label={label} />;
}

/** A text that may not fit: the box can be scrolled by keyboard, and says what is out of sight. */
function TallQuotedBox({ text, label }: { text: string; label: string }) {
  const box = useRef<HTMLQuoteElement>(null);
  return (
    <div>
      <blockquote ref={box} className="quoted" aria-label={label} dir="auto" tabIndex={0} role="group"><Pieces text={text} keep={'\n\t'} /></blockquote>
      <MoreBelow scroller={box} watch={text} />
    </div>
  );
}

/** True for a text that may not fit its box. */
function tallText(text: string): boolean {
  return text.length > 300 || text.split('\n', 6).length > 5;
}

function LongQuotedBox({ text, label }: { text: string; label: string }) {
  const scroller = useRef<HTMLQuoteElement>(null);
  const rows = useMemo(() => textRows(text), [text]);
  // About ninety characters stand on a line; a guess near the truth keeps the scroll bar steady.
  const estimate = 20 * Math.max(1, Math.ceil(text.length / Math.max(1, rows.length) / 90));
  return (
    <div>
    <blockquote ref={scroller} className="quoted quoted-long" aria-label={label} tabIndex={0} role="group" dir="auto">
      <Rows count={rows.length} scroller={scroller} estimate={estimate} row={(at) => <div className="json-line"><Pieces text={paintedRow(rows[at])} keep={'\t'} /></div>} />
    </blockquote>
    <MoreBelow scroller={scroller} watch={text} />
    </div>
  );
}
