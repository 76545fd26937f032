import { isJsonObject, type Json, type JsonObject } from '../../words/index.ts';
import { wordsOf } from '../../words/name-words.ts';
import type { Parameter } from './parameters.ts';
import { doesMore, stem, toolName, type ToolName } from './tool-name.ts';

/** A tool as it is listed, with its name taken apart. */
export interface Listed {
  readonly name: string;
  readonly said: ToolName;
  readonly parameters: readonly Parameter[];
  readonly definition: JsonObject;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const stems = (text: string): ReadonlySet<string> => new Set(text.split(' ').map(stem));

/** Arguments that choose what is done: whoever takes one may do anything with it. */
const CHOOSES = stems('operation action command method verb sql statement script mutation');
/** The same, where they must be given; else they narrow what is found. */
const CHOOSES_WHERE_NEEDED = stems('mode query code body data payload force');
/** What is better not read at all, and what a read of the whole does not show. */
export const SECRET = stems('token secret password credential passphrase');
const HANDS_OUT = stems('authorization upload download');
const WRITES = words('create update delete remove set write add insert post put patch drop mark clear reset consume ack acknowledge archive purge pop lock unlock '
  + 'refresh sync increment send notify publish upsert replace modify move rename overwrite save store trigger execute run apply commit close destroy wipe touch '
  + 'löschen loeschen ändern aendern markieren speichern schreiben setzen entfernen archivieren senden sperren veröffentlichen leeren anlegen erstellen ausführen quittieren überschreiben');

/**
 * SECURITY: reads by its name, says nothing against it in its title, its hints and its description, and takes no argument
 * that could make it do something else. What it really does, only the server knows; a person accepts it as a read besides.
 */
export function onlyReads(tool: Listed): boolean {
  const { said, name, parameters, definition } = tool;
  if (said.deed !== 'read' && said.deed !== 'list') return false;
  if (doesMore(name) || said.object.some((word) => SECRET.has(word) || HANDS_OUT.has(word))) return false;
  if (hint(definition, 'readOnlyHint') === false || hint(definition, 'destructiveHint') === true) return false;
  if ([definition['title'], hint(definition, 'title')].some(namesADeed) || saysItWrites(definition['description'])) return false;
  return !parameters.some(couldWrite);
}

/** A hint of a definition; undefined where it has none. */
export function hint(definition: JsonObject, name: string): Json | undefined {
  const annotations = definition['annotations'];
  return isJsonObject(annotations) ? annotations[name] : undefined;
}

function namesADeed(title: Json | undefined): boolean {
  return typeof title === 'string' && (WRITES.has(wordsOf(title)[0] ?? '') || toolName(title, new Set()).deed === 'change');
}

const DEEDS = 'mark|delete|remove|reset|clear|create|send|notif(?:y|ie)|archive|update|increment|lock|unlock|acknowledge|consume|purge|trigger|write|insert|publish|modif(?:y|ie)|change|move|overwrite|save|store|set|close|destroy|wipe|refresh|rotate|revoke';
const OBJECT = '(?:it|its|the|a|an|them|all|each|any|this|that|these|their|your|old|new|every)';
/** `Returns the page, then deletes it`, `and marks it as read`. */
const AND_DOES = new RegExp(`(?:\\band|\\bthen|\\balso|[,;.])\\s+(?:(?:also|then|automatically|immediately|it)\\s+)*(?:${DEEDS})(?:e?s)?\\s+${OBJECT}\\b`, 'i');
/** The same in German, where the verb may stand anywhere: `Liest die Meldung und markiert sie als gelesen`. */
const DOES_IN_GERMAN = new RegExp(`(?<!\\p{L})(?:${'löscht|loescht|ändert|aendert|setzt|aktualisiert|archiviert|sendet|verschickt|schreibt|speichert|entfernt|sperrt|entsperrt|erhöht|markiert|verschiebt|überschreibt|veröffentlicht|erstellt|legt|erzeugt|bestätigt|quittiert|leert|schließt|benachrichtigt'})(?!\\p{L})`, 'iu');
const OTHERWISE = /\bside[- ]effects?\b|\b(creat|add|insert|provision|initiali[sz])\w*\b[^.]{0,40}\bif\b[^.]{0,30}\b(not|missing|absent|doesn|needed|necessary)|\bif\b[^.]{0,30}\b(not|missing|absent|doesn)\b[^.]{0,40}\b(creat|add|insert|provision|initiali[sz])\w*/i;
/** `Does not change the page`, `without side effects`: said of what does not happen. */
const NEGATED = /\b(not|never|without|no|cannot|can't|won't|doesn't|don't)\b[^.;]{0,60}/gi;

function saysItWrites(description: Json | undefined): boolean {
  if (typeof description !== 'string') return false;
  const [claims, denials] = [description.replace(NEGATED, ''), description];
  return AND_DOES.test(claims) || DOES_IN_GERMAN.test(claims) || (OTHERWISE.test(denials) && !/\b(no|without)( any)? side[- ]effects?\b/i.test(denials));
}

function couldWrite({ key, name, required, schema }: Parameter): boolean {
  if (CHOOSES.has(key) || (required && CHOOSES_WHERE_NEEDED.has(key))) return true;
  const said = wordsOf(name);
  if (WRITES.has(said.join('')) || (isSwitch(schema) && said.some((word) => WRITES.has(word)))) return true;
  return writesByChoice(schema);
}

function isSwitch(schema: JsonObject): boolean {
  const type = schema['type'];
  return type === 'boolean' || (Array.isArray(type) && (type as readonly Json[]).includes('boolean'));
}

/** One of the values it may have is the name of a deed. */
function writesByChoice(schema: JsonObject): boolean {
  const lists = ['enum', 'anyOf', 'oneOf', 'allOf'].flatMap((name): readonly Json[] => { const list = schema[name]; return Array.isArray(list) ? list : []; });
  const items = schema['items'];
  const inner = [...lists, ...(items === undefined ? [] : [items])].filter((one) => isJsonObject(one));
  return [...lists, schema['const'] ?? null, schema['default'] ?? null].some((choice) => typeof choice === 'string' && WRITES.has(choice.toLowerCase()))
    || inner.some(writesByChoice);
}
