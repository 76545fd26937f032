import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, gateWorld, run, type GateWorld } from './gate-world.ts';
import type { Card } from '../../../main/core/preview/card.ts';

/** What may happen between the showing of a card and its answer, or between the answer and the sending. */
const MOVES: Record<string, (world: GateWorld, n: number) => void> = {
  'the file changes': (w, n) => void w.files.set('/a.txt', `moved ${n}\n`),
  'the file goes': (w) => void w.files.delete('/a.txt'),
  'the tool changes': (w) => void w.tools.set('write_file', { ...w.tools.get('write_file')!, pin: 'changed' }),
  'the definition is another, accepted': (w, n) => void w.tools.set('mystery', { ...w.tools.get('mystery')!, digest: `${n}` }),
  'the server is another': (w, n) => { w.server = { ...w.server, identity: `identity-${n}` }; },
  'the server is blocked': (w) => { w.server = { ...w.server, trust: 'blocked' }; },
  'the server is trusted more': (w) => { w.server = { ...w.server, trust: 'trusted' }; },
  'the effect is graver': (w) => void w.tools.set('mystery', { ...w.tools.get('mystery')!, acceptedEffect: 'delete' }),
  'the arguments are forbidden': (w) => { w.protectedPath = '/a.txt'; },
  'the log breaks': (w) => { w.logBroken = true; },
  'time passes': (w) => { w.nowMs += 130_000; },
  nothing: () => {},
};
const move = fc.constantFrom(...Object.keys(MOVES));
const step = fc.record({
  during: move, after: move,
  choice: fc.constantFrom('approve' as const, 'approve' as const, 'edit' as const, 'deny' as const),
  forged: fc.boolean(), typed: fc.boolean(), content: fc.string({ maxLength: 5 }),
});

function shownBefore(card: Card): string | null {
  const [change] = card.preview.changes;
  if (change?.kind !== 'text' || !change.existsBefore) return null;
  return change.lines.filter((line) => line.op !== 'add').map((line) => line.text).join('');
}

describe('what was approved', () => {
  it('is what is sent, whatever moves between the showing and the sending', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom('write_file', 'mystery'), fc.array(step, { minLength: 1, maxLength: 4 }), async (tool, steps) => {
      const world = gateWorld();
      let approved: Card | null = null;
      let pending = 'nothing';
      let fileAtSend: string | null = null;
      world.beforeSend = (sentTool) => {
        if (sentTool === tool) fileAtSend = world.files.get('/a.txt') ?? null;
        else { MOVES[pending]!(world, 7); pending = 'nothing'; }
      };
      world.onQuestion = (question) => {
        const s = steps[world.questions.length - 1] ?? { during: 'nothing', after: 'nothing', choice: 'deny' as const, forged: false, typed: true, content: '' };
        MOVES[s.during]!(world, world.questions.length);
        const painted = s.forged ? 'f'.repeat(64) : question.painted;
        const args = s.choice === 'edit' ? { path: '/a.txt', content: s.content } : null;
        const answered = choose(world, question, { choice: s.choice, painted, args, wordTyped: s.typed });
        if (answered.ok && s.choice === 'approve') { approved = question.card; pending = s.after; }
        if (!answered.ok) choose(world, question, { choice: 'deny' });
      };
      const receipt = await run(world, tool, { path: '/a.txt', content: 'new' });
      const sent = world.wire.filter((wire) => wire.tool === tool);
      expect(sent.length).toBeLessThanOrEqual(1);
      if (receipt.outcome === 'executed') expect(sent).toHaveLength(1);
      if (sent.length === 1) {
        const card = approved as Card | null;
        expect(card?.args).toEqual(sent[0]?.args);
        const intent = world.log.find((event) => event.type === 'intent' && event.call.tool.name === tool);
        expect(intent).toMatchObject({ answer: { decision: 'approved', approval: card?.approval } });
        if (card?.preview.kind === 'effect') expect(fileAtSend).toBe(shownBefore(card));
      }
    }), { numRuns: 1500, seed: 20261122 });
  });
});
