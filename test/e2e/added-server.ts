import type { Page } from 'playwright-core';
import type { ServerDraft } from '../../preload/contract/schemas.ts';

/** Adds a server, consents to it and accepts all it offers, each tool as a write unless `effect` says otherwise. Gives its id. */
export function addReviewed(page: Page, draft: ServerDraft, effect: 'read' | 'write' = 'write'): Promise<string> {
  return page.evaluate(async ({ one, as }) => {
    const must = <T>(reply: { ok: true; value: T } | { ok: false }): T => { if (!reply.ok) throw new Error(JSON.stringify(reply)); return reply.value; };
    const bridge = window.countersign;
    const id = must(await bridge.servers.add({ drafts: [one] }))[0]?.id ?? '';
    const { digest } = must(await bridge.servers.launch({ serverId: id }));
    must(await bridge.servers.consent({ serverId: id, digest, yes: true }));
    for (let tries = 0; ; tries += 1) {
      const review = await bridge.review.read({ serverId: id });
      const rows = review.ok ? await bridge.review.rows({ serverId: id, digest: review.value.digest }) : review;
      if (review.ok && rows.ok && rows.value.length > 0) {
        const decisions = rows.value.filter(({ decidable }) => decidable).map(({ kind, name }) => ({ kind, name, decision: 'accept' as const, effect: kind === 'tool' ? as : null, reason: null }));
        must(await bridge.review.decide({ serverId: id, digest: review.value.digest, trust: 'restricted', decisions, reason: null }));
        return id;
      }
      if (tries > 100) throw new Error('nothing to review');
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }, { one: draft, as: effect });
}
