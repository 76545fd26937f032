import { NOBODY } from '../../../../main/core/trust/server-identity.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type CallFacts } from '../../../../main/core/policy/evaluate.ts';
import {
  ALLOW_REASONS, ASK_REASONS, DENY_REASONS, EFFECTS, EFFECT_SOURCES, PIN_STATES, ROLES, TRUST_LEVELS,
} from '../../../../main/core/words/index.ts';

const server = {
  id: 's', name: 'S', identity: 'i', trust: 'restricted', class: 'local', environment: 'live', connected: true,
  launchChanged: false, package: null, soleCode: null, bundle: null, known: NOBODY,
} as const;
const tool = { name: 't', definition: {}, digest: 'd', pin: 'same', acceptedEffect: null, ambiguous: false } as const;
const read: CallFacts = {
  role: 'owner', server, tool, effect: 'read', effectSource: 'review', objects: 1, touchesProtected: false,
  argumentsFit: true, hosts: [],
};

describe('evaluate', () => {
  it('allows a read of a pinned tool on a restricted or trusted server', () => {
    for (const trust of ['restricted', 'trusted'] as const) {
      expect(evaluate({ ...read, server: { ...server, trust } })).toEqual({ verdict: 'allow', because: 'read-of-pinned-tool' });
    }
  });

  it.each([
    ['server-unknown', { server: null }],
    ['server-blocked', { server: { ...server, trust: 'blocked' } }],
    ['launch-changed', { server: { ...server, launchChanged: true } }],
    ['server-not-connected', { server: { ...server, connected: false } }],
    ['tool-unknown', { tool: null }],
    ['tool-ambiguous', { tool: { ...tool, ambiguous: true } }],
    ['tool-not-reviewed', { tool: { ...tool, pin: 'new' } }],
    ['tool-changed', { tool: { ...tool, pin: 'changed' } }],
    ['tool-blocked', { tool: { ...tool, pin: 'blocked' } }],
    ['role-forbids', { role: 'editor' }],
    ['own-folder', { touchesProtected: true }],
    ['arguments-invalid', { argumentsFit: false }],
  ] as const)('denies with %s', (because, change) => {
    expect(evaluate({ ...read, ...change } as CallFacts)).toEqual({ verdict: 'deny', because });
  });

  it.each([
    ['server-untrusted', { server: { ...server, trust: 'untrusted' } }],
    ['effect-unknown', { effect: 'write', effectSource: 'unknown' }],
    ['many-objects', { effect: 'write', objects: 2 }],
    ['many-objects', { effect: 'write', objects: null }],
    ['write-asks', { effect: 'write' }],
    ['read-names-host', { hosts: ['example.org'] }],
  ] as const)('asks with %s', (because, change) => {
    expect(evaluate({ ...read, ...change } as CallFacts)).toEqual({ verdict: 'ask', because });
  });

  it.each(['send', 'publish', 'delete', 'configure', 'permission'] as const)('always asks for %s, on a trusted server too', (effect) => {
    expect(evaluate({ ...read, effect, server: { ...server, trust: 'trusted' } })).toEqual({ verdict: 'ask', because: 'effect-always-asks' });
  });

  it('is total, names a closed reason, and allows nothing but reads of pinned tools', () => {
    const facts = fc.record({
      role: fc.constantFrom(...ROLES),
      server: fc.option(fc.record({
        id: fc.constant('s'), name: fc.constant('S'), identity: fc.constantFrom(null, 'i'), trust: fc.constantFrom(...TRUST_LEVELS),
        class: fc.constant('local' as const), environment: fc.constant('live' as const), connected: fc.boolean(),
        launchChanged: fc.boolean(), package: fc.constant(null), soleCode: fc.constant(null), bundle: fc.constant(null), known: fc.constant(NOBODY),
      })),
      tool: fc.option(fc.record({
        name: fc.constant('t'), definition: fc.constant({}), digest: fc.constant('d'), pin: fc.constantFrom(...PIN_STATES),
        acceptedEffect: fc.constant(null), ambiguous: fc.boolean(),
      })),
      effect: fc.constantFrom(...EFFECTS), effectSource: fc.constantFrom(...EFFECT_SOURCES),
      objects: fc.option(fc.nat(5)), touchesProtected: fc.boolean(), argumentsFit: fc.boolean(),
      hosts: fc.array(fc.constant('h'), { maxLength: 1 }),
    });
    fc.assert(fc.property(facts, (f) => {
      const verdict = evaluate(f);
      const reasons: readonly string[] = { allow: ALLOW_REASONS, ask: ASK_REASONS, deny: DENY_REASONS }[verdict.verdict];
      expect(reasons).toContain(verdict.because);
      if (verdict.verdict === 'allow') {
        expect(f).toMatchObject({ role: 'owner', effect: 'read', touchesProtected: false, argumentsFit: true, hosts: [] });
        expect(f.tool).toMatchObject({ pin: 'same', ambiguous: false });
        expect(['restricted', 'trusted']).toContain(f.server?.trust);
      }
    }), { numRuns: 2000, seed: 20261122 });
  });
});
