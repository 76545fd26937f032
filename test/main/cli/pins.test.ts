import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../../main/cli/command-line.ts';
import { commandsOf } from '../../../main/cli/commands/index.ts';
import { USAGE } from '../../../main/cli/usage.ts';
import { cli, installation } from './harness.ts';

const tool = (more: object = {}) => ({ name: 'a', description: 'd', inputSchema: { type: 'object', maximum: 5 }, ...more });
const catalogue = (...tools: object[]) => ({ server: { name: 's' }, tools });

describe('pins on the command line', () => {
  it('answers one catalogue with its digest and those of its items', async () => {
    const { code, lines } = await cli(['pins', 'digest'], JSON.stringify(catalogue(tool())));
    expect(code).toBe(0);
    expect(lines).toEqual([{ digest: expect.stringMatching(/^[0-9a-f]{64}$/), items: [{ kind: 'tool', name: 'a', digest: expect.stringMatching(/^[0-9a-f]{64}$/) }] }]);
  });

  it('answers each line in order, a bad one with an error, and goes on', async () => {
    const good = JSON.stringify({ old: catalogue(tool()), new: catalogue(tool()) });
    const changed = JSON.stringify({ old: catalogue(tool()), new: catalogue(tool({ description: 'e' })) });
    const { code, lines } = await cli(['--batch', 'pins', 'compare'], `${good}\nno json\n\n[]\n{"old":1,"new":2}\n${changed}`);
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { same: true }, { error: expect.any(String) }, { error: expect.any(String) }, { error: expect.any(String) },
      { error: expect.any(String) }, { same: false, changed: [{ kind: 'tool', name: 'a', pointers: ['/description'] }] },
    ]);
  });

  it('ends with 1 where something changed, with 2 and a sentence where the input is no JSON', async () => {
    const pair = { old: catalogue(tool()), new: catalogue(tool(), { name: 'b' }) };
    expect(await cli(['pins', 'compare'], JSON.stringify(pair))).toMatchObject({ code: 1, lines: [{ same: false, added: [{ kind: 'tool', name: 'b' }] }] });
    const bad = await cli(['pins', 'compare'], '{"old":');
    expect(bad).toMatchObject({ code: 2, out: '' });
    expect(bad.said.split('\n')).toHaveLength(2);
    expect(await cli(['pins', 'digest'], Buffer.from([0x7b, 0xff]))).toMatchObject({ code: 2 });
  });

  it('sees a difference in numbers that JavaScript cannot hold, and none in white space and order of keys', async () => {
    const compare = async (a: string, b: string) => (await cli(['pins', 'compare', '--batch'], `{"old":{"tools":[${a}]},"new":{"tools":[${b}]}}`)).lines[0];
    const big = (n: string) => `{"name":"a","inputSchema":{"maximum":${n}}}`;
    expect(await compare(big('9223372036854775807'), big('9223372036854775806'))).toMatchObject({ same: false });
    expect(await compare(big('0.1000000000000000055'), big('0.1000000000000000056'))).toMatchObject({ same: false });
    expect(await compare(big('1e400'), big('1e401'))).toMatchObject({ same: false });
    expect(await compare(big('9223372036854775807'), big('9223372036854775807'))).toMatchObject({ same: true });
    expect(await compare('{"name":"a","x":{"y":1,"z":2}}', '{ "x" :\t{"z":2,"y":1.0}, "name":"a"}')).toMatchObject({ same: true });
    expect(await compare('{"name":"a","x":1,"x":2}', '{"name":"a","x":2}')).toMatchObject({ error: expect.stringContaining('"x"') });
  });
});

describe('the command line itself', () => {
  it.each([
    [['nonsense'], /no command “nonsense”/], [['pins'], /no command “pins”/], [['pins', 'digest', '--nope'], /no option --nope/],
    [['pins', 'digest', '--home'], /--home needs a value/], [['--batch=1', 'pins', 'digest'], /--batch takes no value/],
    [['--home', 'a', 'pins', 'digest', '--home', 'b'], /--home stands twice/], [['pins', 'digest', '/nowhere.json'], /“\/nowhere.json” cannot be read/],
    [['\u001b[31mred'], /⟨U\+001B⟩/], [['__proto__'], /no command/], [['constructor'], /no command/],
  ])('answers %j with one sentence and 2', async (argv, sentence) => {
    const ran = await cli(argv);
    expect(ran.code).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.said).toMatch(sentence);
    expect(ran.said.trimEnd().split('\n')).toHaveLength(1);
  });

  it('speaks German where the system does', async () => {
    expect((await cli(['nonsense'], '', { env: { LANG: 'de_AT.UTF-8' } })).said).toMatch(/Den Befehl „nonsense“ gibt es nicht/);
  });

  it('takes help and version as no mistake', async () => {
    expect(await cli(['--help'])).toMatchObject({ code: 0, out: '' });
    expect(await cli([])).toMatchObject({ code: 2, out: '', said: (await cli(['--help'])).said });
    expect(await cli(['--version'])).toMatchObject({ code: 0, out: '0.0.0-test\n' });
  });

  it('names every command with every option, in lines that a terminal of eighty columns holds', async () => {
    const { said } = await cli(['--help']);
    const lines = said.trimEnd().split('\n').slice(1, -1);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const commands = Object.keys(commandsOf(() => installation));
    expect(Object.keys(USAGE).filter((name) => name !== 'undo set').sort()).toEqual(commands.sort());
    for (const name of commands) expect(lines.filter((line) => line === `  ${name}` || line.startsWith(`  ${name} `)), name).toHaveLength(name === 'undo' ? 2 : 1);
    for (const name of Object.keys(OPTIONS).filter((one) => one !== 'help' && one !== 'version')) expect(said, name).toMatch(new RegExp(`--${name}\\b`));
  });

  it('helps with the command that is meant', async () => {
    expect((await cli(['audit', 'verify', '--help'])).said).toContain('\n  audit verify [DIR] [--anchor FILE] [--witness FILE] [--require-anchor]\n');
    expect((await cli(['audit', 'verify', '--help'])).said).not.toContain('audit ask');
    expect((await cli(['audit', '--help'])).said).toMatch(/audit verify[^]*audit ask/);
    expect((await cli(['--help', 'nonsense'])).said).toBe((await cli(['--help'])).said);
  });

  it('shows no stack when a command breaks', async () => {
    const ran = await cli(['break'], '', { commands: { break: async () => { throw new Error('foreseen by nobody\u001b[2J'); } } });
    expect(ran).toMatchObject({ code: 1, out: '', said: 'That did not work: foreseen by nobody⟨U+001B⟩[2J\n' });
  });
});
