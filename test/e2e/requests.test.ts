import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { writeRequest } from '../../main/host/requests/request-file.ts';
import { expectAccessible, launchApp, picture, type RunningApp } from './harness.ts';
import { MachinePolicy } from './machine-policy.ts';
import { personAt } from './person.ts';

/** A publication an editor may only ask for, and the one who may: two windows, two homes, one file between them. */
describe('a request', () => {
  const machine = new MachinePolicy();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-requests-'));
  let running: RunningApp | null = null;
  afterAll(async () => {
    await running?.close();
    machine.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const started = async (app: RunningApp): Promise<RunningApp> => {
    await personAt(app.page).serversRun();
    return app;
  };
  const fileOf = (): string => join(folder, 'publication.countersign-request.json');

  it('is saved by the editor who may not publish, with what the preview showed', async () => {
    machine.put({ roles: { editor: { effects: ['read', 'write'], requests: ['publish'], users: [userInfo().username] } } });
    running = await started(await launchApp({ env: machine.env }));
    const { page, app } = running;
    // The system's own dialog cannot be driven; what it would answer is put in its place.
    await app.evaluate(({ dialog }, path) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path }); }, join(folder, 'publication.countersign-request.json'));
    await personAt(page).plan('publish_news', { id: 'n-1002' });
    await page.getByText('Ask somebody who may').waitFor();
    await expectAccessible(page);
    await personAt(page).button('Ask somebody who may').click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    const request = JSON.parse(readFileSync(fileOf(), 'utf8')) as { kind: string; requestedBy: { role: string }; calls: { effect: string; preview: unknown }[] };
    expect(request).toMatchObject({ kind: 'calls', requestedBy: { role: 'editor' }, calls: [{ effect: 'publish', tool: { name: 'publish_news' }, preview: { kind: 'effect' } }] });
  });

  it('of a set is saved by its button, with every row that was refused', async () => {
    const app = running;
    if (app === null) throw new Error('not running');
    const { page } = app;
    await app.app.evaluate(({ dialog }, path) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path }); }, join(folder, 'saved-set.countersign-request.json'));
    await page.evaluate(() => { window.location.hash = '#/tools/demo-cms/publish_news'; });
    await page.getByText('Many at once').click();
    await page.getByRole('textbox', { name: 'Rows' }).fill(JSON.stringify([{ id: 'n-1002' }, { id: 'n-1004' }]));
    await personAt(page).button('Plan the set').click();
    await personAt(page).button('Ask somebody who may for 2 rows').click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await expectAccessible(page);
    const request = JSON.parse(readFileSync(join(folder, 'saved-set.countersign-request.json'), 'utf8')) as object;
    expect(request).toMatchObject({ kind: 'calls', requestedBy: { role: 'editor' }, set: {}, calls: ['n-1002', 'n-1004'].map((id) => ({ tool: { name: 'publish_news' }, args: { id }, effect: 'publish' })) });
    expect(app.errors).toEqual([]);
    await app.close();
    running = null;
  });

  it('is opened by who may, previewed anew, and carried out with a word', async () => {
    running = await started(await launchApp());
    const { page } = running;
    await page.evaluate(() => { window.location.hash = '#/approvals/requests'; });
    await page.locator('#request-file').setInputFiles(fileOf());
    await page.getByText('nobody has checked them').waitFor();
    await expectAccessible(page);
    await picture(page, 'request');
    await personAt(page).button('Preview anew').click();
    await page.locator('article.card .bar').getByText('publish_news', { exact: true }).waitFor();
    await personAt(page).approve('Publish');
    await page.locator('.outcome-executed').waitFor();
    expect(running.errors).toEqual([]);
  });

  it('of a set is shown as one, previewed anew as one table, and waits for one answer', async () => {
    const app = running;
    if (app === null) throw new Error('not running');
    const { page } = app;
    const path = join(folder, 'set.countersign-request.json');
    const call = (id: string) => ({
      server: { name: 'Demo CMS', identity: null }, tool: { name: 'update_news', digest: null }, args: { id, title: 'Ein neuer Titel, der lang genug ist, um in der Tabelle nicht ganz Platz zu finden' }, argsDigest: '', effect: 'write' as const, preview: null,
    });
    const waiting = { ...call(''), effect: null, references: [{ pointer: '/id', call: 0, result: '/id' }] };
    writeFileSync(path, writeRequest({ kind: 'calls', requestedAt: '2026-06-01T00:00:00.000Z', requestedBy: { person: 'ed', role: 'editor' }, set: { title: 'Spring issue' }, calls: [...['n-1001', 'n-1005', 'n-1007'].map(call), waiting] }, sha256));
    await page.evaluate(() => { window.location.hash = '#/approvals/requests'; });
    await page.locator('#request-file').setInputFiles(path);
    await page.getByText('A set of 4 rows, answered as one').waitFor();
    await page.getByText('Takes a value from call 1, so nothing was previewed').waitFor();
    await page.getByText('Spring issue').waitFor();
    await expectAccessible(page);
    await picture(page, 'request-set');
    await personAt(page).button('Preview the set anew').click();
    await page.locator('article.plan-card').getByText('Spring issue').waitFor();
    await page.getByText('update_news').first().waitFor();
    await expectAccessible(page);
    expect(app.errors).toEqual([]);
  });
});
