import type { PackChange } from './pack.ts';
import type { PackContent } from './ports.ts';

/** Bounds of what is laid side by side; what is longer is named as changed and no more. */
export const TEXT_LIMITS = { files: 40, characters: 120_000, all: 600_000 } as const;

/** A text of a pack before and after; null on the side where there is none. Hostile text. */
export interface TextChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The texts that differ between two packs. Without the old pack there is nothing to lay beside the new one. */
export function textChanges(change: PackChange, before: PackContent | null, after: PackContent): readonly TextChange[] {
  if (before === null) return [];
  let room: number = TEXT_LIMITS.all;
  return [...change.changed, ...change.added, ...change.removed].toSorted().flatMap((path): TextChange[] => {
    const text = { path, before: before.text(path), after: after.text(path) };
    const length = (text.before?.length ?? 0) + (text.after?.length ?? 0);
    // Bytes that are no text, on one side or both, are shown by their name alone.
    if (length === 0 || length > TEXT_LIMITS.characters || length > room) return [];
    room -= length;
    return [text];
  }).slice(0, TEXT_LIMITS.files);
}
