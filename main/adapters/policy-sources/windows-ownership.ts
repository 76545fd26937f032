import type { Stats } from 'node:fs';
import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';
import type { Ownership } from './file-sources.ts';
import { rightsProblem } from './windows-rights.ts';

/**
 * Who may write to a file or folder on Windows. `descriptor` gives a path's security descriptor as text, or null where it cannot be
 * told. It is asked again only where the system's own record of the path moved (its change time moves with the rights too).
 */
export function windowsOwnership(descriptor: (path: string) => Promise<string | null>): Ownership {
  const known = new Map<string, { readonly seen: string; readonly code: PolicyProblemCode | null }>();
  return async (path, about) => {
    const seen = recordOf(about);
    const before = known.get(path);
    if (before?.seen === seen) return before.code;
    const text = await descriptor(path);
    // SECURITY: what nobody can tell is no reason to believe the file; and it is asked again next time.
    if (text === null) return 'unreadable';
    const code = rightsProblem(text);
    known.set(path, { seen, code });
    return code;
  };
}

function recordOf({ ino, ctimeMs, mtimeMs, size }: Stats): string {
  return [ino, ctimeMs, mtimeMs, size].join(' ');
}
