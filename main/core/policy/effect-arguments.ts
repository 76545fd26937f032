import { graver, isJsonObject, type Effect, type Json } from '../words/index.ts';
import { effectOfWord, wordsOf } from './effect-words.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words of field names, whatever the case they are joined in: `publishedAt`, `post_status` and `Is-Public` are found. */
const OPERATION = set('operation operations action actions mode command method op type verb task');
const STATE = set('status state visibility privacy');
const PUBLIC = set('published publish publication public live scheduled publishdate');
const TRASH = set('trash trashed deleted');
const ACCESS = set('permission permissions role roles acl access sharedwith shared sharing grant grants');
/** Fields that take a program in its own language: whatever it says may be done. */
const PROGRAM = set('sql shell script bash powershell');
const PROGRAM_OR_WORD = set('command cmd query statement code');

const OFF = new Set(['', 'false', 'no', 'off', '0', 'null', 'none', 'draft', 'private']);
const COMMENT = /\/\*.*?\*\/|--[^\n]*/gs;
/** Free SQL, as told from a question in words: reading is among it, for functions do what they like. */
const SQL_CHANGES = new RegExp(String.raw`(?:^|[;(]|\bas\b)\s*(?:insert\s+into|update\s+\S+\s+set|delete\s+from|truncate\s+\S+\s*(?:;|$)|(?:merge|replace)\s+into|exec(?:ute)?\s+\S|call\s+\w+\s*\(`
  + String.raw`|(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:table|view|index|function|user|role|database|schema|trigger|procedure|extension)`
  + String.raw`|truncate\s+table|grant\s+\w+(?:\s*,\s*\w+)*\s+(?:on|to)|revoke\s+\w+(?:\s*,\s*\w+)*\s+(?:on|from)|copy\s+\S+\s+(?:from|to))\s?`, 'i');
const SQL_ASKS = /^[\s(]*(?:select|with)\s/i;
const SQL_SOURCE = /\sfrom\s|\w\(/i;
const SHELL = /[;|&><`$]|\s-|^\s*(rm|mv|cp|dd|sudo|curl|wget|chmod|chown|kill|git|npm|sh|bash|python|node)\s/i;

/**
 * What field and enum names in the arguments mean; the gravest counts. State fields of a read are filters and raise
 * nothing. Lists and objects below a telling field tell the same: `{status: ["published"]}`.
 */
export function raisedByArguments(base: Effect, args: Json): Effect {
  return below(base, [], args);
}

function below(base: Effect, words: readonly string[], value: Json): Effect {
  if (Array.isArray(value)) return gravest((value as readonly Json[]).map((item) => below(base, words, item)));
  if (!isJsonObject(value)) return words.length === 0 ? 'read' : raisedByField(base, words, value);
  return gravest(Object.entries(value).flatMap(([name, inner]) => {
    const own = wordsOf(name);
    const access: Effect = base !== 'read' && has(own, ACCESS) ? 'permission' : 'read';
    // An object below a telling field: its plain leaves are that field's values too.
    return [access, below(base, own, inner), ...leaves(inner).map((leaf) => below(base, words, leaf))];
  }));
}

function gravest(effects: readonly Effect[]): Effect {
  return effects.reduce<Effect>(graver, 'read');
}

function leaves(value: Json): readonly Json[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter((one) => typeof one !== 'object' || one === null);
}

function has(words: readonly string[], kind: ReadonlySet<string>): boolean {
  return words.some((word) => kind.has(word)) || kind.has(words.join(''));
}

function raisedByField(base: Effect, name: readonly string[], value: Json): Effect {
  const text = typeof value === 'string' ? value.trim() : '';
  const words = wordsOf(text.slice(0, 200));
  let effect: Effect = 'read';
  if (text !== '' && isProgram(name, text)) effect = 'delete';
  // Long text is no name of an operation, only of something that has one in its title.
  if (has(name, OPERATION) && text.length <= 64) effect = graver(effect, operationOf(words));
  if (base === 'read') return effect;
  const on = value !== null && !OFF.has(String(value).trim().toLowerCase());
  if (on && has(name, TRASH)) effect = graver(effect, 'delete');
  if (has(name, STATE) || has(name, PUBLIC)) effect = graver(effect, stateOf(words));
  return on && has(name, PUBLIC) ? graver(effect, 'publish') : effect;
}

function operationOf(words: readonly string[]): Effect {
  return gravest(words.map((word) => (word === 'post' ? 'send' : (effectOfWord(word) ?? 'read'))));
}

function isProgram(name: readonly string[], text: string): boolean {
  if (has(name, PROGRAM)) return true;
  if (!has(name, PROGRAM_OR_WORD)) return false;
  const bare = text.replaceAll(COMMENT, ' ');
  return SQL_CHANGES.test(bare) || (SQL_ASKS.test(bare) && SQL_SOURCE.test(bare)) || (!name.includes('query') && SHELL.test(text));
}

function stateOf(words: readonly string[]): Effect {
  if (words.some((word) => ['trash', 'trashed', 'deleted', 'archived'].includes(word))) return 'delete';
  const live = words.some((word) => ['published', 'publish', 'public', 'live', 'scheduled', 'future'].includes(word));
  return live || words.some((word) => /^\d{4}$/.test(word)) ? 'publish' : 'read';
}
