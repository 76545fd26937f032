import { z } from 'zod';
import { DamagedDocument, type DocumentStore } from '../../core/ports.ts';
import type { PackAsks, PackFile } from '../../core/skills/pack.ts';
import { EFFECTS } from '../../core/words/index.ts';

/** A document under seal: what it says decides which files run. */
const DOCUMENT = 'skills';

const fileSchema = z.object({ path: z.string(), size: z.number(), sha256: z.string() });
const asksSchema: z.ZodType<PackAsks> = z.object({
  name: z.string(), description: z.string(), license: z.string().nullable(), runs: z.boolean(),
  tools: z.array(z.object({ tool: z.string(), effect: z.enum(EFFECTS).nullable() })), effect: z.enum(EFFECTS).nullable(), files: z.array(z.string()),
  limits: z.object({ rows: z.number(), calls: z.number() }).nullable(),
});
const pinsSchema = z.record(z.string(), z.object({ digest: z.string(), files: z.array(fileSchema), asks: asksSchema }));

/** An installed pack as it was when a person agreed to it. */
export interface PackPin {
  readonly digest: string;
  readonly files: readonly PackFile[];
  readonly asks: PackAsks;
}

/** The digests of installed packs. */
export interface PackPins {
  /** Null: nothing of this name was agreed to, or nobody can tell. */
  of(name: string): PackPin | null;
  /** Puts a pin in the place of the one before; null takes it away. Throws where it cannot be kept. */
  put(name: string, pin: PackPin | null): void;
}

export function createPackPins(documents: DocumentStore, onDamaged?: (damage: DamagedDocument) => void): PackPins {
  const read = (): Readonly<Record<string, PackPin>> => {
    try {
      return pinsSchema.catch({}).parse(documents.read(DOCUMENT) ?? {});
    } catch (error) {
      // SECURITY: without the digests nothing installed counts as what was installed.
      if (error instanceof DamagedDocument) onDamaged?.(error);
      return {};
    }
  };
  return {
    of(name) {
      const pins = read();
      return Object.hasOwn(pins, name) ? pins[name] ?? null : null;
    },
    put(name, pin) {
      const others = Object.fromEntries(Object.entries(read()).filter(([other]) => other !== name));
      documents.write(DOCUMENT, JSON.parse(JSON.stringify(pin === null ? others : { ...others, [name]: pin })));
    },
  };
}
