import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createTerminal } from '../../../main/cli/terminal.ts';
import { createTranslator } from '../../../preload/contract/language/index.ts';

/** Everything a terminal might obey or hide: C1 commands, DEL, turned lines, joined and tagged characters. */
const HOSTILE = ['\u009b31m', '\u009d0;title\u009c', '\u0090q\u009c', '\u007f', '\u202eabc', '\u2066x\u2069', '\u200b', '\ufeff', '\u00ad', '\u2028', '\u061c', '\u{e0041}', '\u001b[2J', '\r', '\b', '\u0007'];

function terminal(isTTY: boolean): { text: () => string; terminal: ReturnType<typeof createTerminal> } {
  let text = '';
  const output = Object.assign(new Writable({ write(chunk, _encoding, done) { text += String(chunk); done(); } }), { isTTY });
  return { text: () => text, terminal: createTerminal({ input: Readable.from([]), output, people: new Writable() }, {}, createTranslator('en')) };
}

describe('what is printed', () => {
  it.each([true, false])('as an answer commands no terminal, and is the same value (terminal: %s)', (isTTY) => {
    const { terminal: one, text } = terminal(isTTY);
    const value = Object.fromEntries(HOSTILE.map((bad, at) => [`${bad} ${at}`, `before${bad}after`]));
    one.answer(value);
    // eslint-disable-next-line no-control-regex
    expect(text().slice(0, -1)).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(text())).toEqual(value);
  });

  it('as it is stays so for a file, and commands no terminal either', () => {
    const bad = `${HOSTILE.join('')}\n`;
    const [file, screen] = [terminal(false), terminal(true)];
    file.terminal.print(bad);
    screen.terminal.print(bad);
    expect(file.text()).toBe(bad);
    // eslint-disable-next-line no-control-regex
    expect(screen.text().slice(0, -1)).toMatch(/^[\x20-\x7e]+$/);
  });
});
