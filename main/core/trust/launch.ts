import { digestOf, type Sha256 } from '../canonical/canonical.ts';

/** The installed package whose files a launch runs, read from the nearest `package.json` and its tree. */
export type PackageIdentity = {
  readonly name: string;
  readonly version: string;
  /** SHA-256 over the sorted list of the package's files and their digests (without nested `node_modules`). */
  readonly treeDigest: string;
};

/**
 * What exactly will run, as resolved at this moment. Trust, secrets and consent are bound to its digest:
 * any difference here is another server.
 */
export type Launch =
  | {
      readonly kind: 'local';
      /** The program as configured and the real file it resolved to. */
      readonly command: string;
      readonly resolved: string;
      readonly args: readonly string[];
      /** Names of the variables the configuration adds, sorted, and a salted digest of name and value pairs. */
      readonly envNames: readonly string[];
      readonly envDigest: string;
      readonly cwd: string;
      /** Interpreter by origin (`system:/usr/bin/node`), so that an update of Node blocks nobody; or the file's digest. */
      readonly interpreter: string;
      readonly package: PackageIdentity | null;
      /** Digest of a script or binary that belongs to no package. */
      readonly fileDigest: string | null;
      /** True where each start may fetch other code (`npx` or `uvx` without an exact version). */
      readonly floating: boolean;
    }
  | {
      readonly kind: 'remote';
      readonly url: string;
      readonly origin: string;
      readonly headerNames: readonly string[];
      readonly issuer: string | null;
      /** Digests of public keys, one of which its certificate must have; only where policy pins them. */
      readonly tlsKeys?: readonly string[];
    }
  | { readonly kind: 'bundled'; readonly bundle: 'demo-cms'; readonly version: string };

/** The identity of a server: the digest of its launch. */
export function identityOf(launch: Launch, sha256: Sha256): string {
  return digestOf(launch, sha256);
}
