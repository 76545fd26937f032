/**
 * What the scanner can say. The list is closed: screens have a sentence for each, tests name them, and a rule is never
 * reused for another meaning. The first half can be checked by counting characters; the second half are guesses.
 */
export const CERTAIN_RULES = [
  'hidden-characters', 'hidden-message', 'text-direction', 'control-characters', 'terminal-escape', 'padding', 'hidden-comment',
  'mixed-script', 'look-alike-name', 'shadowed-name', 'names-other-tool', 'link', 'remote-image', 'network-reference', 'deep-value', 'large-value',
] as const;
export const GUESSED_RULES = [
  'chat-marker', 'authority', 'override', 'secrecy', 'no-confirmation', 'data-movement', 'credential-path', 'private-key', 'tool-order',
  'self-praise', 'context-parameter', 'command', 'answer-order', 'addressed-order', 'request', 'redo', 'new-rules', 'fake-user', 'hidden-write', 'encoded-text',
] as const;
export const SCAN_RULES = [...CERTAIN_RULES, ...GUESSED_RULES] as const;
export type ScanRule = (typeof SCAN_RULES)[number];

/** How much a finding should weigh for a reader. None of them allows anything, and having none is not "safe". */
export const SEVERITIES = ['info', 'warn', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One thing that is odd in a definition or a result. */
export interface Finding {
  readonly rule: ScanRule;
  readonly severity: Severity;
  /** Where it stands (RFC 6901); for a member's name, the pointer of that member. */
  readonly pointer: string;
  /** A short piece of the text with hidden characters as tokens; hostile text, to be shown as text only. */
  readonly excerpt: string;
}
