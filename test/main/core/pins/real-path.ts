import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { MessageReader } from '../../../../main/adapters/mcp/message-reader.ts';
import { LISTS, type ListMethod } from '../../../../main/core/connections/lists.ts';
import { instructionsItem, sortDefinitions, type ListedItem } from '../../../../main/core/connections/build-catalogue.ts';
import type { Catalogue } from '../../../../main/core/connections/catalogue.ts';
import type { ServerFacts } from '../../../../main/core/trust/server-facts.ts';
import { openPins } from '../../../../main/host/review/pin-document.ts';
import type { ReviewItem } from '../../../../main/host/review/review-items.ts';
import { openSeen } from '../../../../main/host/review/seen-document.ts';
import { createReviewRoom, type ReviewRoom } from '../../../../main/host/review/review.ts';
import { NOBODY } from '../../../../main/core/trust/server-identity.ts';

/** A list as it stands in a message: the text of each entry, exactly as a server wrote it. */
export interface ListText {
  readonly method: ListMethod;
  readonly entries: readonly string[];
}

/** What a server sends, as text, and its instructions, which come with its greeting. */
export interface CatalogueText {
  readonly lists: readonly ListText[];
  readonly instructions: string | null;
}

/** From the bytes of the messages to a catalogue, by the parts that do it in the app. */
export function received({ lists, instructions }: CatalogueText): Catalogue {
  const reader = new MessageReader({ asked() {}, listChanged() {}, dropped(why) { throw new Error(`dropped: ${why}`); } });
  const items = lists.flatMap((list, id) => listed(reader, list, id));
  return { ...sortDefinitions([...items, ...instructionsItem(instructions ?? undefined, sha256)]), says: null, era: 'test', partial: false };
}

function listed(reader: MessageReader, { method, entries }: ListText, id: number): readonly ListedItem[] {
  reader.sent({ jsonrpc: '2.0', id, method });
  const bytes = new TextEncoder().encode(`{"jsonrpc":"2.0","id":${id},"result":{"${LISTS[method].field}":[${entries.join(',')}]}}`);
  const reduced = reader.readBytes(bytes);
  if (reduced === null || !('result' in reduced)) throw new Error(`no result: ${JSON.stringify(reduced)}`);
  const raw = reader.take(reduced.result);
  if (raw?.of !== 'list') throw new Error('no list');
  return raw.items;
}

/** A review room over a catalogue that can be exchanged, its pins in memory. */
export class Reviewed {
  readonly room: ReviewRoom;
  #catalogue: Catalogue = { definitions: [], refused: [], says: null, era: 'test', partial: false };

  constructor() {
    const facts: ServerFacts = {
      id: 's', name: 'S', identity: 'one', trust: 'restricted', class: 'local', environment: 'live', connected: true, launchChanged: false,
      package: null, soleCode: null, bundle: null, known: NOBODY,
    };
    this.room = createReviewRoom({ locked: () => false,
      servers: {
        list: () => [], facts: () => facts, catalogue: () => this.#catalogue, highestTrust: () => 'trusted', setTrust: () => Promise.resolve(),
      },
      pins: openPins({ read: () => null, write: () => {} }, () => {}), seen: openSeen({ read: () => null, write: () => {} }, () => {}),
      audit: { append: () => Promise.resolve() },
      clock: { now: () => '2026-11-23T00:00:00.000Z', monotonic: () => 0 }, sha256,
      actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'desktop' },
      onChange: () => {},
    });
  }

  /** The server now sends this. */
  sends(text: CatalogueText): void {
    this.#catalogue = received(text);
  }

  /** What the review shows now. */
  items(): readonly ReviewItem[] {
    return this.room.read('s')?.items ?? [];
  }

  /** Accepts everything as it is now sent. */
  async acceptAll(): Promise<void> {
    const review = this.room.read('s');
    if (review === null) throw new Error('no review');
    const decisions = review.items.map(({ kind, name }) => ({ kind, name, decision: 'accept' as const, effect: null }));
    const refused = await this.room.decide('s', review.digest, null, decisions);
    if (refused !== null) throw new Error(refused);
  }
}
