import { expect, it } from 'vitest';
import { traceOf } from '../../../main/host/trace.ts';

it('tells of an error its kind and where it came by, and none of its words', () => {
  const inner = new TypeError('canary-7f3a\n    at canary-7f3a (canary:1:1)\nis no number');
  const told = traceOf(inner);
  expect(told).toMatch(/^TypeError at .+trace\.test\.ts:\d+:\d+/);
  expect(told).not.toContain('canary');
  expect(told).not.toContain('\n');
  expect(traceOf('canary-7f3a')).toBe('unknown');
  expect(traceOf(Object.assign(new Error('x'), { stack: undefined }))).toBe('Error');
});
