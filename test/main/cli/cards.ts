import type { Card } from '../../../main/core/preview/card.ts';
import type { Effect } from '../../../main/core/words/index.ts';

/** A card of one text change, with what a test wants different. */
export function card(more: Partial<Card> = {}, effect: Effect = 'write'): Card {
  return {
    callId: 'c1', revision: 1,
    bar: {
      effect, effectSource: 'recipe', serverId: 'files', serverName: 'Files', serverClass: 'local', environment: 'test', trust: 'restricted',
      tool: 'write_file', pin: 'same', planner: { kind: 'person', name: 'ada' }, role: 'owner', project: null,
    },
    preview: {
      kind: 'effect', objects: 1, sentence: { verb: 'changes', noun: 'file', objects: 1, fields: null, project: null }, unknowns: [], files: [],
      changes: [{
        kind: 'text', target: '/w/a.txt', existsBefore: true, existsAfter: true,
        lines: [
          ...Array.from({ length: 20 }, (_, n) => ({ op: 'same' as const, text: `line ${n}\n` })),
          { op: 'remove', text: 'old\n' }, { op: 'add', text: 'new' },
        ],
      }],
    },
    meanwhile: [],
    cautions: [{ code: 'hidden-characters', pointer: '/path', excerpt: 'a\u200bb' }],
    because: 'write-asks', sources: ['built-in#/write-asks'], args: { path: '/w/a.txt', deep: { list: [1, null] } }, inputSchema: { type: 'object' }, lookFirst: [],
    confirm: effect === 'write' || effect === 'read' ? 'plain' : 'type', grant: null, approval: 'a1b2c3d4e5f6a7b8', askedAt: '2026-01-02T00:00:00.000Z',
    ...more,
  };
}
