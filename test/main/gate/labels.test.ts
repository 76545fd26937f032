import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../main/gate/gate.ts';
import type { Question } from '../../../main/gate/ports.ts';
import type { Label } from '../../../main/gate/planned-call.ts';
import { choose, gateWorld, never, plan, type GateWorld } from './gate-world.ts';

const LABELS: readonly Label[] = [{ pointer: '/content', source: 'tickets' }];

/** The one question of a write whose arguments carry these labels. */
async function asked(world: GateWorld, labels: readonly Label[]): Promise<Question> {
  world.onQuestion = (question) => choose(world, question, { choice: 'deny' });
  await carryOut('call-0', { ...plan('write_file', { path: '/a.txt', content: 'new' }), labels }, world.ports, never);
  const [question] = world.questions;
  if (question === undefined) throw new Error('nothing was asked');
  return question;
}

describe('arguments that came from elsewhere', () => {
  it('are named on the card with where they came from', async () => {
    const { card } = await asked(gateWorld(), LABELS);
    expect(card.cautions).toContainEqual({ code: 'labelled', pointer: '/content', excerpt: 'tickets' });
  });

  it('are part of what is approved', async () => {
    const approvals = await Promise.all([[], LABELS, [{ pointer: '/content', source: 'mail' }], [{ pointer: '/path', source: 'tickets' }]]
      .map(async (labels) => (await asked(gateWorld(), labels)).card.approval));
    expect(new Set(approvals).size).toBe(4);
  });

  it('cannot be relabelled once the call is planned', async () => {
    const labels = [{ pointer: '/content', source: 'tickets' }];
    const world = gateWorld();
    const planned = asked(world, labels);
    labels.length = 0;
    expect((await planned).card.cautions.map(({ code }) => code)).toContain('labelled');
  });
});

describe('the reads of a preview', () => {
  it('carry the labels of what went into them, and of nothing else', async () => {
    const readFor = async (label: Label): Promise<boolean> => {
      const { card } = await asked(gateWorld(), [label]);
      return card.lookFirst.length > 0;
    };
    // The content goes into no read; the path is what is read.
    expect(await readFor({ pointer: '/content', source: 'tickets' })).toBe(false);
    expect(await readFor({ pointer: '/path', source: 'tickets' })).toBe(true);
    // Where nobody can say what is labelled, everything is.
    expect(await readFor({ pointer: '', source: 'tickets' })).toBe(true);
    expect(await readFor({ pointer: '/not/there', source: 'tickets' })).toBe(true);
  });
});

describe('labels of a call that is edited', () => {
  it('stay what they were when it was planned, whatever the planner does to its own list', async () => {
    const world = gateWorld();
    const labels = [{ pointer: '/content', source: 'mail' }];
    world.onQuestion = (question) => {
      labels.length = 0;
      choose(world, question, world.questions.length === 1 ? { choice: 'edit', args: { path: '/a.txt', content: 'other' } } : { choice: 'deny' });
    };
    const receipt = await carryOut('call-0', { ...plan('write_file', { path: '/a.txt', content: 'x' }), labels }, world.ports, never);
    expect(receipt.call.labels).toEqual([{ pointer: '/content', source: 'mail' }]);
    expect(world.questions[1]?.card.cautions.map(({ code }) => code)).toContain('labelled');
  });
});
