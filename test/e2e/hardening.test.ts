import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS } from '../../preload/contract/channels.ts';
import { launchApp } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let remote: Server;
let remoteUrl: string;
let visits = 0;

beforeAll(async () => {
  remote = createServer((_request, response) => {
    visits += 1;
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' }).end('globalThis.remote = true;');
  });
  await new Promise<void>((done) => { remote.listen(0, '127.0.0.1', done); });
  remoteUrl = `http://127.0.0.1:${(remote.address() as AddressInfo).port}/x.js`;
  running = await launchApp();
});
afterAll(async () => {
  await running?.close();
  remote.close();
});

const ATTEMPTS = ['inline', 'script', 'style', 'image', 'frame', 'handler'] as const;

/** Makes one attempt in the page and gives the rules of the policy that it broke. */
function violations(attempt: (typeof ATTEMPTS)[number]): Promise<string[]> {
  return running.page.evaluate(async ({ kind, url }) => {
    const broken: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => { broken.push(event.effectiveDirective); });
    const add = (tag: string, fields: object): HTMLElement => {
      const element = Object.assign(document.createElement(tag), fields);
      document.body.append(element);
      return element;
    };
    switch (kind) {
      case 'inline': add('script', { textContent: 'window.inlineRan = true' }); break;
      case 'script': add('script', { src: url }); break;
      case 'style': add('style', { textContent: 'body { opacity: 0.99 }' }); break;
      case 'image': add('img', { src: url }); break;
      case 'frame': add('iframe', { src: url }); break;
      case 'handler': {
        const button = add('button', {});
        button.setAttribute('onclick', 'window.handlerRan = true');
        button.click();
        break;
      }
    }
    await new Promise((done) => { setTimeout(done, 150); });
    return broken;
  }, { kind: attempt, url: remoteUrl });
}

describe('the page', () => {
  test('has no Node and nothing of Electron', async () => {
    const names = await running.page.evaluate(() => ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer', 'setImmediate']
      .filter((name) => name in window));
    expect(names).toEqual([]);
  });

  test('is isolated from the preload and runs in the sandbox', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Not in the published types: the preferences as Electron applied them, defaults included.
      const read = contents && Reflect.get(contents, 'getLastWebPreferences') as (() => Record<string, unknown>) | undefined;
      return read?.call(contents) ?? {};
    });
    expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
    expect(preferences['allowRunningInsecureContent'] ?? false).toBe(false);
    expect(preferences['experimentalFeatures'] ?? false).toBe(false);
    expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
    expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
  });

  test('is loaded from our own scheme as a secure context', async () => {
    expect(await running.page.evaluate(() => [location.origin, isSecureContext])).toEqual(['app://countersign', true]);
  });

  test('is the only window', async () => {
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});

describe('the content security policy', () => {
  test('comes with the page and allows nothing unsafe', async () => {
    const policy = await running.page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy') ?? '');
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
    expect(policy).not.toContain('unsafe');
  });

  test.each([
    ['an inline script', 'inline', 'script-src-elem'],
    ['a remote script', 'script', 'script-src-elem'],
    ['an inline style', 'style', 'style-src-elem'],
    ['a remote image', 'image', 'img-src'],
    ['a frame', 'frame', 'frame-src'],
    ['a handler in an attribute', 'handler', 'script-src-attr'],
  ] as const)('blocks %s', async (_what, attempt, directive) => {
    expect(await violations(attempt)).toContain(directive);
    expect(await running.page.evaluate(() => 'inlineRan' in window || 'handlerRan' in window || 'remote' in window)).toBe(false);
  });

  test('blocks eval and its kin', async () => {
    // In a task of the page's own: what a debugger evaluates directly is exempt from the policy.
    const ran = await running.page.evaluate(() => new Promise<string[]>((done) => {
      const attempts = [() => (0, eval)('1') as unknown, () => new Function('return 1')() as unknown];
      setTimeout(() => {
        done(attempts.map((attempt) => { try { attempt(); return 'ran'; } catch (error) { return (error as Error).name; } }));
      }, 0);
    }));
    expect(ran).toEqual(['EvalError', 'EvalError']);
  });

  test('blocks requests to other places, and none arrived', async () => {
    const answers = await running.page.evaluate(async (url) => {
      const socket = await new Promise<string>((done) => {
        try {
          const opened = new WebSocket(url.replace('http', 'ws'));
          opened.onopen = () => { done('opened'); };
          opened.onerror = () => { done('refused'); };
        } catch { done('refused'); }
      });
      const fetched = await fetch(url).then(() => 'opened', () => 'refused');
      return [fetched, socket, navigator.sendBeacon(url, 'x') ? 'queued' : 'refused'];
    }, remoteUrl);
    expect(answers.slice(0, 2)).toEqual(['refused', 'refused']);
    expect(visits).toBe(0);
  });
});

describe('the scheme', () => {
  test.each([
    ['/../../package.json'], ['/%2e%2e/%2e%2e/package.json'], ['/..%2f..%2fpackage.json'], ['/..%5c..%5cpackage.json'], ['/%00'], ['/%zz'], ['//etc/passwd'], ['/nothing.js'],
  ])('answers %s with nothing', async (path) => {
    const status = await running.page.evaluate(async (address) => (await fetch(address).catch(() => ({ status: 0 }))).status, `app://countersign${path}`);
    expect([0, 404]).toContain(status);
  });

  test('answers no other host and no other method', async () => {
    const answers = await running.page.evaluate(async () => [
      (await fetch('app://elsewhere/').catch(() => ({ status: 0 }))).status,
      (await fetch('/', { method: 'POST' }).catch(() => ({ status: 0 }))).status,
    ]);
    expect(answers).toEqual([0, 405]);
  });

  test('opens no file', async () => {
    expect(await running.page.evaluate(() => fetch('file:///etc/passwd').then(() => 'opened', () => 'refused'))).toBe('refused');
  });
});

