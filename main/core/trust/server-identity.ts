/** What a server is, as far as a policy can match it. All of it found out by us; nothing a server says of itself. */
export interface ServerIdentity {
  readonly url: string | null;
  readonly command: readonly string[] | null;
  /** SHA-256 of the program file that runs. */
  readonly executable: string | null;
  readonly bundle: string | null;
  readonly publisherKey: string | null;
}

/** A server nothing is known of. No policy matches it. */
export const NOBODY: ServerIdentity = { url: null, command: null, executable: null, bundle: null, publisherKey: null };
