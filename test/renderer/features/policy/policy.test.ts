import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import { createPolicyStore } from '../../../../renderer/features/policy/policy-store.ts';
import { isManaged, keyWords, lockedBy, namesWords, placeOf, valueWords } from '../../../../renderer/features/policy/policy-words.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { managedPolicy, samplePolicy, sampleWorld } from '../../sample-world.ts';
import { settled } from '../../settled.ts';

const t = createTranslator('en');

describe('the rules of a verdict', () => {
  it('are told by file and place, and those of Countersign apart from those of IT', () => {
    expect(placeOf('/etc/a#b/policy.json#/deny/0')).toEqual({ file: '/etc/a#b/policy.json', pointer: '/deny/0' });
    expect([placeOf('built-in#/write-asks'), placeOf('grant#g1')]).toEqual([null, null]);
    expect([isManaged(['built-in#/x']), isManaged(['built-in#/x', 'p.json#/deny/0'])]).toEqual([false, true]);
  });
});

describe('the policy in words', () => {
  it('names keys and values, and shows what it does not know as it stands', () => {
    expect([keyWords('limits/perCall', t), keyWords('new/key', t)]).toEqual(['Objects per call', 'new/key']);
    expect([valueWords({ key: 'limits/perDay' }, 3_000, t), valueWords({ key: 'trust/local' }, 'blocked', t), valueWords({ key: 'gateway/enabled' }, false, t)]).toEqual(['3,000', 'Blocked', 'No']);
    expect([namesWords(null, t), namesWords([], t), namesWords(['a', 'b'], t)]).toEqual(['All', 'None', 'a, b']);
  });
  it('finds a lock and who set it; nothing is locked where nothing is known', () => {
    expect(lockedBy(managedPolicy(), 'trust')).toHaveLength(1);
    expect([lockedBy(managedPolicy(), 'audit'), lockedBy(samplePolicy(), 'trust'), lockedBy(null, 'trust')]).toEqual([[], [], []]);
  });
});

describe('the policy store', () => {
  it('reads what holds, and again when something else does', async () => {
    const fake = createFakeBridge(sampleWorld());
    const store = createPolicyStore(fake.bridge);
    await settled();
    expect(store.getState().policy).toMatchObject({ state: 'ready', value: { managed: false } });
    fake.world.policy = managedPolicy();
    fake.push('policy');
    await settled();
    expect(store.getState().policy).toMatchObject({ value: { managed: true, me: { role: 'editor' } } });
  });

  it('forgets what was found out of a draft as soon as the draft is another', async () => {
    const store = createPolicyStore(createFakeBridge(sampleWorld()).bridge);
    await store.getState().build();
    await store.getState().look();
    await store.getState().ask({ role: 'editor', serverId: 'files', tool: 'write_file', args: {} }, false);
    expect(store.getState()).toMatchObject({ check: { loosens: ['/deny/0'] }, answer: { verdict: 'deny' } });
    store.getState().edit('{}');
    expect(store.getState()).toMatchObject({ draft: '{}', check: null, answer: null });
  });

  it('shows no answer beside another question, be it late', async () => {
    const store = createPolicyStore(createFakeBridge(sampleWorld()).bridge);
    const question = { role: 'editor', serverId: 'files', tool: 'write_file', args: {} };
    await store.getState().ask(question, true);
    expect(store.getState().answer).toMatchObject({ verdict: 'deny' });
    store.getState().forgetAnswer();
    expect(store.getState().answer).toBeNull();
    const late = store.getState().ask(question, true);
    store.getState().forgetAnswer();
    await late;
    expect(store.getState().answer).toBeNull();
  });

  it('keeps what went wrong and drops it with the next thing that goes well', async () => {
    const fake = createFakeBridge(sampleWorld());
    const store = createPolicyStore(fake.bridge);
    fake.failNext('policy:export', { code: 'locked', facts: {} });
    await store.getState().save('draft');
    expect(store.getState()).toMatchObject({ problem: { code: 'locked' }, saved: false });
    await store.getState().save('effective');
    expect(store.getState()).toMatchObject({ problem: null, saved: true });
  });
});
