import { isLive } from '../../core/connections/state.ts';
import type { ServerVerdict } from '../../core/policy/server-verdict.ts';
import type { Clock } from '../../core/ports.ts';
import type { Launch } from '../../core/trust/launch.ts';
import type { LaunchResolver } from '../../core/trust/resolution.ts';
import type { DenyReason } from '../../core/words/index.ts';
import type { LiveServers } from './live-servers.ts';
import type { ServerRecords } from './records.ts';
import type { ServerBook, StoredServer } from './server-document.ts';
import { knownOf } from './server-entry.ts';
import type { ServerPolicy } from './server-policy.ts';

/** So often a server is started again after a policy let it run. */
const STARTS_AGAIN = 2;

export interface PolicingParts {
  readonly policy: ServerPolicy;
  readonly resolver: LaunchResolver;
  readonly clock: Clock;
  readonly book: ServerBook;
  readonly live: LiveServers;
  readonly records: ServerRecords;
}

/** Holds the servers of one home against the policies: before each start, and each time the policies change. */
export class Policing {
  readonly #parts: PolicingParts;
  /** What of each server was looked at on the disk, since a policy asked for it. */
  readonly #looked = new Map<string, string>();

  constructor(parts: PolicingParts) {
    this.#parts = parts;
  }

  readonly ready = (): Promise<void> => this.#parts.policy.ready();

  /** What the policies say of a server, by what is known of it. A server that did not start yet is known by its configuration alone. */
  verdict({ config }: StoredServer): ServerVerdict {
    return this.#parts.policy.server(this.#parts.live.of(config.id).known ?? knownOf(config, null), config.class);
  }

  /** Finds out what policy recognises a launch by. Program and bundle are read only where some policy asks for them. */
  async recognise({ config }: StoredServer, launch: Launch): Promise<void> {
    const { policy, resolver, live } = this.#parts;
    const wanted = policy.wanted();
    const [executable, bundle] = await Promise.all([wanted.executables ? resolver.executable(launch) : null, wanted.bundles ? resolver.bundle(launch, wanted.publishers) : null]);
    live.of(config.id).known = knownOf(config, executable, bundle);
    this.#looked.set(config.id, JSON.stringify(wanted));
  }

  /** True while a policy asks for more than was looked for: what a server is not known by yet must not count against it. */
  unrecognised(id: string): boolean {
    const wanted = this.#parts.policy.wanted();
    return (wanted.executables || wanted.bundles) && this.#looked.get(id) !== JSON.stringify(wanted);
  }

  /** True where policy lets it run now; otherwise its state and the log say why not. */
  mayRun(stored: StoredServer): boolean {
    const { refused } = this.verdict(stored);
    if (refused !== null) this.#forbidden(stored.config.id, refused);
    return refused === null;
  }

  /** Stops what may no longer run, and starts what was refused before and no longer is. */
  async enforce(start: (id: string) => Promise<unknown>, stop: (id: string) => Promise<unknown>): Promise<void> {
    await Promise.all(this.#parts.book.all().map((stored) => this.#enforceOne(stored, start, stop)));
  }

  async #enforceOne(stored: StoredServer, start: (id: string) => Promise<unknown>, stop: (id: string) => Promise<unknown>): Promise<void> {
    const { live: lives } = this.#parts;
    const { id } = stored.config;
    const live = lives.of(id);
    // SECURITY: what needs no reading is judged at once; a server that is only unknown yet is stopped until it is known.
    if (isLive(live.state) && this.verdict(stored).refused !== null && this.unrecognised(id) && live.running !== null) {
      await this.recognise(stored, live.running.launch);
    }
    const { refused } = this.verdict(stored);
    if (refused !== null && isLive(live.state)) {
      await stop(id);
      this.#forbidden(id, refused);
    }
    // A start that was refused may still be ending, and then this joins it instead of beginning anew: so once more.
    for (let again = 0; again < STARTS_AGAIN && this.#waits(stored); again += 1) await start(id).catch(() => null);
    lives.changes.tell(id);
  }

  /** True for a server that policy refused and would let run by now. */
  #waits(stored: StoredServer): boolean {
    const { state } = this.#parts.live.of(stored.config.id);
    return state.state === 'failed' && state.why === 'policy-forbids' && (this.verdict(stored).refused === null || this.unrecognised(stored.config.id));
  }

  #forbidden(id: string, because: DenyReason): void {
    const { records, live, clock } = this.#parts;
    records.failed(id, { why: 'policy-forbids', detail: because });
    live.of(id).happened({ event: 'failed', why: 'policy-forbids', at: clock.now(), afterMs: null, lastLine: null, detail: because });
  }
}
