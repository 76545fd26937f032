import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { createContentStore } from './adapters/audit-content/content-store.ts';
import { createEvidenceExports } from './adapters/audit-export/evidence-exports.ts';
import { openAuditLog, type AuditFile } from './adapters/audit-file/audit-log.ts';
import { createIndexShelf } from './adapters/audit-file/index-shelf.ts';
import { createSystemClock } from './adapters/clock/system-clock.ts';
import { sha256, sha256OfBase64 } from './adapters/digest/sha256.ts';
import { lockHome, type HomeLock } from './adapters/home-lock/home-lock.ts';
import { createKeychain, type Keychain } from './adapters/keychain/keychain.ts';
import { keychainService } from './adapters/keychain/service-name.ts';
import { createLaunchResolver } from './adapters/launch/resolve-launch.ts';
import { createConnector, type BundleLauncher } from './adapters/mcp/connector.ts';
import { createPackageInstaller } from './adapters/packages/package-installer.ts';
import { readAccount } from './adapters/account/account.ts';
import { verifyBytes } from './adapters/policy-sources/minisign.ts';
import type { PolicySourceReader } from './adapters/policy-sources/source-reader.ts';
import { systemPolicies } from './adapters/policy-sources/system-policies.ts';
import { LOOK_MS, lookEvery } from './adapters/policy-sources/watch.ts';
import { createNamedFiles } from './adapters/named-files/named-files.ts';
import { createProtectedPaths, protectedFolders, realPathOf } from './adapters/protected-paths/protected-paths.ts';
import { openSealKeeper } from './adapters/store/seal-keeper.ts';
import { sealDocuments, type SealState } from './adapters/store/sealed-documents.ts';
import { openUsageFile } from './adapters/usage-file/usage-book.ts';
import { openUseSeal, type UseSeal } from './adapters/usage-file/use-seal.ts';
import { usageFolder } from './adapters/usage-file/usage-folder.ts';
import { evidenceTargets } from './core/policy/document/outlets.ts';
import type { DocumentFiles } from './core/ports.ts';
import { createHost, type ChangedRoom, type Host } from './host/host.ts';
import type { PolicyOutside } from './host/policy/policy-room.ts';
import { installationSalt } from './host/installation.ts';
import { createCompute } from './workers/compute.ts';
import { createSkillWork } from './workers/skill-work.ts';
import { createPackStore } from './adapters/packs/pack-store.ts';
import { createSkillFiles } from './adapters/skill-files/skill-files.ts';

/** In what the two composition roots differ. */
export interface HomeOptions {
  readonly home: string;
  readonly client: 'desktop' | 'cli';
  /** Version of the app; part of the identity of what is bundled. */
  readonly version: string;
  readonly openDocuments: (home: string) => DocumentFiles;
  readonly bundle: BundleLauncher;
  /** The bundled `worker.cjs`. */
  readonly workerPath: string;
  /** Files and folders of the program itself: a call that rewrites them would rewrite its rules. */
  readonly programPaths: readonly string[];
  readonly onChange: (room: ChangedRoom | 'activity') => void;
  /** Where policies are looked for; the system's own places unless a test says others. */
  readonly policies?: PolicySourceReader;
}

/** A host on a home, with what only composition roots may touch. */
export interface OpenHome {
  readonly host: Host;
  readonly log: AuditFile;
  readonly keychain: Keychain;
  /** How far the documents that give permission could be judged. */
  readonly seals: SealState;
  /** Stops the servers, ends the log, gives the home back. */
  close(): Promise<void>;
}

