import { describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, PHONE_POLICY } from '../../main/shell/served-files.ts';
import { WEB_PREFERENCES } from '../../main/shell/web-preferences.ts';
import { CHANGED, CHANNELS, DROPPED, ROOMS } from '../../preload/contract/channels.ts';

describe('the window\'s rights, frozen', () => {
  test('content security policy', () => {
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src app://countersign/phone/; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  test('what the phone frame may do', () => {
    expect(PHONE_POLICY).toBe(
      "default-src 'none'; script-src app://countersign/phone/; style-src app://countersign/phone/; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors app://countersign; sandbox allow-scripts",
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
      'servers:remove', 'servers:log', 'servers:trust', 'servers:secret', 'servers:pin',
      'review:read', 'review:rows', 'review:items', 'review:decide', 'review:batch', 'review:history', 'review:summary',
      'tools:list', 'tools:read',
      'calls:plan', 'calls:cancel', 'calls:receipt',
      'calls:undo',
      'approvals:list', 'approvals:page', 'approvals:answer',
      'grants:list', 'grants:revoke',
      'requests:save', 'requests:save-plan', 'requests:save-review', 'requests:open', 'requests:run', 'requests:run-set',
      'policy:read', 'policy:choose-role', 'policy:build', 'policy:check', 'policy:try', 'policy:export',
      'plans:plan', 'plans:list', 'plans:rows', 'plans:card', 'plans:answer', 'plans:leave', 'plans:edit', 'plans:pause', 'plans:resume', 'plans:cancel',
      'plans:undo', 'plans:undo-around', 'plans:save',
      'skills:list', 'skills:choices', 'skills:asked', 'skills:choose', 'skills:prepare', 'skills:begin', 'skills:receipt', 'skills:report', 'skills:resume', 'skills:abandon', 'skills:made', 'skills:reset',
      'skills:systems', 'skills:choose-mapping', 'skills:forget-mapping',
      'skills:choose-pack', 'skills:inspect', 'skills:install', 'skills:review', 'skills:accept', 'skills:restore', 'skills:remove', 'skills:export',
      'alarms:list', 'alarms:look',
      'activity:list', 'activity:read', 'activity:verify', 'activity:shown', 'activity:object', 'activity:summary',
      'activity:erase', 'activity:export', 'activity:export-progress', 'activity:export-stop',
    ]);
    expect(ROOMS).toEqual(['servers', 'review', 'tools', 'approvals', 'grants', 'calls', 'plans', 'skills', 'alarms', 'activity', 'settings', 'policy']);
    expect(CHANGED).toBe('changed');
    // Not within the page's reach: the preload asks it with a path that the system gives.
    expect(DROPPED).toBe('skills:dropped');
    expect(CHANNELS).not.toContain(DROPPED);
  });
});
