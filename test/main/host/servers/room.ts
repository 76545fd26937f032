import { createLaunchResolver } from '../../../../main/adapters/launch/resolve-launch.ts';
import { createConnector, nodeBundle, type ConnectorOptions } from '../../../../main/adapters/mcp/connector.ts';
import type { ConnectionTarget, Connector } from '../../../../main/core/connections/connection.ts';
import { rememberSecrets } from '../../../../main/host/known-secrets.ts';
import { UNMANAGED_SERVERS } from '../policy/neutral.ts';
import type { ServerPolicy } from '../../../../main/host/servers/server-policy.ts';
import { createServersRoom, type ServersRoom } from '../../../../main/host/servers/servers.ts';
import type { LaunchResolver } from '../../../../main/core/trust/resolution.ts';
import type { PackageInstaller } from '../../../../main/core/trust/package-installer.ts';
import type { ServerDraft } from '../../../../main/core/trust/server-draft.ts';
import { clock, MemoryDocuments, MemoryLog, MemorySecrets, sha256 } from '../../../servers/memory.ts';
import { evil } from '../../../servers/programs.ts';

/** A room over real processes, with documents, secrets and log in memory. */
export class RoomUnderTest {
  documents = new MemoryDocuments();
  secrets = new MemorySecrets();
  log = new MemoryLog();
  damaged = 0;
  /** As in the host: known secrets are taken out of what servers say. */
  redacts = false;
  /** Installs nothing, unless a test says what. */
  packages: PackageInstaller = { install: async () => ({ ok: false, why: 'npm-missing' }), holds: () => false };
  /** Nobody manages the machine, unless a test says so. */
  policy: ServerPolicy = UNMANAGED_SERVERS;
  readonly #resolvers = new Map<string, LaunchResolver>();
  onOpen: (target: ConnectionTarget) => void = () => undefined;
  readonly rooms: ServersRoom[] = [];

  /** Opens the room; again, as after a restart of the app, where it was opened before. */
  open(bundleVersion = '1', more: Partial<ConnectorOptions> = {}): ServersRoom {
    const script = evil().args[0] ?? '';
    const secrets = rememberSecrets(this.secrets);
    const room = createServersRoom({
      documents: this.documents, secrets, ...(this.redacts && { redact: secrets.redact }), audit: this.log, clock, sha256,
      actor: { person: 'tester', role: 'owner', planner: { kind: 'person', name: 'tester' }, client: 'test' },
      resolver: this.resolver(bundleVersion),
      connector: this.watched(createConnector({ bundle: nodeBundle(script, {}, process.cwd()), budgets: { connectMs: 15_000, probeMs: 1500 }, ...more })),
      packages: this.packages, policy: this.policy,
      onDamaged: () => { this.damaged += 1; },
    });
    this.rooms.push(room);
    return room;
  }

  /** One for all starts: digests of files that did not move are taken once. */
  private resolver(bundleVersion: string): LaunchResolver {
    const known = this.#resolvers.get(bundleVersion) ?? createLaunchResolver({ salt: 'salt', bundleVersion });
    this.#resolvers.set(bundleVersion, known);
    return known;
  }

  /** The real connector; a test is told of each opening before anything is started. */
  private watched(connector: Connector): Connector {
    return { open: (...given) => { this.onOpen(given[0]); return connector.open(...given); } };
  }

  async close(): Promise<void> {
    await Promise.all(this.rooms.splice(0).map((room) => room.stopAll()));
  }
}

/** A draft that runs a Node script. */
export function local(name: string, args: readonly string[], env: Extract<ServerDraft, { kind: 'local' }>['env'] = []): ServerDraft {
  return { kind: 'local', name, command: process.execPath, args: [...args], env, cwd: process.cwd(), class: 'local', environment: 'test' };
}

/** A draft of the bad server with faults. */
export function bad(name: string, ...faults: string[]): ServerDraft {
  return local(name, evil(...faults).args);
}

/** Adds one server, says yes to its launch and starts it. */
export async function running(room: ServersRoom, draft: ServerDraft): Promise<string> {
  const [entry] = await room.add([draft]);
  const id = entry?.config.id ?? '';
  await room.consent(id, (await room.launch(id)).identity, true);
  await room.start(id);
  return id;
}
