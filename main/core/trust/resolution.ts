import type { Launch } from './launch.ts';
import type { PackageClaims } from './package-claims.ts';
import type { ServerConfig } from './server-config.ts';

/**
 * What a configuration resolves to at this moment. `file` is what is started; null for what is not a program.
 * `fetches`: the start may first fetch a package, and so needs longer. `soleCode`: the digest of the one package whose
 * code this starts, null where it may start any other code or none is known.
 */
export type Resolution =
  | { readonly ok: true; readonly launch: Launch; readonly file: string | null; readonly fetches: boolean; readonly soleCode: string | null }
  /** `name` is the program or folder that is not there. */
  | { readonly ok: false; readonly why: 'command-missing' | 'folder-missing'; readonly name: string };

/** Finds out what exactly would run. Reads files only; starts nothing and fetches nothing. */
export interface LaunchResolver {
  resolve(config: ServerConfig): Promise<Resolution>;
  /** What the package behind a launch says of its makers; null where none lies on this machine. */
  claims(config: ServerConfig): Promise<PackageClaims | null>;
  /**
   * A digest of the program and the scripts that a launch names itself, cheap enough to be asked before each call; null
   * where one is gone. A package's other files are no part of it: some servers keep their data among them.
   */
  namedCode(config: ServerConfig): Promise<string | null>;
  /** The part of our own environment that every local server gets. */
  inherited(): Readonly<Record<string, string>>;
  /** SHA-256 of the program file that a resolved launch starts; null where it is none, or cannot be read. */
  executable(launch: Launch): Promise<string | null>;
  /** What the bundle of a resolved launch is; null where it runs from none, or where that cannot be read whole. `keys`: whose signature is looked for. */
  bundle(launch: Launch, keys: readonly string[]): Promise<BundleIdentity | null>;
}

/** A bundle by its files: the digest of their listing, and the one of the keys asked for that signed it, null for none. */
export interface BundleIdentity {
  readonly digest: string;
  readonly publisherKey: string | null;
}
