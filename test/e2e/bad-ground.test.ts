import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, launchApp } from './harness.ts';
import { personAt } from './person.ts';

describe('a screen that does not load', () => {
  it('says so in its place, and holds back no other', async () => {
    const app = await launchApp();
    try {
      await app.app.evaluate(({ session }) => {
        session.defaultSession.webRequest.onBeforeRequest((request, answer) => { answer({ cancel: request.url.includes('settings-screen') }); });
      });
      const someone = personAt(app.page);
      await someone.room('Settings');
      await app.page.getByRole('alert').getByText('This screen could not be shown').waitFor();
      await someone.room('Tools');
      await app.page.getByRole('searchbox').waitFor();
      await expectAccessible(app.page);
    } finally {
      await app.close();
    }
  });
});

describe('the focus', () => {
  it('is never lost where its button did its work: the next Tab goes on in the room', async () => {
    const app = await launchApp();
    try {
      const someone = personAt(app.page);
      const focused = () => app.page.evaluate(() => document.activeElement?.tagName ?? 'none');
      await someone.room('Servers');
      await someone.button('Stop').focus();
      await app.page.keyboard.press('Enter');
      await app.page.locator('main').getByText('Stopped.').waitFor();
      await someone.button('Start').waitFor();
      expect(await focused()).not.toBe('BODY');
      await app.page.keyboard.press('Tab');
      expect(await app.page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
      await someone.button('Start').click();
      await app.page.locator('main').getByText('Running.').waitFor();
      await someone.room('Tools');
      await app.page.getByRole('searchbox').fill('list_projects');
      await app.page.keyboard.press('Tab');
      await app.page.keyboard.press('Enter');
      await app.page.getByRole('heading', { name: 'list_projects', exact: true }).waitFor();
      expect(await focused()).not.toBe('BODY');
    } finally {
      await app.close();
    }
  });
});

describe('a damaged document at start', () => {
  it('is told in a banner and kept, and nothing is trusted by it', async () => {
    const home = freshHome();
    const first = await launchApp({ home });
    await personAt(first.page).serversRun();
    await first.close();
    const documents = join(home, 'documents');
    const damaged = readdirSync(documents).filter((name) => name.endsWith('.json'));
    const before = readFileSync(join(documents, 'servers.json'), 'utf8').slice(0, 60);
    for (const name of damaged) writeFileSync(join(documents, name), readFileSync(join(documents, name), 'utf8').slice(0, 60));
    const again = await launchApp({ home });
    try {
      await again.page.getByText(/The document “servers” was damaged\. A copy is kept at/).waitFor();
      const kept = readdirSync(documents).filter((name) => name.startsWith('servers.damaged-'));
      expect(kept.map((name) => readFileSync(join(documents, name), 'utf8'))).toEqual([before]);
      const trusted = await again.page.evaluate(async () => {
        const reply = await window.countersign.servers.list({});
        return reply.ok ? reply.value.filter((server) => server.trust === 'trusted').length : -1;
      });
      expect(trusted).toBe(0);
      expect(again.errors).toEqual([]);
    } finally {
      await again.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe('a document changed behind its seal', () => {
  it.skipIf(process.env['COUNTERSIGN_TEST_KEYRING'] !== '1')('gives no permission, and a banner says so', async () => {
    const home = freshHome();
    const first = await launchApp({ home });
    await personAt(first.page).serversRun();
    await first.close();
    const file = join(home, 'documents', 'servers.json');
    const before = readFileSync(file, 'utf8');
    const after = before.replace(/"trust":(\s*)"restricted"/, '"trust":$1"trusted"');
    expect(after).not.toBe(before);
    writeFileSync(file, after);
    const again = await launchApp({ home });
    try {
      await again.page.getByText(/The seal of the document “servers” does not hold/).waitFor();
      const trust = await again.page.evaluate(async () => {
        const reply = await window.countersign.servers.list({});
        return reply.ok ? reply.value.map((server) => server.trust) : [];
      });
      expect(trust).toEqual(['untrusted']);
      expect(again.errors).toEqual([]);
    } finally {
      await again.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

/** A disk of our own that can be filled; null where this machine does not let us mount one. */
function smallDisk(path: string): { fill(): void; empty(): void; unmount(): void } | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const filler = join(path, 'filler');
  return {
    fill: () => { try { execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k'], { stdio: 'ignore' }); } catch { /* full, as it should be */ } },
    empty: () => rmSync(filler, { force: true }),
    unmount: () => { execFileSync('umount', ['-l', path]); },
  };
}

describe('a log that cannot be written', () => {
  it('is told where the person is, lets no call out, and lets them out again once there is room', async (test) => {
    const home = freshHome();
    const audit = join(home, 'audit');
    execFileSync('mkdir', ['-p', '-m', '700', audit]);
    const disk = smallDisk(audit);
    if (disk === null) { rmSync(home, { recursive: true, force: true }); return test.skip('this machine lets nobody mount a small disk'); }
    const app = await launchApp({ home });
    try {
      const someone = personAt(app.page);
      await someone.plan('list_projects', {});
      await app.page.getByRole('heading', { name: 'Executed' }).waitFor();
      disk.fill();
      for (let round = 0; round < 3; round++) await someone.plan('list_projects', {});
      await app.page.getByRole('heading', { name: 'Not sent' }).waitFor();
      await app.page.locator('main').getByText(/log cannot be written/).first().waitFor();
      await app.page.getByRole('region', { name: 'Notices' }).getByText(/log cannot be written/).waitFor();
      disk.empty();
      await someone.plan('list_projects', {});
      await app.page.getByRole('heading', { name: 'Executed' }).waitFor();
      await app.page.getByRole('region', { name: 'Notices' }).getByText(/log cannot be written/).waitFor({ state: 'detached' });
      await someone.room('Activity');
      await someone.button('Verify the log').click();
      await app.page.getByText(/The chain is whole/).waitFor();
    } finally {
      await app.close();
      disk.unmount();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
