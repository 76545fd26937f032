import type { Catalogue } from '../../core/connections/catalogue.ts';
import type { Json } from '../../core/words/index.ts';
import type { Clean } from '../known-secrets.ts';

/** What a server offers, as the rest of the house may see it. */
export type Arrival = (catalogue: Catalogue) => Catalogue;

/**
 * SECURITY: a server may write the secret it was given into a description, and descriptions are shown, kept with their decisions and put on
 * record. A definition that holds one of ours is refused alone, before anybody sees it: taking the secret out of it would show
 * something else than was sent, and a review is of what was sent.
 */
export function keepSecretsOut(holdsSecret: (value: Json) => boolean, clean: Clean): Arrival {
  return (catalogue) => {
    const { definitions, refused, says } = catalogue;
    const holding = new Set(definitions.filter(({ value }) => holdsSecret(value)));
    const spoken = says === null ? null : { name: clean(says.name), version: clean(says.version) };
    return {
      ...catalogue, says: spoken,
      definitions: holding.size === 0 ? definitions : definitions.filter((definition) => !holding.has(definition)),
      refused: [...refused.map((one) => ({ ...one, name: clean(one.name) })), ...[...holding].map(({ kind, name }) => ({ kind, name: clean(name), why: 'holds-secret' as const }))],
    };
  };
}
