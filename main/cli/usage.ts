/** What may stand behind each command, part by part; the same in every language, as it is typed. Pages of it: docs/cli.md. */
export const USAGE: Readonly<Record<string, readonly string[]>> = {
  'call': ['SERVER', 'TOOL', '--args JSON', '[--choose approve|deny]', '[--request FILE]'],
  'undo': ['CALLID', '[--choose approve|deny]'],
  'undo set': ['CALLID', '[--choose approve|deny]'],
  'demo': [],
  'servers list': [],
  'servers add': ['[--json TEXT]', '[--trust LEVEL]', '[--review approve-all]'],
  'servers test': ['NAME'],
  'servers review': ['NAME'],
  'servers pin': ['NAME'],
  'servers remove': ['NAME'],
  'audit verify': ['[DIR]', '[--anchor FILE]', '[--witness FILE]', '[--require-anchor]'],
  'audit ask': ['[DIR]', '--call ID | --object REF [--server NAME]'],
  'audit export': ['[DIR]', '--format jsonl|csv|ocsf'],
  'audit erase': ['--call ID | --person NAME | --object REF'],
  'audit retain': ['[--days N]'],
  'request show': ['FILE'],
  'request run': ['FILE', '[--choose approve|deny]'],
  'skill list': [],
  'skill run': [
    'NAME', '[--input [NAME=]FILE]…', '[--answers JSON]', '[--map COLUMN=HEADER]…', '[--set ROW.COLUMN=VALUE]…', '[--read HOW=VALUE]…',
    '[--server NAME]', '[--mapping NAME]', '[--choose approve|deny]', '[--request FILE]',
  ],
  'skill resume': ['[RUN]', '[--leave]', '[--choose approve|deny]'],
  'skill reset': ['[PROJECT]'],
  'skill check': ['DIR'],
  'skill test': ['DIR'],
  'skill install': ['PATH'],
  'skill remove': ['NAME'],
  'skill export': ['NAME', 'FILE'],
  'policy status': [],
  'policy role': ['[NAME]'],
  'policy validate': ['FILE'],
  'policy explain': ['--policy FILE…', '[--batch]'],
  'policy diff': ['A', 'B'],
  'policy seal': ['FILE'],
  'policy sign': ['FILE', '--key FILE'],
  'policy build': ['--from-home DIR'],
  'policy schema': [],
  'pins digest': ['[--batch]'],
  'pins compare': ['[--batch]'],
  'scan': ['[--batch]'],
};

/** Columns of a terminal that is not wide. */
const WIDTH = 80;
const INDENT = 2;
const BEHIND = 8;

/** A line for each command that begins with these words, wrapped between its parts; none where no command does. */
export function usageOf(words: readonly string[]): readonly string[] {
  return Object.entries(USAGE)
    .filter(([name]) => words.every((word, at) => name.split(' ')[at] === word))
    .flatMap(([name, parts]) => wrapped(name, parts));
}

function wrapped(name: string, parts: readonly string[]): string[] {
  const lines = [`${' '.repeat(INDENT)}${name}`];
  for (const part of parts) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + part.length <= WIDTH) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(`${' '.repeat(BEHIND)}${part}`);
  }
  return lines;
}
