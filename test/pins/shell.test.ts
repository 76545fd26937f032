import { describe, expect, test, vi } from 'vitest';
import { CHANGED, CHANNELS, ROOMS } from '../../preload/contract/channels.ts';

// Only the door to Electron itself, which does not exist outside it: what is pinned here are our own values.
vi.mock('electron', () => ({ protocol: {}, BrowserWindow: class {} }));
const { CONTENT_SECURITY_POLICY } = await import('../../main/shell/scheme.ts');
const { WEB_PREFERENCES } = await import('../../main/shell/window.ts');

describe('the window\'s rights, frozen', () => {
  test('content security policy', () => {
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  test('web preferences', () => {
    expect(WEB_PREFERENCES).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      plugins: false,
      spellcheck: false,
    });
  });

  test('channels', () => {
    expect(CHANNELS).toEqual([
      'app:status',
      'settings:read', 'settings:change',
      'servers:list', 'servers:parse', 'servers:add', 'servers:launch', 'servers:consent', 'servers:start', 'servers:stop',
      'servers:remove', 'servers:log', 'servers:trust', 'servers:secret',
      'review:read', 'review:decide',
      'tools:list', 'tools:read',
      'calls:plan', 'calls:cancel', 'calls:receipt',
      'approvals:list', 'approvals:answer',
      'activity:list', 'activity:read', 'activity:verify',
    ]);
    expect(ROOMS).toEqual(['servers', 'review', 'tools', 'approvals', 'calls', 'activity', 'settings']);
    expect(CHANGED).toBe('changed');
  });
});
