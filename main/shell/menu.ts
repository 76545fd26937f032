import { Menu } from 'electron';
import { menuTemplate } from './menu-template.ts';
import type { MenuLabel } from './menu-template.ts';

export type { MenuLabel, MenuWord } from './menu-template.ts';

/** Puts the menu in place; call again when the language changes. */
export function installMenu(label: MenuLabel, packaged: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(label, packaged)));
}
