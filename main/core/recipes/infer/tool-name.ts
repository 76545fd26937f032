import { wordsOf } from '../../words/name-words.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Verbs that only ask. `list` and `search` give many. */
const READS = set('get read fetch describe show view retrieve lookup inspect '
  + 'lesen lies lese holen hole abrufen anzeigen zeigen zeige ansehen nachschlagen');
const LISTS = set('list find search query enumerate auflisten suchen finden finde');
/** Verbs that change something that is there already. */
const CHANGES = set('update edit modify set change patch rename move replace delete remove archive unarchive publish unpublish close reopen resolve '
  + 'unresolve assign unassign enable disable toggle put merge approve unapprove reject revoke restore complete mark cancel reorder transfer clear '
  + 'reset lock unlock pin unpin mute unmute activate deactivate suspend resume pause unpause detach attach protect unprotect promote demote '
  + 'stop start restart retry configure adjust manage bulk_set trash untrash destroy drop purge unlink append prepend extend accept decline sort hide unhide '
  + 'alter amend void overwrite terminate reassign revise reschedule rewrite override '
  + 'aktualisieren aktualisiere ändern ändere aendern aendere bearbeiten bearbeite löschen lösche loeschen loesche entfernen entferne umbenennen verschieben '
  + 'verschiebe setzen setze archivieren archiviere veröffentlichen veröffentliche veroeffentlichen zurückziehen zurueckziehen sperren sperre entsperren entsperre '
  + 'schließen schliessen zuweisen ersetzen ersetze aktivieren deaktivieren freigeben stornieren zurücksetzen zuruecksetzen überschreiben ueberschreiben');
/** Verbs that make something new, or send it away: there is nothing to read before. */
const MAKES = set('create add insert upload import new post send generate duplicate copy clone invite register submit run execute start_new make install fork build '
  + 'deploy sync export download convert upsert push pull commit scan check validate verify test analyze open click navigate fill press hover drag '
  + 'type select wait take evaluate emulate handle resize connect switch purchase claim order request trigger preview render '
  + 'erstellen erstelle anlegen erzeugen erzeuge hinzufügen hinzufuegen einfügen einfuegen senden sende verschicken hochladen importieren exportieren kopieren duplizieren '
  + 'ausführen ausfuehren speichern speichere schreiben');

const STOP: ReadonlySet<string> = new Set([...set('a an the of for by in on at to with from into and via using id ids gid uuid uid iid key slug details detail info information data all my single '
  + 'one contents content by_id as be within per v der die das des ein eine nach von zu zur zum im für fuer mit alle')].flatMap((word) => [word, stem(word)]));
/** Words before what a part belongs to: `remove_tag_from_task`. */
const BELONGS = set('from for of on in to von aus für fuer zu');

export type Deed = 'read' | 'list' | 'change' | 'make' | 'other';

/** What a tool's name says: what is done, to which kind of object. */
export interface ToolName {
  readonly deed: Deed;
  /** The verb itself. */
  readonly verb: string;
  /** The words for the object, as stems, in order, without the verb and words that say nothing. */
  readonly object: readonly string[];
  /** The words behind `from`, `for` and the like. */
  readonly holder: readonly string[];
  /** True where the object stands in the plural. */
  readonly plural: boolean;
}

/** Takes a name apart. `common`: words that nearly every name of the server has, which say nothing here. */
export function toolName(name: string, common: ReadonlySet<string>): ToolName {
  const words = splitName(name);
  const without = words.filter((word) => !common.has(word));
  // In a small catalogue nearly all names may speak of one kind of object: that says something where nothing else is left.
  const said = without.some((word) => deedOf(word) === 'other' && !isStop(word)) ? without : words;
  const at = said.findIndex((word) => deedOf(word) !== 'other');
  const verb = said[at] ?? '';
  const rest = said.filter((_, index) => index !== at);
  const nouns = rest.filter((word) => !isStop(word) && !/^v?\d+$/.test(word));
  const belongs = rest.findIndex((word, index) => index >= at && BELONGS.has(word));
  const last = nouns.at(-1) ?? '';
  const named = belongs === -1 ? last : (rest.slice(0, belongs).filter((word) => !isStop(word)).at(-1) ?? last);
  const listed = rest.includes('list') || rest.includes('all');
  const deed = deedOf(verb);
  return {
    deed: deed === 'read' && listed ? 'list' : deed, verb, object: nouns.filter((word) => word !== 'list').map(stem),
    holder: belongs === -1 ? [] : rest.slice(belongs).filter((word) => !isStop(word)).map(stem),
    plural: listed || isPlural(named),
  };
}

/** The words that at least six of ten names of a server begin with or hold. */
export function commonWords(names: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const name of names) for (const word of new Set(splitName(name))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([word, count]) => names.length > 4 && count >= names.length * 0.6 && deedOf(word) === 'other').map(([word]) => word));
}

/** Two words that say something is done: then nobody can tell from the name that it only reads. */
export function doesMore(name: string): boolean {
  const words = splitName(name);
  const first = words.findIndex((word) => deedOf(word) === 'read' || deedOf(word) === 'list');
  return words.some((word, at) => ['and', 'or', 'then'].includes(word) && words.slice(at + 1).some((next) => ['change', 'make'].includes(deedOf(next))))
    || words.slice(0, first).some((word) => ['change', 'make'].includes(deedOf(word)))
    || endsInDeed(words);
}

/** Deeds that are no things: `search_replace`, `view_delete`. A `get_order` is about an order. */
const ONLY_DEEDS = set('delete remove clear rename replace modify edit unarchive publish unpublish destroy drop purge enable disable assign unassign reopen restore '
  + 'reset create insert add upsert send revoke unlink append deactivate activate');
/** Verbs that are things too: a `list_update` updates a list. */
const THINGS_TOO = set('list view query search');

/** SECURITY: where the verb stands last, what seems to be one before it is what is changed. */
function endsInDeed(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  return words.length > 1 && (ONLY_DEEDS.has(last) || isGermanDeed(last) || (THINGS_TOO.has(words[0] ?? '') && ['change', 'make'].includes(deedOf(last))));
}

/** In German names the verb mostly stands last, in its basic form. */
function isGermanDeed(word: string): boolean {
  return /(en|ern|eln)$/.test(word) && ['change', 'make'].includes(deedOf(word));
}

function isStop(word: string): boolean {
  return STOP.has(word) || STOP.has(stem(word));
}

function splitName(name: string): string[] {
  return wordsOf(name.replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').replace(/([A-Za-z])[Vv]\d+$/, '$1'));
}

function deedOf(word: string): Deed {
  if (READS.has(word)) return 'read';
  if (LISTS.has(word)) return 'list';
  if (CHANGES.has(word)) return 'change';
  return MAKES.has(word) ? 'make' : 'other';
}

/** What is left of an English word without its ending: `aliases` and `alias`, `replies` and `reply` are the same. */
export function stem(word: string): string {
  const bare = word.replace(/(?<![es])[es]+$/, '').replace(/y$/, 'i');
  return bare === '' ? word : bare;
}

function isPlural(word: string): boolean {
  return word.length > 3 && /s$/.test(word) && !/(ss|us|is|as|news)$/.test(word);
}
