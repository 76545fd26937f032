import { describe, expect, it } from 'vitest';
import { FAILURE_WHYS, nextState, type ConnectionEvent, type ConnectionState } from '../../../../main/core/connections/state.ts';
import { connectionView } from '../../../../preload/contract/views.ts';

const at = '2026-01-01T00:00:00.000Z';
const failed: ConnectionEvent = { event: 'failed', why: 'exited', at, afterMs: 3, lastLine: null, detail: null };
const all: ConnectionState[] = [
  { state: 'stopped' }, { state: 'needs-consent' }, { state: 'needs-secret', names: ['A'] }, { state: 'starting', since: at },
  { state: 'running', since: at, era: '2026-07-28' }, { state: 'quarantined', why: 'w' },
  { state: 'failed', why: 'garbage', at, afterMs: null, lastLine: null, detail: null },
];
const events: ConnectionEvent[] = [
  { event: 'start', at }, { event: 'connected', at, era: '2026-07-28' }, { event: 'stopped' }, { event: 'consent-missing' },
  { event: 'secrets-missing', names: ['A'] }, { event: 'quarantined', why: 'w' }, failed,
];

describe('a connection', () => {
  it('is after every event in a state the window can show', () => {
    for (const state of all) for (const event of events) expect(connectionView.safeParse(nextState(state, event)).success).toBe(true);
    for (const why of FAILURE_WHYS) expect(connectionView.safeParse({ ...all[6], why }).success).toBe(true);
  });

  it('comes alive only out of a start', () => {
    for (const state of all) {
      expect(nextState(state, { event: 'connected', at, era: 'x' }).state === 'running').toBe(state.state === 'starting' || state.state === 'running');
    }
  });

  it('keeps saying why it failed or was held when it is stopped afterwards', () => {
    expect(nextState({ state: 'failed', why: 'garbage', at, afterMs: null, lastLine: null, detail: null }, { event: 'stopped' })).toMatchObject({ why: 'garbage' });
    expect(nextState({ state: 'quarantined', why: 'w' }, failed)).toEqual({ state: 'quarantined', why: 'w' });
  });
});
