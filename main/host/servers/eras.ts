import { z } from 'zod';
import type { Clock, DocumentStore } from '../../core/ports.ts';

const schema = z.strictObject({ v: z.literal(1), legacy: z.record(z.string(), z.string()) });
const NAME = 'eras';
/** After this the server is probed again: it may have been updated behind its URL. */
const HOLDS_DAYS = 30;

/** Which launches were found to speak the older protocol, so that they are not probed at every start. */
export interface Eras {
  known(identity: string): 'legacy' | null;
  remember(identity: string, era: 'legacy' | 'modern'): void;
}

/** A damaged document only costs a probe. */
export function openEras(documents: DocumentStore, clock: Clock): Eras {
  let legacy = load(documents);
  return {
    known(identity) {
      const since = legacy[identity];
      return since !== undefined && Date.parse(clock.now()) - Date.parse(since) < HOLDS_DAYS * 86_400_000 ? 'legacy' : null;
    },
    remember(identity, era) {
      if (era === 'legacy' && this.known(identity) === 'legacy') return;
      const { [identity]: before, ...others } = legacy;
      if (era === 'modern' && before === undefined) return;
      legacy = era === 'legacy' ? { ...others, [identity]: clock.now() } : others;
      documents.write(NAME, { v: 1, legacy });
    },
  };
}

function load(documents: DocumentStore): Record<string, string> {
  try {
    const stored = documents.read(NAME);
    return stored === null ? {} : schema.parse(stored).legacy;
  } catch {
    return {};
  }
}
