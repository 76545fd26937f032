import type { Resolved } from './resolved.ts';
import { DEMO, type StoredServer } from './server-document.ts';

export { DEMO };

/** What is kept of a yes: the launch it was said to, and what is known of it without resolving it again. */
export function consentTo({ identity, launch }: Resolved): NonNullable<StoredServer['consented']> {
  const local = launch.kind === 'local' ? launch : null;
  return { identity, floating: local?.floating ?? false, package: local?.package?.name ?? null };
}

/** The bundled server as stored: consented to with the app, restricted until a person says otherwise. */
export function bundledServer(before: StoredServer | null, resolved: Resolved): StoredServer {
  return { config: DEMO, trust: before?.trust ?? 'restricted', trustedIdentity: resolved.identity, consented: consentTo(resolved) };
}
