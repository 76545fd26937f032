import { createHash, X509Certificate } from 'node:crypto';
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { NotSent } from './wire.ts';

/** The other side proved to be the host, with another key than the ones that were pinned for it. Nothing was sent. */
export class WrongKey extends NotSent {
  constructor() {
    super('another TLS key');
    this.name = 'WrongKey';
  }
}

/** Other roots than those of the system, for tests. */
export interface PinnedFetchOptions {
  readonly ca?: string;
}

/** SHA-256 of a certificate's public key, as it stands in the certificate (SubjectPublicKeyInfo), in hex. */
export function keyDigest(certificate: Uint8Array): string {
  return createHash('sha256').update(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
}

/**
 * A way to one server whose TLS key must be one of `keys`, besides everything that is checked anyway. Rejects with
 * {@link WrongKey} for any other key and for an address without TLS, before a byte of the request leaves. Follows no redirect.
 */
export function pinnedFetch(keys: readonly string[], { ca }: PinnedFetchOptions = {}): (url: string | URL, init?: RequestInit) => Promise<Response> {
  const agent = new Agent({
    keepAlive: true,
    // SECURITY: a resumed session shows no certificate, so none is kept to be resumed.
    maxCachedSessions: 0,
    checkServerIdentity: (host: string, certificate: PeerCertificate) => checkServerIdentity(host, certificate) ?? (keys.includes(keyDigest(certificate.raw)) ? undefined : new WrongKey()),
    ...(ca === undefined ? {} : { ca }),
  });
  return (url, init = {}) => new Promise((resolve, reject) => {
    const target = new URL(url);
    const { body = null } = init;
    if (target.protocol !== 'https:') throw new WrongKey();
    if (body !== null && typeof body !== 'string') throw new TypeError('only text is sent');
    const call = request(target, {
      agent, method: init.method ?? 'GET', headers: Object.fromEntries(new Headers(init.headers)), ...(init.signal ? { signal: init.signal } : {}),
    }, (answer) => {
      try {
        resolve(responseOf(answer));
      } catch (error) {
        answer.destroy();
        reject(error instanceof Error ? error : new Error('unusable answer'));
      }
    });
    call.on('error', reject);
    call.end(body ?? undefined);
  });
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 502;
  const bare = status === 204 || status === 205 || status === 304;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
  if (bare) answer.resume();
  return new Response(bare ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), { status, headers });
}
