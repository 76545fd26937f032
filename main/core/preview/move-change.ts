import type { Json } from '../words/index.ts';
import type { Change, StateRead, Unknown } from './preview.ts';

/** A file or folder under another name. Of a folder nobody here knows how many objects it holds. */
export type MovedFile =
  | {
      readonly change: Extract<Change, { kind: 'move' }>;
      readonly folder: boolean;
      readonly unknowns: readonly Unknown[];
      readonly base: Json;
    }
  | { readonly unknown: Unknown };

/** Lines of a file's description that change without the file changing: no ground for a new question. */
const UNSTEADY = /^accessed:/;

/** A move from what is known of both ends. A target that exists is said aloud: what a server then does differs. */
export function movedFile(from: Json | undefined, to: Json | undefined, source: StateRead, target: StateRead): MovedFile {
  if (typeof from !== 'string' || typeof to !== 'string') return { unknown: 'no-recipe' };
  if (source.state !== 'read' || (target.state !== 'read' && target.state !== 'absent')) return { unknown: 'read-failed' };
  const described = description(source);
  return {
    change: { kind: 'move', from, to },
    folder: !described.includes('isDirectory: false'),
    unknowns: target.state === 'read' ? ['moved-target-exists'] : [],
    base: [
      { key: source.key, state: 'read', lines: described },
      target.state === 'read'
        ? { key: target.key, state: 'read', lines: description(target) }
        : { key: target.key, state: 'absent' },
    ],
  };
}

function description(state: Extract<StateRead, { state: 'read' }>): readonly string[] {
  return state.text.split('\n').filter((line) => !UNSTEADY.test(line));
}