describe('leaving the page', () => {
  test.each([
    ['a link', 'link'], ['a script', 'script'], ['a form', 'form'], ['a file', 'file'],
  ])('is denied to %s', async (_who, kind) => {
    await running.page.evaluate(({ way, url }) => {
      if (way === 'script') { location.href = url; return; }
      if (way === 'file') { location.href = 'file:///etc/passwd'; return; }
      if (way === 'form') {
        const form = Object.assign(document.createElement('form'), { action: url, method: 'post' });
        document.body.append(form);
        form.submit();
        form.remove();
        return;
      }
      const link = Object.assign(document.createElement('a'), { href: url });
      document.body.append(link);
      link.click();
      link.remove();
    }, { way: kind, url: remoteUrl });
    await running.page.waitForTimeout(150);
    expect(running.page.url()).toMatch(/^app:\/\/countersign\//);
    expect(visits).toBe(0);
  });

  test('by a new window is denied', async () => {
    expect(await running.page.evaluate((url) => [window.open(url), window.open('app://countersign/'), window.open('about:blank')].every((opened) => opened === null), remoteUrl)).toBe(true);
    expect(running.app.windows().length).toBe(1);
  });

  test('by a webview is denied: the element is unknown', async () => {
    const made = await running.page.evaluate(() => document.createElement('webview').constructor.name);
    expect(made).toBe('HTMLElement');
  });

  test('by a download is denied', async () => {
    const item = await running.app.evaluate(async ({ session, BrowserWindow }) => {
      const done = new Promise<string>((end) => {
        session.defaultSession.once('will-download', (event, started) => {
          setTimeout(() => { end(event.defaultPrevented ? 'prevented' : started.getState()); }, 50);
        });
        setTimeout(() => { end('never started'); }, 3_000);
      });
      BrowserWindow.getAllWindows()[0]?.webContents.downloadURL('app://countersign/index.html');
      return done;
    });
    expect(['prevented', 'never started', 'cancelled']).toContain(item);
  });
});

describe('permissions', () => {
  test.each(['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'])('%s is denied', async (name) => {
    const state = await running.page.evaluate((permission) => navigator.permissions.query({ name: permission as PermissionName }).then(({ state: given }) => given, () => 'denied'), name);
    expect(state).toBe('denied');
  });

  test('asking for them brings a refusal and no prompt', async () => {
    const answers = await running.page.evaluate(async () => [
      await Notification.requestPermission(),
      await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', (error: Error) => error.name),
      await new Promise((done) => { navigator.geolocation.getCurrentPosition(() => { done('given'); }, (error) => { done(error.code); }); }),
    ]);
    expect(answers[0]).toBe('denied');
    expect(['NotAllowedError', 'NotFoundError']).toContain(answers[1]);
    expect(answers[2]).toBe(1);
  });
});

describe('the bridge', () => {
  test('holds one function for each channel and the listener, and nothing else', async () => {
    const found = await running.page.evaluate(() => Object.entries(window.countersign).flatMap(([room, part]) =>
      (typeof part === 'function' ? [room] : Object.keys(part).map((verb) => `${room}:${verb}`))));
    expect(found.sort()).toEqual([...CHANNELS, 'dropped', 'onChanged'].sort());
  });

  test('cannot be changed by the page', async () => {
    const changed = await running.page.evaluate(() => {
      try { Reflect.set(window, 'countersign', {}); } catch { /* refused */ }
      try { Reflect.set(window.countersign.approvals, 'answer', () => 'mine'); } catch { /* refused */ }
      return [Object.keys(window.countersign).length > 1, String(window.countersign.approvals.answer).includes('mine')];
    });
    expect(changed).toEqual([true, false]);
  });

  test('hands the listener a room and no event object', async () => {
    await running.page.evaluate(() => { window.countersign.onChanged((...given: unknown[]) => { Reflect.set(window, 'heard', given); }); });
    await running.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('changed', { bad: true });
      BrowserWindow.getAllWindows()[0]?.webContents.send('changed', 'activity');
    });
    await running.page.waitForFunction(() => 'heard' in window);
    expect(await running.page.evaluate(() => Reflect.get(window, 'heard') as unknown)).toEqual(['activity']);
  });

  test('refuses a request that is not of its schema, with a code and no foreign text', async () => {
    const reply = await running.page.evaluate(() => window.countersign.servers.stop({ serverId: 7 } as never));
    expect(reply).toEqual({ ok: false, problem: { code: 'bad-request', facts: {} } });
  });

  test('refuses a message that comes from another page', async () => {
    const reply = await running.app.evaluate(async ({ BrowserWindow, app }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload: `${app.getAppPath()}/out/preload/index.cjs`, sandbox: true, contextIsolation: true } });
      try {
        await other.loadURL('data:text/html,<p>elsewhere').catch(() => undefined);
        return await other.webContents.executeJavaScript('window.countersign.app.status({})') as unknown;
      } finally {
        other.destroy();
      }
    });
    expect(reply).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
  });
});

test('the page is quiet: nothing but the attempts above was reported as an error', () => {
  const expected = /Content Security Policy|Refused to|ERR_|Failed to (load|fetch)|Not allowed to|blocked|WebSocket|sandbox|Unsafe attempt|violates the following/i;
  expect(running.errors.filter((line) => !expected.test(line))).toEqual([]);
});
