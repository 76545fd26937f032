import { Pieces } from '../hostile-text.tsx';
import { useT } from '../../app/language-context.tsx';
import type { NumberedLine } from './fold.ts';
import { endMark, splitLineEnd } from './line-end.ts';
import { wordMarks } from './words.ts';

const SIGN = { same: ' ', add: '+', remove: '−' } as const;

/** A line of the diff in one column. */
export function LineRow({ line, partner }: { line: NumberedLine; partner: NumberedLine | null }) {
  const t = useT();
  return (
    <div className={`line line-${line.op}`}>
      <span className="line-number" aria-hidden="true">{line.old}</span>
      <span className="line-number" aria-hidden="true">{line.now}</span>
      <span className="op" aria-hidden="true">{SIGN[line.op]}</span>
      {line.op === 'same' ? null : <span className="visually-hidden">{t(`change.line.${line.op}`)}</span>}
      <LineText line={line} partner={partner} />
    </div>
  );
}

/** A line and what stands beside it on the other side. */
export function PairLine({ left, right }: { left: NumberedLine | null; right: NumberedLine | null }) {
  const unchanged = left === right;
  return (
    <div className="pair">
      <Side line={left} number={left?.old ?? null} partner={unchanged ? null : right} />
      <Side line={right} number={right?.now ?? null} partner={unchanged ? null : left} />
    </div>
  );
}

function Side({ line, number, partner }: { line: NumberedLine | null; number: number | null; partner: NumberedLine | null }) {
  if (line === null) return <div className="line line-gap" />;
  return (
    <div className={`line line-${line.op}`}>
      <span className="line-number" aria-hidden="true">{number}</span>
      <span className="op" aria-hidden="true">{SIGN[line.op]}</span>
      <LineText line={line} partner={partner} />
    </div>
  );
}

function LineText({ line, partner }: { line: NumberedLine; partner: NumberedLine | null }) {
  const own = splitLineEnd(line.text).body;
  const other = partner === null ? null : splitLineEnd(partner.text).body;
  const marks = wordMarks(own, other, line.op === 'remove' ? 'old' : 'now');
  const end = endMark(line.text, partner?.text ?? null);
  return (
    <code className="line-text" dir="auto">
      {marks.map((stretch, at) => stretch.changed
        ? <span key={at} className="word"><Pieces text={stretch.text} keep={'\t'} /></span>
        : <Pieces key={at} text={stretch.text} keep={'\t'} />)}
      {end === '' ? null : <span className="mark">{end}</span>}
    </code>
  );
}
