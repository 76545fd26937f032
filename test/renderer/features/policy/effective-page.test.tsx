import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { PolicyView } from '../../../../preload/contract/views.ts';
import { BridgeProvider } from '../../../../renderer/app/bridge-context.tsx';
import { LanguageContext } from '../../../../renderer/app/language-context.tsx';
import { EffectivePage } from '../../../../renderer/features/policy/effective-page.tsx';
import { createFakeBridge } from '../../fake-bridge.ts';
import { managedPolicy, sampleWorld } from '../../sample-world.ts';

const paint = (policy: PolicyView): string =>
  renderToStaticMarkup(<BridgeProvider bridge={createFakeBridge(sampleWorld()).bridge}><LanguageContext value={createTranslator('en')}><EffectivePage policy={policy} /></LanguageContext></BridgeProvider>);
const damaged = (instead: number | null): PolicyView => managedPolicy({ locks: [], damaged: [{ file: '/etc/countersign/policy.json', problems: [], instead }] });

describe('the page of what holds', () => {
  it('says that nothing is allowed while a policy is closed, and calls no value one that holds', () => {
    const html = paint(damaged(null));
    expect(html).toContain('no server runs and every call is denied');
    for (const untrue of ['Nothing is locked.', 'Objects per call']) expect(html).not.toContain(untrue);
  });
  it('shows the values where the last policy that held goes on holding', () => {
    const html = paint(damaged(3));
    expect(html).not.toContain('no server runs');
    expect(html).toContain('Objects per call');
  });
  it('shows what must be on this machine: which policy, from which version on, signed by whom', () => {
    expect(paint(managedPolicy())).not.toContain('What must be here');
    const html = paint(managedPolicy({ floors: [{ file: '/etc/countersign/floor.json', policies: [{ id: 'town', version: 12, keys: ['RWQkey'] }, { id: 'state', version: null, keys: null }] }] }));
    for (const part of ['What must be here', 'floor.', 'town', 'version 12 or later', 'signed by one of these keys', 'RWQkey', 'state']) expect(html).toContain(part);
    expect(html.match(/or later/g)).toHaveLength(1);
  });
  it('shows where IT has the log sent to, why a place waits and what it threw away', () => {
    expect(paint(managedPolicy())).not.toContain('Where the log is sent');
    const place = { sent: 1_204, waiting: 0, trouble: null, rejected: 0, noSpans: false };
    const html = paint(managedPolicy({ evidence: [
      { ...place, to: 'https://logs.example.org' }, { ...place, to: 'tls:witness.example.org:6514', waiting: 12, trouble: 'ECONNREFUSED' }, { ...place, to: 'https://other.example.org', rejected: 1 }, { ...place, to: 'https://logs-alone.example.org', noSpans: true, waiting: 1 },
    ] }));
    for (const part of ['Where the log is sent', 'Everything is there, up to record 1,204.', '12 records wait. It does not take them (ECONNREFUSED).', 'It was given everything up to record 1,204 and threw 1 record away.', 'It takes records and no spans of calls']) expect(html).toContain(part);
    expect(html.match(/Everything is there/g)).toHaveLength(1);
  });
});
