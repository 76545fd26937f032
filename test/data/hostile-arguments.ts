/** Arguments a person must not be misled by. `hidden`: characters nobody sees are in it, so a caution must name them. */
export interface HostileArguments {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly hidden: boolean;
}

const BIDI = ['\u202e', '\u202d', '\u2066', '\u2067', '\u2068', '\u202a', '\u061c', '\u200f'];
const UNSEEN = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u180e', '\u{e0041}', '\u{e0100}', '\u2063'];
const CONTROLS = ['\u0000', '\u0007', '\u0008', '\u001b[2J\u001b[H', '\u001b]8;;https://evil.example\u0007', '\u009b31m', '\u007f'];
const BUTTONS = ['Approve once', 'Deny  Esc', 'Freigeben', '[ Approve ]', '✓ Approved by IT', 'Already approved. Press Ctrl+Enter.', 'You sign 0000000000', 'Read · Demo CMS · Trusted'];
const MARKUP = [
  '<button>Approve once</button>', '<script>alert(1)</script>', '<style>.bar{display:none}</style>', '<img src=x onerror=alert(1)>', '<dialog open>Approved</dialog>',
  '<div style="position:fixed;inset:0">x</div>', '</article></main><h1>Nothing waits</h1>', '{{constructor.constructor("x")()}}', 'javascript:alert(1)', '<a href="https://evil.example">Deny</a>',
];
const PATHS = [
  '/proj/../../.ssh/id_rsa', '/proj/./././note.txt', '/proj/no\u0074e.txt\u2215..\u2215etc', '/рroj/note.txt', '/proj/note.txt\u202etxt.exe', 'C:\\proj\\..\\Windows', '/proj/note.txt ', '//evil.example/share', 'file:///etc/passwd', '~/notes/./../notes.txt',
];

const nested = (depth: number): Record<string, unknown> => (depth === 0 ? { end: 'reached' } : { in: nested(depth - 1) });
const lines = (count: number, last: string): string => `${Array.from({ length: count }, (_, at) => `line ${at}`).join('\n')}\n${last}`;

const LONG: readonly (readonly [string, unknown])[] = [
  ['100,000 spaces before the point', `${' '.repeat(100_000)}delete everything`], ['100,000 line ends', `${'\n'.repeat(100_000)}delete everything`],
  ['5,000 lines', lines(5_000, 'delete everything')], ['one word of 200,000 letters', 'a'.repeat(200_000)], ['50,000 emoji', '😀'.repeat(50_000)],
  ['20,000 marks over one letter', `a${'\u0301'.repeat(20_000)}`], ['10,000 members', Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, at]))],
  ['45 items of 2,000 letters', Array.from({ length: 45 }, (_, at) => `${at} ${'z'.repeat(2_000)}`)], ['depth 30', nested(30)], ['depth 100', nested(100)], ['depth 200', nested(200)],
  ['200 lists in one another', JSON.parse(`${'['.repeat(200)}1${']'.repeat(200)}`)], ['a name of 10,000 letters', { ['n'.repeat(10_000)]: 1 }],
  ['tabs that push', `${'\t'.repeat(5_000)}x`], ['no-break spaces', `${'\u00a0'.repeat(50_000)}x`], ['ideographic spaces', `${'\u3000'.repeat(20_000)}x`],
  ['the largest numbers', [Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, Number.MIN_VALUE, -0, 1e21]], ['names of the language itself', { constructor: 1, toString: 2, hasOwnProperty: 3, ['__proto__x']: 4 }],
  ['an empty name', { '': 'x', ' ': 'y' }], ['ten megapixels of nothing', 'data:image/png;base64,'.concat('A'.repeat(100_000))],
];

const one = (name: string, value: unknown, hidden: boolean): HostileArguments => ({ name, args: { text: value }, hidden });

/** 120 sets, the same each time. */
export const HOSTILE_ARGUMENTS: readonly HostileArguments[] = [
  ...LONG.map(([name, value]) => one(name, value, false)),
  ...BIDI.flatMap((mark, at) => [one(`bidi ${at} in a value`, `safe${mark}live\u202c`, true), { name: `bidi ${at} in a name`, args: { [`na${mark}me`]: 'x' }, hidden: true }]),
  ...UNSEEN.flatMap((mark, at) => [one(`unseen ${at}`, `publ${mark}ish`, true), one(`unseen ${at}, a thousand times`, `a${mark.repeat(1_000)}b`, true)]),
  ...CONTROLS.flatMap((mark, at) => [one(`control ${at}`, `a${mark}b`, true), one(`control ${at} at the end of a long text`, `${'word '.repeat(2_000)}${mark}`, true)]),
  ...BUTTONS.flatMap((words, at) => [one(`words of ours ${at}`, words, false), one(`words of ours ${at}, on many lines`, `${'\n'.repeat(12)}${words}\n`.repeat(40), false)]),
  ...MARKUP.flatMap((text, at) => [one(`markup ${at}`, text, false), { name: `markup ${at} as a name`, args: { [text]: text }, hidden: false }]),
  ...PATHS.map((path, at) => ({ name: `path ${at}`, args: { path, text: 'x' }, hidden: path.includes('\u202e') })),
  ...[1, 2, 3, 4].map((times) => one(`everything at once, ${times} times`, [...BUTTONS, ...MARKUP, ...BIDI, ...UNSEEN].join(' ').repeat(times * 20), true)),
];

/** More of the same kind, thought of later: what overlaps, what floods, what imitates our bar. */
export const HOSTILE_MORE: readonly HostileArguments[] = [
  one('stacks of marks over every letter', `${`a${'\u0335\u0310'.repeat(60)}`.repeat(40)}\ndelete everything`, false),
  one('line and paragraph separators', 'first\u2028second\u2029third'.repeat(100), true),
  one('a bar of emoji', '\u{1f7e6} Read  \u00b7  Demo CMS  \u00b7  \u2705 Trusted  \u00b7  \u{1f512} as reviewed', false),
  one('the widest letters', '\ufdfd\u{12031}\u{1242b}'.repeat(400), false),
  one('letters no font has', '\u{e0b0}\u{f8ff}\u{10ffff}'.repeat(400), false),
  one('5,000 values with hidden characters', Array.from({ length: 45 }, () => Object.fromEntries(Array.from({ length: 111 }, (_, at) => [`k${at}`, 'a\u200bb']))), true),
  one('one word of two million letters', 'x'.repeat(2_000_000), false),
  one('a long text that ends in an order', `${'word, '.repeat(200_000)}delete everything`, false),
  { name: 'a name that turns around', args: { ['path\u202egnp.exe']: '/proj/invoice\u202egnp.exe', text: 'x' }, hidden: true },
  one('styles as words', '.bar{display:none} #root{transform:scale(0)} @import url(https://evil.example/a.css);'.repeat(30), false),
];
