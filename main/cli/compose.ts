import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createContentStore } from '../adapters/audit-content/content-store.ts';
import { readKeychainAnchors } from '../adapters/audit-file/keychain-anchors.ts';
import { createSystemClock } from '../adapters/clock/system-clock.ts';
import { createKeychain } from '../adapters/keychain/keychain.ts';
import { keychainService } from '../adapters/keychain/service-name.ts';
import { inheritedEnvironment } from '../adapters/launch/child-environment.ts';
import { nodeBundle } from '../adapters/mcp/connector.ts';
import { createDocumentStore } from '../adapters/store/conf-store.ts';
import type { ContentBook } from '../core/audit/content.ts';
import type { AnchoredHead } from '../core/audit/anchors.ts';
import { demoData, openHome, type OpenHome } from '../compose.ts';
import { WrongCall, type CommandContext } from './command.ts';
import { sayDamage } from './say-damage.ts';

/** Where the built parts lie: beside the command line's own file. */
export interface Installation {
  readonly version: string;
  readonly workerPath: string;
  readonly demoCmsPath: string;
}

/** A home opened by the command line. `onApprovals` may be set by who asks questions. */
export interface CliHome extends OpenHome {
  onApprovals(listener: () => void): void;
}

/**
 * Finds the built parts from the running file: `out/cli` beside `out/main`, or all in one folder. A command line that
 * stands alone is its own worker (see main.ts).
 */
export function findInstallation(file: string, version: string): Installation {
  const folder = dirname(file);
  const beside = join(folder, '..', 'main');
  const parts = existsSync(join(beside, 'demo-cms.cjs')) ? beside : folder;
  const worker = join(parts, 'worker.cjs');
  return { version, workerPath: existsSync(worker) ? worker : file, demoCmsPath: join(parts, 'demo-cms.cjs') };
}

/** Opens the home of a command: the same host as in the app, without Electron. Throws `HomeInUse`. */
export async function openCliHome({ home, env, terminal }: CommandContext, installation: Installation): Promise<CliHome> {
  let listener: () => void = () => undefined;
  const bundleEnvironment = { ...inheritedEnvironment(env, process.platform), COUNTERSIGN_DEMO_DATA: demoData(home.path) };
  const opened = await openHome({
    home: home.path, client: 'cli', version: installation.version, openDocuments: createDocumentStore,
    bundle: nodeBundle(installation.demoCmsPath, bundleEnvironment, home.path), workerPath: installation.workerPath,
    programPaths: [installation.workerPath, installation.demoCmsPath],
    onChange: (room) => { if (room === 'approvals' || room === 'plans') listener(); },
  });
  // Whatever keeps the bundled server from being added keeps no other command from running.
  await opened.host.servers.addBundled().catch(() => null);
  sayDamage(opened.host.damaged, terminal);
  return { ...opened, onApprovals: (heard) => { listener = heard; } };
}

const answersInAdvance = ({ options }: CommandContext): boolean => options.choose !== undefined || options.trust !== undefined || options.review !== undefined;

/** Opens the home, lets `use` work with it, and closes it whatever happens. An interrupt withdraws what is open. */
export async function withHome<T>(context: CommandContext, installation: Installation, use: (home: CliHome) => Promise<T>): Promise<T> {
  const home = await openCliHome(context, installation);
  let interrupted = false;
  const interrupt = (): void => {
    // The second time somebody does not want to wait for servers that do not answer.
    if (interrupted) process.exit(130);
    interrupted = true;
    home.host.calls.cancelAll();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    // SECURITY: IT may say that nobody answers before the question.
    if (answersInAdvance(context) && home.host.policy.lockedBy('answers-in-advance') !== null) throw new WrongCall('cli.locked-in-advance');
    return await use(home);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await home.close();
  }
}

/** Where the keychain says that the log of a home stood. None where it does not answer in time. */
export function keychainAnchorsOf(home: string): Promise<readonly AnchoredHead[]> {
  return readKeychainAnchors(createKeychain({ service: keychainService(home), timeoutMs: 2_000 }));
}

/** The content of a home, to be read beside whoever writes it. Nothing of it opens where the keychain does not answer in time. */
export function contentOf(home: string): ContentBook {
  const keychain = createKeychain({ service: keychainService(home), timeoutMs: 2_000 });
  return createContentStore({ folder: join(home, 'content'), secrets: keychain, clock: createSystemClock() });
}
