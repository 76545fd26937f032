import { describe, expect, it } from 'vitest';
import { refusedBySystem, stateFromAnswer } from '../../../../main/core/preview/index.ts';
import type { PlannedRead } from '../../../../main/core/preview/preview.ts';
import type { ToolAnswer } from '../../../../main/core/ports.ts';
import type { Json } from '../../../../main/core/words/index.ts';

const READ: PlannedRead = { key: 'before', tool: 'read_text_file', args: { path: '/a' }, absent: ['ENOENT: no such file or directory'] };

function answered(text: string, structured: Json = null, isError = false): ToolAnswer {
  return { kind: 'result', isError, parts: [{ type: 'text', text }], structured };
}

describe('a refusal by the system', () => {
  const answer = (text: string, isError = true) => ({ kind: 'result', isError, parts: [{ type: 'text', text }], structured: null }) as const;
  const recipe = { digests: [], effect: 'write', refused: ['Not allowed: '] } as const;

  it('is known by its beginning, and only where the server says it is an error', () => {
    expect(refusedBySystem(recipe, answer('Not allowed: you'))).toBe(true);
    expect(refusedBySystem(recipe, answer('Not allowed: you', false))).toBe(false);
    expect(refusedBySystem(recipe, answer('Sorry. Not allowed: you'))).toBe(false);
    expect(refusedBySystem(null, answer('Not allowed: you'))).toBe(false);
  });
});

describe('the state a read tells of', () => {
  it('is the text, from the structured result where there is one', () => {
    expect(stateFromAnswer(READ, answered('part', { content: 'whole' }))).toEqual({ key: 'before', state: 'read', value: { content: 'whole' }, text: 'whole' });
    expect(stateFromAnswer(READ, answered('part'))).toMatchObject({ state: 'read', text: 'part', value: null });
    expect(stateFromAnswer(READ, answered('{"id":"n-1"}'))).toMatchObject({ value: { id: 'n-1' } });
  });

  it('is absent only when the server says so by an error', () => {
    const missing = "ENOENT: no such file or directory, open '/a'";
    expect(stateFromAnswer(READ, answered(missing, null, true))).toEqual({ key: 'before', state: 'absent' });
    expect(stateFromAnswer(READ, answered(missing))).toMatchObject({ state: 'read', text: missing });
    expect(stateFromAnswer(READ, answered('EACCES: permission denied', null, true))).toEqual({ key: 'before', state: 'failed', why: 'EACCES: permission denied' });
    expect(stateFromAnswer(READ, answered(`Access denied: ${missing}`, null, true))).toMatchObject({ state: 'failed' });
    expect(stateFromAnswer({ key: 'x', tool: 't', args: {} }, answered(missing, null, true))).toMatchObject({ state: 'failed' });
  });

  it('is failed when nothing usable came back', () => {
    expect(stateFromAnswer(READ, { kind: 'failed', why: 'timeout', sent: true, detail: '' })).toMatchObject({ state: 'failed', why: 'timeout' });
    expect(stateFromAnswer(READ, { kind: 'input-required', methods: [] })).toMatchObject({ state: 'failed' });
    const picture: ToolAnswer = { kind: 'result', isError: false, parts: [{ type: 'image', mimeType: 'image/png', bytes: 3 }], structured: null };
    expect(stateFromAnswer(READ, picture)).toMatchObject({ state: 'failed' });
    expect(stateFromAnswer(READ, answered('x', { a: '\ud800' }))).toMatchObject({ state: 'failed', why: 'not-text' });
  });

  it('keeps the reason short, whatever the server sends', () => {
    const state = stateFromAnswer(READ, answered('x'.repeat(10_000), null, true));
    expect(state.state === 'failed' ? state.why.length : 0).toBe(500);
  });
});
