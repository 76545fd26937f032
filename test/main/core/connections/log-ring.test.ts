import { describe, expect, it } from 'vitest';
import { LogRing } from '../../../../main/core/connections/log-ring.ts';

describe('the log of a server', () => {
  it('keeps the last lines within its bound and counts the others', () => {
    const log = new LogRing(1000);
    for (let i = 0; i < 20_000; i++) log.add(`line ${i}`);
    const { lines, dropped } = log.read();
    expect(lines.at(-1)).toBe('line 19999');
    expect(lines.join('\n').length).toBeLessThanOrEqual(1000);
    expect(lines.length + dropped).toBe(20_000);
    expect(lines[0]).toBe(`line ${dropped}`);
  });

  it('keeps its bound under a flood of empty lines', () => {
    const log = new LogRing();
    for (let i = 0; i < 1_000_000; i++) log.add('');
    expect(log.read().dropped).toBeGreaterThan(700_000);
  });

  it('cuts a long line and says so, and finds the last that says something', () => {
    const log = new LogRing();
    log.add('x'.repeat(10_000));
    log.add('  ');
    expect(log.last()).toMatch(/^x{8192} … \(1808 more characters\)$/);
    expect(new LogRing().last()).toBeNull();
  });
});
