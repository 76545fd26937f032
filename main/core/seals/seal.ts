import { z } from 'zod';
import { canonical } from '../canonical/canonical.ts';
import type { Json, SealFault } from '../words/index.ts';

/** A keyed digest over text (HMAC-SHA256), as 64 lower-case hex digits. The key is the adapter's. */
export type Mac = (text: string) => string;

/** A document under seal, as it lies in its file: which writing of it this is, and a keyed digest over name, writing and content. */
const sealedSchema = z.strictObject({
  sealed: z.literal(1),
  counter: z.int().min(1),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
  document: z.json(),
});

/** What a file says under its seal. */
export type SealJudgement =
  | { readonly ok: true; readonly document: Json; readonly counter: number }
  | { readonly ok: false; readonly fault: SealFault };

/** Puts a document under seal as its `counter`th writing. */
export function seal(name: string, counter: number, document: Json, mac: Mac): Json {
  return { sealed: 1, counter, mac: mac(sealText(name, counter, document)), document };
}

/** What lies around a document's own text in a file under seal, and around it in the text that is sealed; see {@link seal}. */
export function sealFrame(name: string, counter: number): {
  readonly sealed: readonly [before: string, after: string];
  readonly file: (mac: string) => readonly [before: string, after: string];
} {
  // Both are canonical, so the parts stand in the order of their names.
  return {
    sealed: [`{"counter":${counter},"countersign":"sealed-document","document":`, `,"name":${canonical(name)}}`],
    file: (mac) => [`{"counter":${counter},"document":`, `,"mac":${canonical(mac)},"sealed":1}`],
  };
}

/** True where a file claims a seal, whether or not it holds. */
export function claimsSeal(stored: Json | null): boolean {
  return sealedSchema.safeParse(stored).success;
}

/**
 * Judges what a file holds against the number of writings the keychain remembers; null: the keychain never heard of this
 * document. A file may be ahead of the keychain, for it is written first; it may never be behind. Anything but the
 * very document that was written last under this name gives no content at all.
 */
export function judgeSeal(name: string, stored: Json | null, remembered: number | null, mac: Mac): SealJudgement {
  if (stored === null) return { ok: false, fault: 'missing' };
  const parsed = sealedSchema.safeParse(stored);
  if (!parsed.success) return { ok: false, fault: 'unsealed' };
  const { counter, document, mac: said } = parsed.data;
  // SECURITY: name and counter are under the seal, so that no document stands for another or for its former self.
  if (macOf(name, counter, document as Json, mac) !== said) return { ok: false, fault: 'broken' };
  return counter < (remembered ?? 1) ? { ok: false, fault: 'rolled-back' } : { ok: true, document: document as Json, counter };
}

function macOf(name: string, counter: number, document: Json, mac: Mac): string | null {
  try {
    return mac(sealText(name, counter, document));
  } catch {
    return null;
  }
}

function sealText(name: string, counter: number, document: Json): string {
  return canonical({ countersign: 'sealed-document', name, counter, document });
}
