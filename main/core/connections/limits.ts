/** Bounds on what one server can make us hold, walk or wait for. Every one is hit by a test. */
export const LIMITS = {
  /** One message, in bytes: a 20 MB result passes, an endless line does not. */
  messageBytes: 32 * 1024 * 1024,
  /** What may wait to be read by a server; our largest call passes. */
  unreadBytes: 64 * 1024 * 1024,
  /** Nesting of one JSON value inside a message. */
  depth: 64,
  /** One definition, in characters of its JSON. */
  definitionChars: 256 * 1024,
  /** Definitions of one kind, and pages of one list. */
  definitions: 10_000,
  pages: 64,
  /** One list with all its pages, in characters. */
  listChars: 48 * 1024 * 1024,
  /** What is kept of a server's own lines, in characters. */
  logChars: 256 * 1024,
  /** Characters of one kept line. */
  lineChars: 8 * 1024,
  /** Stray standard output before a valid message, after which the server is ended as garbage. */
  strayLines: 500,
  strayBytes: 1024 * 1024,
  /** Changed catalogues within a minute before a server is held. */
  changesPerMinute: 3,
} as const;

/** Time budgets in milliseconds. */
export const BUDGETS = {
  connect: 10_000,
  /** Where a launch may first fetch its package. */
  connectFetching: 90_000,
  probe: 4_000,
  list: 10_000,
  /** A listing right before a call that somebody just approved. */
  relist: 5_000,
  callIdle: 60_000,
  callTotal: 600_000,
} as const;
