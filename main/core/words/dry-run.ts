/**
 * The argument by which a tool says what it would do and does nothing: true there. By the tool's own word alone. Found
 * from its schema it is a guess: it is offered, and holds where a person accepts it.
 */
export interface DryRun {
  readonly tool: string;
  /** Where in the arguments, as a JSON pointer. */
  readonly at: string;
}
