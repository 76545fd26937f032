import { visible, type Translate } from '../../preload/contract/language/index.ts';
import type { CardChange, CardField, CardRow, DiffLine, Lines } from '../core/preview/card.ts';
import type { Json } from '../core/words/index.ts';
import { foreign, foreignLines, type Ink } from './ink.ts';

/** Unchanged lines that stay around a change. */
const AROUND = 3;

/** One change as lines of text; what is folded is counted. */
export function paintChange(change: CardChange, t: Translate, ink: Ink): string[] {
  switch (change.kind) {
    case 'text': {
      const state = !change.existsBefore ? 'created' : !change.existsAfter ? 'removed' : 'changed';
      return [`  ${ink('strong', quoted(change.target, t))} ${t(`change.text.${state}`)}`, ...paintDiff(change, t, ink)];
    }
    case 'fields': return paintRecord(change, t, ink);
    case 'rows': return [`  ${t('change.rows', { count: change.rows.length })}`, ...change.rows.flatMap((row) => paintRecord(row, t, ink))];
    case 'said': return [`  ${ink('strong', t('change.said'))}`, ...paintValue(change.text, ink).map((line) => `    ${line}`)];
    case 'move':
      return [`  - ${t('change.from')} ${quoted(change.from, t)}`, `  + ${t('change.to')} ${quoted(change.to, t)}`];
  }
}

function paintRecord({ target, verb, fields }: CardRow, t: Translate, ink: Ink): string[] {
  const head = `  ${ink('strong', quoted(target, t))} ${t(`change.record.${verb}`, { count: fields.length })}`;
  return [head, ...fields.flatMap((field) => [
    `    ${foreign(field.label, ink, 'strong')} ${ink('faint', foreign(field.pointer, ink))}`,
    ...paintField(field, t, ink),
  ])];
}

function paintField({ before, after, long }: CardField, t: Translate, ink: Ink): string[] {
  if (long !== undefined) return paintDiff(long, t, ink).map((line) => `  ${line}`);
  return [...side('-', before, ink), ...side('+', after, ink)];
}

/** A value as lines: texts as they are, the rest as JSON over several lines. */
export function paintValue(value: Json, ink: Ink): string[] {
  return foreignLines(typeof value === 'string' ? value : JSON.stringify(value, null, 2), ink);
}

function side(mark: '-' | '+', value: Json | undefined, ink: Ink): string[] {
  if (value === undefined) return [];
  return paintValue(value, ink).map((line) => `      ${ink(mark === '+' ? 'add' : 'remove', mark)} ${line}`);
}

function paintDiff({ lines, cut, columns }: Lines, t: Translate, ink: Ink): string[] {
  const painted: string[] = [];
  let folded = 0;
  const unfold = (): void => {
    if (folded > 0) painted.push(ink('faint', `    … ${t('cli.folded', { count: folded })}`));
    folded = 0;
  };
  const near = nearAChange(lines);
  lines.forEach((line, at) => {
    if (line.op === 'same' && near[at] !== true) {
      folded += 1;
      return;
    }
    unfold();
    // Only a text's last line can lack its end; rows of a cut line and records have none.
    painted.push(paintLine(line, (cut === true && at < lines.length - 1) || columns !== undefined, t, ink));
  });
  unfold();
  return painted;
}

function paintLine(line: DiffLine, goesOn: boolean, t: Translate, ink: Ink): string {
  const ends = line.text.endsWith('\n');
  const text = ends ? line.text.slice(0, -1) : line.text;
  const mark = line.op === 'add' ? '+' : line.op === 'remove' ? '-' : ' ';
  const tone = line.op === 'same' ? 'plain' : line.op;
  const ending = ends || goesOn ? '' : ` ${ink('mark', `⟨${t('cli.no-line-end')}⟩`)}`;
  return `    ${ink(tone, mark)} ${foreign(text, ink, tone, '\t')}${ending}`;
}

/** Which lines stand within a few lines of a change. */
function nearAChange(lines: readonly DiffLine[]): boolean[] {
  const near = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.op !== 'same') near.fill(true, Math.max(0, at - AROUND), at + AROUND + 1);
  });
  return near;
}

function quoted(text: string, t: Translate): string {
  return t('common.quoted', { text: visible(text) });
}