/** Opens a home for one writer. Throws `HomeInUse` where another process has it. Servers are not started yet. */
export async function openHome(options: HomeOptions): Promise<OpenHome> {
  const { home } = options;
  const lock = lockHome(home);
  try {
    return await openLocked(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openLocked(options: HomeOptions, lock: HomeLock): Promise<OpenHome> {
  const { home, client, version } = options;
  const clock = createSystemClock();
  const log = await openAuditLog({ dir: home, clock, sha256 });
  const keychain = createKeychain({ service: keychainService(home) });
  // SECURITY: no server starts on permissions that were not judged. The keychain is waited for as long as one of its calls may take.
  const keeper = await openSealKeeper(keychain);
  const documents = sealDocuments(options.openDocuments(home), keeper);
  // Beside everything else: a keychain that is slow or absent holds nothing up, and the log says that it is unsigned.
  void log.signWith(keychain);
  const content = createContentStore({ folder: join(home, 'content'), secrets: keychain, clock });
  keychain.onChange(() => {
    if (keychain.state() !== 'keychain') return;
    void log.signWith(keychain);
    content.askAgain();
  });
  const use = usageFolder(process.env, process.platform);
  // Counted for the account over all its homes, and so sealed by a name of its own in the keychain.
  let useSeal: UseSeal | null = null;
  const usage = openUsageFile({ folder: use, seal: async () => (useSeal = await openUseSeal(createKeychain({ service: keychainService(use) }))) });
  const compute = createCompute({ workerPath: options.workerPath });
  const parts = dirname(options.workerPath);
  // A command line that stands alone is its own thread for skills too.
  const apart = join(parts, 'skill-worker.cjs');
  const work = createSkillWork({ workerPath: existsSync(apart) ? apart : options.workerPath });
  const skills = { packs: createPackStore({ shipped: shippedSkills(parts), installed: join(home, 'skills') }), files: createSkillFiles(work), work };
  // Nobody looks at a collector that is away until its records are needed: that it is away is itself on record.
  const exports = createEvidenceExports(log, join(home, 'exports'), version, (to, { what, ...detail }) => {
    void log.append({ type: 'event', what: `evidence-${what}`, actor: host.actor, server: null, detail: { to, ...detail } }).catch(() => {});
  });
  const host: Host = createHost({
    evidence: exports.states,
    // What somebody is still to be sent is not removed, however old it is.
    log: { ...log, retain: (before, record) => log.retain(before, record, exports.sentByAll()) },
    documents, secrets: keychain, usage, content, shelf: createIndexShelf(join(home, 'index', 'activity')), clock, compute, scanner: compute, sha256, sha256OfBase64, client,
    resolver: createLaunchResolver({ salt: installationSalt(documents, () => randomBytes(16).toString('hex')), bundleVersion: version }),
    connector: createConnector({ bundle: options.bundle, large: compute }),
    packages: createPackageInstaller({ folder: join(home, 'packages') }), skills,
    protectedPaths: (cwdOf) => createProtectedPaths(protectedFolders([home, use, ...options.programPaths]), cwdOf),
    namedFiles: createNamedFiles,
    leads: realPathOf,
    newCallId: randomUUID,
    person: userInfo().username,
    policies: { ...policiesOf(options.policies ?? systemPolicies(process.platform)), account: () => readAccount(process.platform) },
  }, options.onChange);
  log.onChange(() => options.onChange('activity'));
  // Who this person is here, policy says; the first record names it.
  await host.policy.ready();
  await log.append({ type: 'event', what: 'app-started', actor: host.actor, server: null, detail: { version, client } }).catch(() => {});
  // Whoever starts first after a crash writes down what the person has to be told.
  if (log.lost.length > 0) await host.lostEnds.takeIn(log.lost);
  const direct = (): void => void exports.direct(evidenceTargets(host.policy.effective()));
  host.policy.onChange(direct);
  direct();
  return {
    host, log, keychain, seals: documents.state,
    async close() {
      await host.close();
      await log.append({ type: 'event', what: 'app-stopped', actor: host.actor, server: null, detail: {} }).catch(() => {});
      // What is sent away is read from the log: its last records go before it is closed.
      await log.end();
      await exports.close();
      await log.close();
      await content.close();
      await compute.close();
      await work.close();
      usage.close();
      await useSeal?.close();
      await keeper?.close();
      lock.release();
    },
  };
}

function policiesOf(reader: PolicySourceReader): Omit<PolicyOutside, 'account'> {
  return { find: () => reader.find(), watch: lookEvery(LOOK_MS), verify: verifyBytes };
}

/** Where the demo CMS keeps its data, inside the home. */
export function demoData(home: string): string {
  return join(home, 'demo-cms');
}

/** The skills that came with the program, beside its parts. In a packaged app they lie outside of the archive, where files can be opened as files. */
function shippedSkills(parts: string): string {
  return join(parts, '..', 'skills').replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}
