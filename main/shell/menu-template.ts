import type { MenuItemConstructorOptions } from 'electron';

/** The words the menu needs; the caller brings them in the person's language. */
export const MENU_WORDS = [
  'file', 'quit', 'edit', 'undo', 'redo', 'cut', 'copy', 'paste', 'selectAll',
  'view', 'resetZoom', 'zoomIn', 'zoomOut', 'fullScreen', 'reload', 'devTools', 'window', 'minimize', 'close',
] as const;
export type MenuWord = (typeof MENU_WORDS)[number];
export type MenuLabel = (word: MenuWord) => string;

type Entry = readonly [MenuWord, NonNullable<MenuItemConstructorOptions['role']>];

function entries(label: MenuLabel, list: readonly Entry[]): MenuItemConstructorOptions[] {
  return list.map(([word, role]) => ({ label: label(word), role }));
}

const DEVELOPER: readonly Entry[] = [['reload', 'reload'], ['devTools', 'toggleDevTools']];

/**
 * The menu as data. SECURITY: a packaged app offers neither reload nor developer tools: a person talked into pasting
 * a line there would hand over every approval.
 */
export function menuTemplate(label: MenuLabel, packaged: boolean): MenuItemConstructorOptions[] {
  const view: readonly Entry[] = [
    ['resetZoom', 'resetZoom'], ['zoomIn', 'zoomIn'], ['zoomOut', 'zoomOut'], ['fullScreen', 'togglefullscreen'],
  ];
  return [
    { label: label('file'), submenu: entries(label, [['quit', 'quit']]) },
    {
      label: label('edit'),
      submenu: entries(label, [
        ['undo', 'undo'], ['redo', 'redo'], ['cut', 'cut'], ['copy', 'copy'], ['paste', 'paste'], ['selectAll', 'selectAll'],
      ]),
    },
    { label: label('view'), submenu: entries(label, packaged ? view : [...view, ...DEVELOPER]) },
    { label: label('window'), submenu: entries(label, [['minimize', 'minimize'], ['close', 'close']]) },
  ];
}
