import { visiblePieces } from '../../preload/contract/language/index.ts';

/**
 * Text of a server inside a line of ours: one plain line, isolated from the direction of its neighbours, hidden
 * characters as marks that look unlike text. Longer than `cap` characters it is cut; `title` never carries it.
 */
export function Hostile({ text, cap = 120 }: { text: string; cap?: number }) {
  const points = [...text.slice(0, cap * 4 + 4)];
  const cut = points.length > cap || text.length > cap * 4 + 4;
  return (
    <bdi className="hostile">
      <Pieces text={points.slice(0, cap).join('')} keep="" />
      {cut ? <span className="mark">…</span> : null}
    </bdi>
  );
}

/** The pieces of a text, marks set apart from what merely spells one. */
export function Pieces({ text, keep }: { text: string; keep: string }) {
  return visiblePieces(text, keep).map((piece, at) =>
    piece.hidden ? <span key={at} className="mark">{piece.text}</span> : piece.text,
  );
}

/** Text of a server in a box of its own: whole, with its line breaks, inert. */
export function QuotedBox({ text, label }: { text: string; label: string }) {
  return (
    <blockquote className="quoted" aria-label={label} dir="auto">
      <Pieces text={text} keep={'\n\t'} />
    </blockquote>
  );
}
