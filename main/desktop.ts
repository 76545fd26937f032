import { app, dialog, nativeTheme, type IpcMainInvokeEvent } from 'electron';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chooseLocale, createTranslator } from '../preload/contract/language/index.ts';
import type { Room } from '../preload/contract/channels.ts';
import type { StatusView } from '../preload/contract/views.ts';
import { utilityBundle } from './adapters/demo-cms/utility-process.ts';
import { replaceWhole } from './adapters/files/whole-file.ts';
import { HomeInUse } from './adapters/home-lock/home-lock.ts';
import { realPathOf } from './adapters/protected-paths/protected-paths.ts';
import { createDocumentStore } from './adapters/store/electron-store.ts';
import { demoData, openHome, type OpenHome } from './compose.ts';
import { filePolicies, ownedBy } from './adapters/policy-sources/file-sources.ts';
import type { PolicySourceReader } from './adapters/policy-sources/source-reader.ts';
import { createAnswerer, type Answerer } from './ipc/handle.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createSaving } from './ipc/saving.ts';
import { receiptWords, skillReportWords } from './ipc/receipt-words.ts';
import { createLogExport, type LogExport } from './host/activity/log-export.ts';
import type { ReceiptWords } from './host/plans/receipt-csv.ts';
import { traceOf } from './host/trace.ts';
import { choosePath } from './shell/choose-path.ts';
import { placeToSave } from './shell/place-to-save.ts';
import { installMenu, type MenuWord } from './shell/menu.ts';

/** What the app's root gives: where its files are, how the window is told, and whose messages count. */
export interface DesktopOptions {
  readonly home: string;
  readonly changed: (room: Room) => void;
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
}

/** The host behind the window: loaded late, so that the window paints first. */
export async function startDesktop(options: DesktopOptions): Promise<{ readonly answer: Answerer; close(): Promise<void> }> {
  const out = join(app.getAppPath(), 'out', 'main');
  const opened = await openOrSay(options, out);
  const { host, keychain } = opened;
  const status = (): StatusView => statusOf(options.home, opened);
  const speak = (): void => {
    const { language, theme } = host.settings.read();
    setMenu(language);
    nativeTheme.themeSource = theme;
  };
  speak();
  keychain.onChange(() => options.changed('settings'));
  void keychain.kind();
  void startServers(opened);
  const speech = () => createTranslator(chooseLocale(host.settings.read().language, app.getPreferredSystemLanguages()));
  const words = (): ReceiptWords => receiptWords(speech());
  const isOwn = ownPlaces(options.home);
  const saving = createSaving({ place: placeToSave, isOwn, put: (path, text) => replaceWhole(path, [text], { flushed: true }) });
  const skills = { choose: choosePath, place: saving.place, words: () => skillReportWords(speech()), language: () => speech().locale, resetTitle: (project: string) => speech()('reset.title', { project }) };
  const fault = (error: unknown): void => console.error('[countersign] a request failed:', traceOf(error));
  const answer = createAnswerer(createHandlers(host, status, () => { speak(); options.changed('settings'); }, saving.save, words, logExportOf(opened, isOwn), skills), options.isOurs, fault);
  for (const room of ['servers', 'tools', 'approvals', 'activity', 'settings'] as const) options.changed(room);
  void host.policy.ready().then(() => host.retain()).then(() => host.activity.warm()).then(() => options.changed('activity')).catch(fault);
  return { answer, close: () => opened.close() };
}

async function openOrSay(options: DesktopOptions, out: string): Promise<OpenHome> {
  try {
    return await openHome({
      home: options.home, client: 'desktop', version: app.getVersion(), openDocuments: createDocumentStore,
      bundle: utilityBundle(join(out, 'demo-cms.cjs'), { COUNTERSIGN_DEMO_DATA: demoData(options.home) }, options.home),
      workerPath: join(out, 'worker.cjs'),
      programPaths: app.isPackaged ? [process.resourcesPath, process.execPath] : [dirname(out)], onChange: options.changed, ...testPolicies(),
    });
  } catch (error) {
    const t = createTranslator(chooseLocale('system', app.getPreferredSystemLanguages()));
    dialog.showErrorBox('Countersign', !(error instanceof HomeInUse) ? t('problem.internal') : error.elsewhere === null ? t('problem.busy') : t('home.in-use-elsewhere', { process: error.pid ?? '?', ...error.elsewhere }));
    throw error;
  }
}

/** The demo CMS is there from the first start; servers that were consented to and not blocked come up by themselves. */
async function startServers({ host }: OpenHome): Promise<void> {
  // Whatever keeps the bundled server from being added keeps no other from starting.
  await host.servers.addBundled().catch(() => null);
  const ids = host.servers.list().filter((entry) => entry.trust !== 'blocked').map((entry) => entry.config.id);
  await Promise.all(ids.map((id) => host.servers.start(id).catch(() => null)));
}

const isTestRuntime = (): boolean => existsSync(join(dirname(process.execPath), 'countersign-test-runtime.json'));

/**
 * SECURITY: where policies lie is the system's to say. Only a runtime made for tests, which never carries a packaged app,
 * takes another folder from its environment.
 */
function testPolicies(): { readonly policies?: PolicySourceReader } {
  const folder = process.env['COUNTERSIGN_TEST_POLICIES'];
  if (folder === undefined || app.isPackaged || !isTestRuntime()) return {};
  return { policies: filePolicies({ files: [], folders: [{ path: folder, scope: 'managed' }], floor: join(folder, 'floor', 'floor.json'), ownership: ownedBy(process.getuid?.() ?? 0), top: folder }) };
}

function statusOf(home: string, { host, keychain, log, seals }: OpenHome): StatusView {
  const secrets = keychain.state();
  return {
    version: app.getVersion(), electron: process.versions.electron ?? '', home,
    runtime: isTestRuntime() ? 'test' : 'official',
    keychain: secrets === 'waiting' ? 'checking' : secrets, log: log.state(), role: host.actor.role, person: host.actor.person,
    damaged: host.damaged.map(({ document, keptAt, why }) => ({ document, keptAt, why })), seals,
  };
}

function setMenu(language: 'system' | 'en' | 'de'): void {
  const t = createTranslator(chooseLocale(language, app.getPreferredSystemLanguages()));
  installMenu((word: MenuWord) => t(`menu.${word}`), app.isPackaged);
}

/** Tells places inside the home, where nothing is saved or exported to. A path that leads nowhere counts as one. */
function ownPlaces(home: string): (path: string) => boolean {
  const own = realPathOf(home);
  return (path) => {
    const real = realPathOf(path);
    return own === null || real === null || real === own || real.startsWith(`${own}/`);
  };
}

function logExportOf({ host, log }: OpenHome, isOwn: (path: string) => boolean): LogExport {
  return createLogExport({ log, audit: log, actor: host.actor, place: placeToSave, isOwn });
}
