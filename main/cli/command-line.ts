import { parseArgs } from 'node:util';

/** Every option of every command. An option may stand before or after the command. */
export const OPTIONS = {
  home: { type: 'string' }, batch: { type: 'boolean' }, anchor: { type: 'string' }, witness: { type: 'string' }, 'require-anchor': { type: 'boolean' },
  format: { type: 'string' }, json: { type: 'string' }, trust: { type: 'string' }, review: { type: 'string' },
  call: { type: 'string' }, object: { type: 'string' }, person: { type: 'string' }, days: { type: 'string' }, args: { type: 'string' }, choose: { type: 'string' }, help: { type: 'boolean' }, version: { type: 'boolean' },
  input: { type: 'string', multiple: true }, answers: { type: 'string' }, map: { type: 'string', multiple: true }, set: { type: 'string', multiple: true }, read: { type: 'string', multiple: true }, leave: { type: 'boolean' }, server: { type: 'string' }, mapping: { type: 'string' }, request: { type: 'string' },
  policy: { type: 'string', multiple: true }, key: { type: 'string' }, 'from-home': { type: 'string' },
} as const;

type Name = keyof typeof OPTIONS;
type Kind = (typeof OPTIONS)[Name];
/** What an option gives: a text, true for one that takes none, every text of one that may stand several times. */
type Given<K extends Kind> = K extends { readonly multiple: true } ? readonly string[] : K['type'] extends 'string' ? string : boolean;
export type Options = { readonly [N in Name]?: Given<(typeof OPTIONS)[N]> };

/** What stands on a command line, or what is wrong with it. */
export type CommandLine =
  | { readonly ok: true; readonly words: readonly string[]; readonly options: Options }
  | { readonly ok: false; readonly problem: 'unknown-option' | 'needs-value' | 'takes-no-value' | 'given-twice'; readonly name: string };

/** Reads a command line. Total: whatever is not understood is a problem with a name. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { positionals, tokens } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: false, tokens: true });
  const options: Record<string, string | boolean | string[]> = {};
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName } = token;
    if (!isName(name) || !rawName.startsWith('--')) return { ok: false, problem: 'unknown-option', name: rawName };
    const several = 'multiple' in OPTIONS[name];
    if (Object.hasOwn(options, name) && !several) return { ok: false, problem: 'given-twice', name: rawName };
    const takes = OPTIONS[name].type === 'string';
    if (takes && token.value === undefined) return { ok: false, problem: 'needs-value', name: rawName };
    if (!takes && token.value !== undefined) return { ok: false, problem: 'takes-no-value', name: rawName };
    const before = options[name];
    if (several) options[name] = [...(Array.isArray(before) ? before : []), token.value ?? ''];
    else options[name] = token.value ?? true;
  }
  return { ok: true, words: positionals, options };
}

function isName(name: string): name is Name {
  return Object.hasOwn(OPTIONS, name);
}
