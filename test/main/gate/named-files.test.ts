import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createNamedFiles } from '../../../main/adapters/named-files/named-files.ts';
import { carryOut } from '../../../main/gate/gate.ts';
import type { GatePorts, Question } from '../../../main/gate/ports.ts';
import { choose, gateWorld, never, plan, type GateWorld } from './gate-world.ts';

let folder = '';
let world: GateWorld;
let ports: GatePorts;
const file = (): string => join(folder, 'report.pdf');
const upload = () => carryOut('call-0', plan('mystery', { path: file() }), ports, never);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bound-files-')));
  writeFileSync(file(), 'the contract');
  world = gateWorld();
  ports = { ...world.ports, namedFiles: createNamedFiles(() => [folder]) };
});

describe('a file that a tool without a recipe is to take', () => {
  it('stands on the card with its digest, and its contents are part of what is approved', async () => {
    world.onQuestion = (question) => { choose(world, question, {}); };
    expect(await upload()).toMatchObject({ outcome: 'executed' });
    expect(world.questions[0]?.card.preview).toMatchObject({ kind: 'arguments', files: [{ pointer: '/path', path: file(), bytes: 12, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }] });
    expect(world.questions[0]?.card.preview.unknowns).not.toContain('contents-not-bound');
  });

  it.each([
    ['another content', () => writeFileSync(file(), 'another one!')], ['gone', () => rmSync(file())],
  ])('that is %s between the question and the sending is asked about anew', async (_, meanwhile) => {
    const approvals: string[] = [];
    world.onQuestion = (question: Question) => {
      approvals.push(question.card.approval);
      if (world.questions.length > 1) return void choose(world, question, { choice: 'deny' });
      meanwhile();
      choose(world, question, {});
    };
    expect(await upload()).toMatchObject({ outcome: 'refused', decision: 'denied' });
    expect(world.wire).toEqual([]);
    expect(new Set(approvals).size).toBe(2);
    expect(world.questions[1]?.card).toMatchObject({ cautions: expect.arrayContaining([expect.objectContaining({ code: 'base-moved' })]), meanwhile: [expect.objectContaining({ target: file() })] });
  });

  it('that cannot be read is said to be not bound', async () => {
    ports = { ...ports, namedFiles: { read: () => Promise.reject(new Error('no disk')) } };
    world.onQuestion = (question) => { choose(world, question, { choice: 'deny' }); };
    await upload();
    expect(world.questions[0]?.card.preview).toMatchObject({ files: [], unknowns: ['no-recipe', 'contents-not-bound'] });
  });
});
