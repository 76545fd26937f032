import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { LaunchView } from '../../../../preload/contract/views.ts';
import { BridgeProvider } from '../../../../renderer/app/bridge-context.tsx';
import { LanguageContext } from '../../../../renderer/app/language-context.tsx';
import { Answer } from '../../../../renderer/features/servers/consent.tsx';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleWorld } from '../../sample-world.ts';

describe('the question whether a launch may run', () => {
  it('takes a no at once and no yes before it stood still', () => {
    const { bridge } = createFakeBridge(sampleWorld());
    const launch = { id: 's', kind: 'local', digest: 'a'.repeat(64) } as LaunchView;
    const html = renderToStaticMarkup(<BridgeProvider bridge={bridge}><LanguageContext value={createTranslator('en')}><Answer launch={launch} onProblem={() => undefined} /></LanguageContext></BridgeProvider>);
    const [no = '', yes = ''] = html.split('</button>');
    expect(no).not.toContain('disabled');
    expect(yes).toMatch(/disabled.*Run this/s);
  });
});
