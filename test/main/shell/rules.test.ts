import { describe, expect, test } from 'vitest';
import { isOwnMainFrame } from '../../../main/shell/hardening.ts';
import { menuTemplate, MENU_WORDS } from '../../../main/shell/menu-template.ts';
import { isOwnAddress } from '../../../main/shell/origin.ts';

describe('an address', () => {
  test.each(['app://countersign/', 'app://countersign/assets/x.js?y', 'APP://countersign/'])('%s is ours', (url) => {
    expect(isOwnAddress(url)).toBe(true);
  });
  test.each([
    'app://countersign.evil/', 'app://evil/app://countersign/', 'https://countersign/', 'data:text/html,app://countersign/', 'file:///app://countersign', 'app:countersign', 'app://countersign:80/', '', 'x',
  ])('%s is not', (url) => {
    expect(isOwnAddress(url)).toBe(false);
  });
});

describe('a message', () => {
  const ours = { url: 'app://countersign/', parent: null };
  test('counts from the main frame of our page', () => {
    expect(isOwnMainFrame({ senderFrame: ours })).toBe(true);
  });
  test('is refused from a frame inside it, from elsewhere and from a frame that is gone', () => {
    expect(isOwnMainFrame({ senderFrame: { url: 'app://countersign/', parent: ours } })).toBe(false);
    expect(isOwnMainFrame({ senderFrame: { url: 'https://example.org/', parent: null } })).toBe(false);
    expect(isOwnMainFrame({ senderFrame: null })).toBe(false);
  });
});

describe('the menu', () => {
  const roles = (packaged: boolean): string[] => menuTemplate((word) => `<${word}>`, packaged)
    .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu.map(({ role }) => String(role)) : []));

  test('of a packaged app has neither developer tools nor reload', () => {
    expect(roles(true)).not.toContain('toggleDevTools');
    expect(roles(true).filter((role) => /reload/i.test(role))).toEqual([]);
    expect(roles(false)).toContain('toggleDevTools');
  });

  test('says every word through the given language', () => {
    const labels = menuTemplate((word) => `<${word}>`, false).flatMap(({ label, submenu }) => [label, ...(Array.isArray(submenu) ? submenu.map((item) => item.label) : [])]);
    expect(new Set(labels)).toEqual(new Set(MENU_WORDS.map((word) => `<${word}>`)));
  });
});
