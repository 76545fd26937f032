import type { FieldSchema } from './kinds.ts';
import { holderOf, shown, type Desk } from './records.ts';
import { demand } from './rights.ts';
import { Refusal, type Fields, type Row } from './rows.ts';
import type { Data } from './store.ts';
import { objectSchema, OVERWRITES, PROJECT, READS, RECORD_FIELDS, SWITCHES, type DemoTool } from './tool.ts';

const ENTRY: Readonly<Record<string, FieldSchema>> = {
  label: { type: 'string', title: 'Label', minLength: 1, maxLength: 80 },
  target: { type: 'string', title: 'Target', description: 'Path within the site, such as "/news".', pattern: '^/[A-Za-z0-9/_-]*$' },
};
/** Two levels, spelled out: a form can show them without following references. */
const ITEMS: FieldSchema = {
  type: 'array', title: 'Entries', maxItems: 30,
  items: {
    type: 'object', additionalProperties: false, required: ['label', 'target'],
    properties: {
      ...ENTRY,
      children: {
        type: 'array', title: 'Entries below', maxItems: 30,
        items: { type: 'object', additionalProperties: false, required: ['label', 'target'], properties: { ...ENTRY } },
      },
    },
  },
};
const DRAFT: FieldSchema = { ...ITEMS, title: 'Draft', description: 'Entries that nobody outside sees yet.' };
const MENU_SCHEMA = objectSchema({ ...RECORD_FIELDS, items: ITEMS, draft: DRAFT }, ['project', 'projectName', 'items', 'version']);
const INPUT = objectSchema({ project: PROJECT, items: ITEMS }, ['project', 'items']);

function menuOf(data: Data, project: string): Row {
  const menu = data.menus.find((candidate) => candidate.project === project);
  if (menu === undefined) throw new Refusal(`Not found: menu of project ${project}`);
  return menu;
}

function getMenu(desk: Desk, args: Fields): Fields {
  const project = String(args['project']);
  demand(holderOf(desk), { deed: 'read', kind: 'menu', project });
  const data = desk.store.read();
  return menuShown(data, menuOf(data, project));
}

/** Makes the entries live; a draft has done its service then. */
function updateMenu(desk: Desk, args: Fields): Fields {
  const { draft: _, ...menu } = menuFor(desk, args, 'configure');
  return save(desk, { ...menu, id: menu.id, project: menu.project, items: args['items'] ?? [] });
}

function saveDraft(desk: Desk, args: Fields): Fields {
  return save(desk, { ...menuFor(desk, args, 'update'), draft: args['items'] ?? [] });
}

function menuFor(desk: Desk, args: Fields, deed: 'update' | 'configure'): Row {
  const project = String(args['project']);
  demand(holderOf(desk), { deed, kind: 'menu', project });
  return menuOf(desk.store.read(), project);
}

function save(desk: Desk, menu: Row): Fields {
  const data = desk.store.read();
  const next: Row = { ...menu, version: Number(menu['version']) + 1, updatedAt: desk.now() };
  desk.store.write({ ...data, menus: data.menus.map((candidate) => (candidate.project === menu.project ? next : candidate)) });
  return menuShown(data, next);
}

function menuShown(data: Data, menu: Row): Fields {
  const { id: _, ...fields } = shown(data, menu);
  return fields;
}

/** The menu of a project, live and as a draft. */
export const MENU_TOOLS: readonly DemoTool[] = [
  {
    name: 'get_menu', title: 'Read menu', description: 'Gives the menu of a project, two levels deep, and its draft where there is one.',
    input: objectSchema({ project: PROJECT }, ['project']), output: MENU_SCHEMA, annotations: READS, run: getMenu,
  },
  {
    name: 'save_menu_draft', title: 'Save menu draft', description: 'Replaces the draft of the menu of a project; visitors see nothing of it.',
    input: INPUT, output: MENU_SCHEMA, annotations: SWITCHES, run: saveDraft,
  },
  {
    name: 'update_menu', title: 'Change menu', description: 'Replaces the whole menu of a project; visitors see it at once. A draft is done with then.',
    input: INPUT, output: MENU_SCHEMA, annotations: OVERWRITES, run: updateMenu,
  },
];
