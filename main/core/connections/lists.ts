import type { PinnedKind } from '../words/index.ts';

/** The lists a catalogue is made of: the request, the field of its result, and what it lists. */
export const LISTS = {
  'tools/list': { field: 'tools', kind: 'tool' },
  'prompts/list': { field: 'prompts', kind: 'prompt' },
  'resources/list': { field: 'resources', kind: 'resource' },
  'resources/templates/list': { field: 'resourceTemplates', kind: 'template' },
} as const satisfies Record<string, { field: string; kind: PinnedKind }>;
export type ListMethod = keyof typeof LISTS;

export function isListMethod(method: string): method is ListMethod {
  return Object.hasOwn(LISTS, method);
}
