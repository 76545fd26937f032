import { describe, expect, it } from 'vitest';
import { cli } from './harness.ts';

const many = (count: number, tool: (at: number) => string): string => Array.from({ length: count }, (_, at) => tool(at)).join(',');
const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const PLAIN = '{"name":"a"}';

/** Definitions nobody should have to read; `error` where a line is refused, else it is answered. */
const BAD = [
  ['ten thousand tools', many(10_000, (at) => `{"name":"t${at}"}`), 'answered'],
  ['5 MB', `{"name":"a","description":"${'x'.repeat(5 * 1024 * 1024)}"}`, 'answered'],
  ['nesting of 100,000', `{"name":"a","inputSchema":${deep(100_000)}}`, /nested too deeply/],
  ['a key twice', '{"name":"a","x":1,"x":2}', /stands twice/],
  ['__proto__ twice', '{"name":"a","__proto__":1,"__proto__":2}', /stands twice/],
  ['half a character', '{"name":"a","x":"\\ud800"}', 'answered'],
  ['__proto__', '{"name":"a","__proto__":{"x":1}}', 'answered'],
  ['1e400', '{"name":"a","x":1e400}', 'answered'],
  ['a pattern that never ends', `{"name":"a","inputSchema":{"properties":{"a":{"pattern":"(a+)+$","default":"${'a'.repeat(100_000)}!"}}}}`, 'answered'],
  ['no JSON', '{"name":', /not JSON/],
] as const;

/** The three tools for IT, each as it takes these definitions. */
const TOOLS = [
  ['pins digest', ['pins', 'digest'], (tools: string) => `{"server":{},"tools":[${tools}]}`],
  ['pins compare', ['pins', 'compare'], (tools: string) => `{"old":{"tools":[${PLAIN}]},"new":{"tools":[${tools}]}}`],
  ['scan', ['scan'], (tools: string) => `{"id":"1","kind":"result","value":[${tools}]}`],
] as const;

describe.each(TOOLS)('%s', (_, command, line) => {
  it('answers each bad line of a batch with one line, in order, and goes on', async () => {
    const input = BAD.flatMap(([, tools]) => [line(tools), line(PLAIN)]);
    const { code, lines, said, out } = await cli([...command, '--batch'], input.join('\n'));
    expect(code).toBe(0);
    expect(lines).toHaveLength(input.length);
    const [, good] = [lines[0], lines[1]];
    for (const [at, [fault, , wanted]] of BAD.entries()) {
      const answer = lines[at * 2];
      if (wanted === 'answered') expect([fault, answer]).toEqual([fault, expect.not.objectContaining({ error: expect.anything() })]);
      else expect([fault, answer]).toEqual([fault, { error: expect.stringMatching(wanted) }]);
      expect(lines[at * 2 + 1]).toEqual(good);
    }
    expect(`${said}${out}`).not.toMatch(/\n\s+at |RangeError|TypeError/);
  });

  it.each(BAD)('says of %s what it is, alone too, and shows no stack', async (_fault, tools, wanted) => {
    const { code, said } = await cli(command, line(tools));
    if (wanted === 'answered') expect([0, 1]).toContain(code);
    else expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(wanted) });
    expect(said).not.toMatch(/\n\s+at |RangeError|TypeError/);
  });
});

describe('what cannot be compared exactly', () => {
  it.each([['half a character', '{"name":"a","x":"\\ud800"}'], ['1e400', '{"name":"a","x":1e400}']])('is never the same as itself but by its very spelling: %s', async (fault, tool) => {
    const { lines } = await cli(['pins', 'compare', '--batch'], `{"old":{"tools":[${tool}]},"new":{"tools":[${tool}]}}`);
    // Half a character has no canonical form, so nothing can be said of it; a number is kept by its spelling.
    expect(lines).toMatchObject([{ same: fault !== 'half a character' }]);
  });
});
