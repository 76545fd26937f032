import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import type { Catalogue } from '../../../../main/core/connections/catalogue.ts';
import type { DocumentStore } from '../../../../main/core/ports.ts';
import type { ServerFacts } from '../../../../main/core/trust/server-facts.ts';
import type { Json, JsonObject, TrustLevel } from '../../../../main/core/words/index.ts';
import { openPins } from '../../../../main/host/review/pin-document.ts';
import { openSeen } from '../../../../main/host/review/seen-document.ts';
import { createReviewRoom, type ReviewDecision, type ReviewRefused, type ReviewRoom } from '../../../../main/host/review/review.ts';
import { NOBODY } from '../../../../main/core/trust/server-identity.ts';

/** A tool as a server lists it. */
export function tool(name: string, more: JsonObject = {}): Catalogue['definitions'][number] {
  return { kind: 'tool', name, value: { name, ...more } };
}

/** Servers in memory, each with a list that a test can exchange, and their review. */
export class ReviewedServers {
  readonly stored = new Map<string, Json>();
  readonly log: AuditEvent[] = [];
  readonly lists = new Map<string, Catalogue>();
  readonly facts = new Map<string, ServerFacts>();
  logBroken = false;
  highest: TrustLevel = 'trusted';
  now = '2026-11-23T00:00:00.000Z';
  room: ReviewRoom;

  constructor() {
    this.room = this.open();
  }

  /** The room as after a restart. */
  open(): ReviewRoom {
    const documents: DocumentStore = { read: (name) => this.stored.get(name) ?? null, write: (name, value) => void this.stored.set(name, structuredClone(value)) };
    this.room = createReviewRoom({
      locked: () => false,
      servers: {
        list: () => [...this.facts.keys()].map((id) => ({ config: { id } })),
        facts: (id) => this.facts.get(id) ?? null, catalogue: (id) => this.lists.get(id) ?? null, highestTrust: () => this.highest,
        setTrust: (id, trust) => { this.change(id, { trust }); return Promise.resolve(); },
      },
      pins: openPins(documents, () => {}), seen: openSeen(documents, () => {}),
      audit: { append: (event) => (this.logBroken ? Promise.reject(new Error('full')) : (this.log.push(event), Promise.resolve())) },
      clock: { now: () => this.now, monotonic: () => 0 }, sha256,
      actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'desktop' },
      onChange: () => {},
    });
    return this.room;
  }

  /** The server lists these, and nothing else. */
  sends(id: string, ...definitions: Catalogue['definitions']): void {
    this.lists.set(id, { definitions, refused: [], says: null, era: '2026-07-28', partial: false });
    if (!this.facts.has(id)) {
      this.facts.set(id, {
        id, name: id, identity: 'one', trust: 'untrusted', class: 'local', environment: 'live', connected: true, launchChanged: false,
        package: null, soleCode: null, bundle: null, known: NOBODY,
      });
    }
  }

  change(id: string, facts: Partial<ServerFacts>): void {
    const before = this.facts.get(id);
    if (before !== undefined) this.facts.set(id, { ...before, ...facts });
  }

  /** Decides on what is shown now. */
  decide(id: string, trust: TrustLevel | null, decisions: readonly ReviewDecision[], reason: string | null = null): Promise<ReviewRefused | null> {
    return this.room.decide(id, this.room.read(id)?.digest ?? '', trust, decisions, reason);
  }

  /** Accepts one tool. */
  accept(id: string, name: string, more: Partial<ReviewDecision> = {}): Promise<ReviewRefused | null> {
    return this.decide(id, 'restricted', [{ kind: 'tool', name, decision: 'accept', effect: null, ...more }]);
  }
}
