import type { Account } from '../../../../main/core/policy/assigned-role.ts';
import { sealed } from '../../../../main/core/policy/document/seal.ts';
import { NOBODY } from '../../../../main/core/trust/server-identity.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import type { Found } from '../../../../main/host/policy/open-sources.ts';
import { createPolicyRoom, type PolicyOutside, type PolicyRoom } from '../../../../main/host/policy/policy-room.ts';
import { clock, MemoryDocuments, MemoryLog, sha256 } from '../../../servers/memory.ts';
import { managed } from '../../core/policy/document/documents.ts';

/** The bundled server, and a policy that lists it alone. */
export const DEMO = { ...NOBODY, bundle: 'demo-cms' };
export const LISTED: JsonObject = { servers: [{ id: 'cms', match: { by: 'bundle', bundle: 'demo-cms' } }] };
export const runs = (room: PolicyRoom): boolean => room.server(DEMO, 'local').refused === null;

/** A policy file as it lies there. */
export const file = (text: string, place = '/etc/policy.json'): Found => ({ place, scope: 'managed', ok: true, text, bytes: new TextEncoder().encode(text), signature: null });

/** A small managed policy with these keys besides, sealed, as a file. */
export const policy = (more: JsonObject = {}): Found => file(JSON.stringify(sealed(managed(more), sha256)));

/** A machine whose policy files a test writes. */
export class Machine {
  documents = new MemoryDocuments();
  log = new MemoryLog();
  found: readonly Found[] = [];
  account: Account = { names: ['eva'], groups: ['editors'] };
  now = '2026-06-01T00:00:00.000Z';
  damaged = 0;
  verify: PolicyOutside['verify'] = () => 'none';
  /** What the reader waits for before it answers. */
  before: () => Promise<void> = () => Promise.resolve();

  /** As at a start of the app. Resolves once the policies were read. */
  async start(): Promise<PolicyRoom> {
    const room = this.open();
    await room.ready();
    return room;
  }

  open(): PolicyRoom {
    return createPolicyRoom({
      outside: { find: async () => { await this.before(); return this.found; }, watch: () => () => undefined, verify: (...given) => this.verify(...given), account: async () => this.account },
      documents: this.documents, audit: this.log, clock: { ...clock, now: () => this.now }, sha256,
      actor: () => ({ person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'desktop' }),
      onDamaged: () => { this.damaged += 1; },
    });
  }

}
