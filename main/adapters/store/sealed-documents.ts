import { DamagedDocument, type DocumentFiles, type DocumentStore } from '../../core/ports.ts';
import { spellInPieces } from '../../core/canonical/spell.ts';
import { claimsSeal, judgeSeal, seal, sealFrame } from '../../core/seals/seal.ts';
import type { Json } from '../../core/words/index.ts';
import { createPause } from '../clock/pause.ts';
import type { SealKeeper } from './seal-keeper.ts';

/** What lies under seal: everything that gives permission. */
export const SEALED_DOCUMENTS = ['servers', 'pins', 'grants', 'policy', 'alarms', 'skills'] as const;

/**
 * `sealed`: judged with the keychain's key. `unsealed`: no keychain, and no document claims a seal. `unverified`: no
 * keychain, though this home was sealed: nothing of it is taken, and nothing is written.
 */
export type SealState = 'sealed' | 'unsealed' | 'unverified';

/** Documents of which those that give permission carry a seal. */
export interface SealedDocuments extends DocumentStore {
  readonly state: SealState;
}

/**
 * Puts the documents of a home under seal. A document that was flipped, deleted, rolled back, swapped or stripped of its
 * seal is not taken ({@link DamagedDocument}): its reader takes the side of least trust. A home the keychain does not know
 * yet is sealed as it is, once.
 */
export function sealDocuments(files: DocumentFiles, keeper: SealKeeper | null): SealedDocuments {
  const isSealed = (name: string): boolean => (SEALED_DOCUMENTS as readonly string[]).includes(name);
  if (keeper === null) {
    const claimed = SEALED_DOCUMENTS.some((name) => claimsSeal(readOrNull(files, name)));
    return claimed ? unverified(files, isSealed) : { ...plain(files), state: 'unsealed' };
  }
  /** Documents whose number in the keeper is the newest: one process writes a home. */
  const counted = new Set<string>();
  const nextCounter = (name: string): number => {
    const known = keeper.counter(name) ?? 0;
    if (counted.has(name)) return known + 1;
    counted.add(name);
    return Math.max(known, counterOf(readOrNull(files, name))) + 1;
  };
  const write = (name: string, value: Json): void => {
    const counter = nextCounter(name);
    // SECURITY: the file first. If the two part, the file is ahead of the keychain, which holds; behind, it would not.
    files.write(name, seal(name, counter, value, keeper.mac));
    keeper.note(name, counter);
  };
  if (keeper.fresh) for (const name of SEALED_DOCUMENTS) adopt(files, name, write);
  return {
    state: 'sealed',
    read(name) {
      if (!isSealed(name)) return files.read(name);
      const stored = files.read(name);
      const remembered = keeper.counter(name);
      if (stored === null && remembered === null) return null;
      const judged = judgeSeal(name, stored, remembered, keeper.mac);
      if (!judged.ok) throw new DamagedDocument(name, files.keep(name), judged.fault);
      if (judged.counter !== remembered) keeper.note(name, judged.counter);
      return judged.document;
    },
    write: (name, value) => (isSealed(name) ? write(name, value) : files.write(name, value)),
    async writeLarge(name, value) {
      const pieces = await piecesOf(value);
      if (!isSealed(name)) return files.writePieces(name, pieces);
      const counter = nextCounter(name);
      const { sealed: [before, after], file } = sealFrame(name, counter);
      const mac = keeper.macOf();
      for (const piece of [before, ...pieces, after]) mac.add(piece);
      const [start, end] = file(mac.end());
      await files.writePieces(name, [start, ...pieces, end]);
      keeper.note(name, counter);
    },
  };
}

/** Containers of a document that are opened to spell it in pieces: its books, their lists, and what stands in those. */
const LEVELS = 3;
const PIECE_CHARS = 256 * 1024;

/** A document's canonical text, spelled in slices. */
async function piecesOf(value: Json): Promise<string[]> {
  const pieces: string[] = [];
  const pause = createPause();
  let piece: string[] = [];
  let chars = 0;
  for (const text of spellInPieces(value, LEVELS)) {
    piece.push(text);
    chars += text.length;
    if (chars >= PIECE_CHARS) {
      pieces.push(piece.join(''));
      [piece, chars] = [[], 0];
    }
    await pause();
  }
  return [...pieces, piece.join('')];
}

/** Seals what a home held before there were seals. What is damaged stays damaged and is said as such. */
function adopt(files: DocumentFiles, name: string, write: (name: string, value: Json) => void): void {
  const stored = readOrNull(files, name);
  // A seal of another key is no plain document: it is judged, and found broken.
  if (stored !== null && !claimsSeal(stored)) write(name, stored);
}

function unverified(files: DocumentFiles, isSealed: (name: string) => boolean): SealedDocuments {
  return {
    state: 'unverified',
    read(name) {
      if (!isSealed(name)) return files.read(name);
      throw new DamagedDocument(name, '', 'unverified');
    },
    write(name, value) {
      // SECURITY: what is written without a seal would be worth nothing later, and what is there is perhaps good.
      if (isSealed(name)) throw new DamagedDocument(name, '', 'unverified');
      files.write(name, value);
    },
  };
}

function plain(files: DocumentFiles): DocumentStore {
  return {
    read: (name) => files.read(name), write: (name, value) => files.write(name, value),
    writeLarge: async (name, value) => files.writePieces(name, await piecesOf(value)),
  };
}

function readOrNull(files: DocumentStore, name: string): Json | null {
  try {
    return files.read(name);
  } catch {
    return null;
  }
}

/** How often a file says it was written; a number under a broken seal counts too, so that the next one is beyond it. */
function counterOf(stored: Json | null): number {
  const said = typeof stored === 'object' && stored !== null && 'counter' in stored ? stored.counter : 0;
  return typeof said === 'number' && Number.isSafeInteger(said) && said > 0 && said < 2 ** 50 ? said : 0;
}
