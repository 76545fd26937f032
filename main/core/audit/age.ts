/**
 * By when something was over that no moment of its own can tell, for the clock was wrong: the first moment told behind it that is later than
 * what came before, and not ahead of now. SECURITY: a clock that was set back says nothing of age. Null: it is not known, and nothing of it is old.
 */
export function overBy(before: string, behind: Iterable<string>, now: string): string | null {
  for (const at of behind) if (at > before && at <= now) return at;
  return null;
}
