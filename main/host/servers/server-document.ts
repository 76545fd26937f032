import { z } from 'zod';
import type { DocumentStore } from '../../core/ports.ts';
import { serverConfigSchema } from '../../core/trust/server-config.ts';
import { lowerTrust, TRUST_LEVELS, type Json, type TrustLevel } from '../../core/words/index.ts';
import { ServersProblem } from './problem.ts';

/** The bundled server's entry. Its id is reserved. */
export const DEMO = { id: 'demo-cms', name: 'Demo CMS', class: 'local', environment: 'demo', kind: 'bundled', bundle: 'demo-cms' } as const;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What is kept of one server. Trust holds for `trustedIdentity` alone. */
export const storedServerSchema = z.strictObject({
  config: serverConfigSchema,
  trust: z.enum(TRUST_LEVELS),
  trustedIdentity: digest.nullable(),
  /** The launch a person said yes to, and what is known of it without resolving it again. */
  consented: z.strictObject({ identity: digest, floating: z.boolean(), package: z.string().nullable() }).nullable(),
});
export type StoredServer = z.infer<typeof storedServerSchema>;

const documentSchema = z.strictObject({ v: z.literal(1), servers: z.array(storedServerSchema) });
const NAME = 'servers';

/** The configured servers, in the order they were added. */
export interface ServerBook {
  all(): readonly StoredServer[];
  get(id: string): StoredServer | null;
  /** Adds or replaces one. Throws, and changes nothing, where it cannot be written. */
  put(server: StoredServer): void;
  remove(id: string): void;
}

/** The bundled server after damage. SECURITY: it may have been blocked, so it does not come back with its usual trust. */
const DEMO_UNKNOWN: StoredServer = { config: DEMO, trust: 'untrusted', trustedIdentity: null, consented: null };

/**
 * Opens the document. A damaged one means no server at all but the bundled one, and none is trusted; `onDamaged` says
 * so aloud, and the damaged copy was put aside by the store.
 */
export function openServerBook(documents: DocumentStore, onDamaged: (error: unknown) => void): ServerBook {
  let servers = load(documents, onDamaged);
  const write = (next: readonly StoredServer[]): void => {
    documents.write(NAME, { v: 1, servers: next } as unknown as Json);
    servers = next;
  };
  return {
    all: () => servers,
    get: (id) => servers.find((one) => one.config.id === id) ?? null,
    put(server) {
      const at = servers.findIndex((one) => one.config.id === server.config.id);
      write(at === -1 ? [...servers, server] : servers.with(at, server));
    },
    remove: (id) => write(servers.filter((one) => one.config.id !== id)),
  };
}

function load(documents: DocumentStore, onDamaged: (error: unknown) => void): readonly StoredServer[] {
  try {
    const stored = documents.read(NAME);
    return stored === null ? [] : documentSchema.parse(stored).servers;
  } catch (error) {
    onDamaged(error);
    return [DEMO_UNKNOWN];
  }
}

/** One configured server, or the problem `unknown-server`. */
export function mustHave(book: ServerBook, id: string): StoredServer {
  const stored = book.get(id);
  if (stored === null) throw new ServersProblem('unknown-server', { id });
  return stored;
}

/** Trust holds for the identity it was given to; for any other it is `untrusted`, or `blocked` where that was said. */
export function trustOf(stored: StoredServer, highest: TrustLevel): TrustLevel {
  if (stored.trust === 'blocked' || stored.consented === null) return lowerTrust(stored.trust, 'untrusted');
  const held = stored.trustedIdentity === stored.consented.identity ? stored.trust : 'untrusted';
  return lowerTrust(held, highest);
}
