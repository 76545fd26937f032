import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { ReviewView } from '../../../../preload/contract/views.ts';
import { BridgeProvider } from '../../../../renderer/app/bridge-context.tsx';
import { LanguageContext } from '../../../../renderer/app/language-context.tsx';
import { ReviewFinish } from '../../../../renderer/features/servers/review-finish.tsx';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleWorld } from '../../sample-world.ts';

describe('the signature line of a review', () => {
  it('takes no yes before what is reviewed stood still', () => {
    const { bridge } = createFakeBridge(sampleWorld());
    const review = { serverId: 's', digest: 'a'.repeat(64), highest: 'trusted', trust: 'untrusted' } as ReviewView;
    const finish = <ReviewFinish review={review} items={[]} decisions={new Map()} reason="" onReason={() => undefined} />;
    const html = renderToStaticMarkup(<BridgeProvider bridge={bridge}><LanguageContext value={createTranslator('en')}>{finish}</LanguageContext></BridgeProvider>);
    const [yes = '', cancel = ''] = html.slice(html.indexOf('class="actions"')).split('</button>');
    expect(yes).toMatch(/disabled.*Finish/s);
    expect(cancel).not.toContain('disabled');
  });
});
