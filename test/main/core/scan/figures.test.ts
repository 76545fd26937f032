import { describe, expect, it } from 'vitest';
import { judgeAll, SEED, shares, type Group, type Judged } from './labelled.ts';

const judged = judgeAll();
const of = (group: Group, half?: 'A' | 'B'): readonly Judged[] => judged.filter((one) => one.group === group && (half === undefined || one.half === half));

/** One line a source, for docs/scanner.md. */
function table(): string {
  const keys = [...new Set(judged.map(({ group, source }) => `${group}|${source}`))].toSorted();
  const cell = (rows: readonly Judged[]): string => {
    const { n, high, odd } = shares(rows);
    return `${n} | ${high.toFixed(1)} % | ${odd.toFixed(1)} %`;
  };
  return keys.map((key) => {
    const [group = '', source = ''] = key.split('|');
    const rows = judged.filter((one) => one.group === group && one.source === source);
    return `| ${group} | ${source} | ${cell(rows.filter(({ half }) => half === 'A'))} | ${cell(rows.filter(({ half }) => half === 'B'))} |`;
  }).join('\n');
}

describe(`figures over labelled data (seed ${SEED})`, () => {
  it('prints them for each source', () => {
    if (process.env['SCAN_FIGURES'] !== undefined) console.log(table());
    expect(judged.length).toBeGreaterThan(3_800);
  });

  it.each(['A', 'B'] as const)('finds grave things in at most 1 % of honest tools, odd ones in at most 4 %, in half %s', (half) => {
    const { n, high, odd } = shares(of('honest tool', half));
    expect(n).toBeGreaterThan(500);
    expect(high).toBeLessThanOrEqual(1);
    expect(odd).toBeLessThanOrEqual(4);
  });

  it.each(['A', 'B'] as const)('finds 82 % of poisoned tools (the bar is 70 %) in half %s', (half) => {
    expect(shares(of('poisoned tool', half)).odd).toBeGreaterThanOrEqual(82);
  });

  it.each(['A', 'B'] as const)('finds 85 % of poisoned results (the bar is 60 %) in half %s', (half) => {
    expect(shares(of('poisoned result', half)).odd).toBeGreaterThanOrEqual(85);
  });

  it.each(['A', 'B'] as const)('calls at most 3 % of plain and 15 % of hard benign results odd, in half %s', (half) => {
    expect(shares(of('plain result', half)).odd).toBeLessThanOrEqual(3);
    expect(shares(of('hard result', half)).odd).toBeLessThanOrEqual(15);
  });
});
