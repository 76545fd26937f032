import { demand, may, rightsOf } from './rights.ts';
import { shown, type Desk } from './records.ts';
import { Refusal, type Fields, type Row } from './rows.ts';
import type { FieldSchema } from './kinds.ts';
import type { Data } from './store.ts';
import { objectSchema, OVERWRITES, PROJECT, READS, RECORD_FIELDS, type DemoTool } from './tool.ts';

const PROJECT_FIELDS: Readonly<Record<string, FieldSchema>> = {
  id: PROJECT,
  name: { type: 'string', title: 'Name' },
  title: { type: 'string', title: 'Full name' },
  kind: { type: 'string', title: 'Kind', enum: ['event', 'staff'] },
  languages: { type: 'array', title: 'Languages', items: { type: 'string', enum: ['en', 'de'] } },
  place: { type: 'string', title: 'Place' },
  startsOn: { type: 'string', title: 'First day', format: 'date' },
  endsOn: { type: 'string', title: 'Last day', format: 'date' },
  description: { type: 'string', title: 'Description' },
};
const PROJECT_SCHEMA = objectSchema(PROJECT_FIELDS, ['id', 'name', 'kind']);

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
const MENU_SCHEMA = objectSchema({ ...RECORD_FIELDS, items: ITEMS }, ['project', 'projectName', 'items', 'version']);

function getProject(desk: Desk, args: Fields): Fields {
  const id = String(args['id']);
  const project = desk.store.read().projects.find((candidate) => candidate.id === id);
  if (project === undefined || !may(desk.account, { deed: 'read', kind: 'project', project: id })) {
    throw new Refusal(`Not found: project ${id}`);
  }
  return project;
}

function listProjects(desk: Desk): Fields {
  const projects = desk.store.read().projects;
  return { items: projects.filter(({ id }) => may(desk.account, { deed: 'read', kind: 'project', project: id })) };
}

function menuOf(data: Data, project: string): Row {
  const menu = data.menus.find((candidate) => candidate.project === project);
  if (menu === undefined) throw new Refusal(`Not found: menu of project ${project}`);
  return menu;
}

function getMenu(desk: Desk, args: Fields): Fields {
  const project = String(args['project']);
  demand(desk.account, { deed: 'read', kind: 'menu', project });
  const data = desk.store.read();
  return menuShown(data, menuOf(data, project));
}

function updateMenu(desk: Desk, args: Fields): Fields {
  const project = String(args['project']);
  demand(desk.account, { deed: 'configure', kind: 'menu', project });
  const data = desk.store.read();
  const menu = menuOf(data, project);
  const next: Row = { ...menu, items: args['items'] ?? [], version: Number(menu['version']) + 1, updatedAt: desk.now() };
  desk.store.write({ ...data, menus: data.menus.map((candidate) => (candidate.project === project ? next : candidate)) });
  return menuShown(data, next);
}

function menuShown(data: Data, menu: Row): Fields {
  const { id: _, ...fields } = shown(data, menu);
  return fields;
}

function whoami(desk: Desk): Fields {
  return { account: desk.account, system: 'Demo CMS', rights: rightsOf(desk.account).map((right) => ({ ...right })) };
}

const RIGHT: FieldSchema = {
  type: 'object', additionalProperties: false, required: ['deeds', 'kinds', 'projects'],
  properties: {
    deeds: { type: 'array', items: { type: 'string' } },
    kinds: { type: 'array', items: { type: 'string' } },
    projects: { type: ['array', 'null'], items: { type: 'string' } },
  },
};

/** The tools beside the records: who and where one is, and the menu of a project. */
export const PROJECT_TOOLS: readonly DemoTool[] = [
  {
    name: 'whoami', title: 'Who am I', description: 'Names the account in use and what it may do.',
    input: objectSchema({}, []), annotations: READS, run: whoami,
    output: objectSchema({
      account: { type: 'string', title: 'Account' }, system: { type: 'string', title: 'System' },
      rights: { type: 'array', title: 'Rights', items: RIGHT },
    }, ['account', 'system', 'rights']),
  },
  {
    name: 'list_projects', title: 'List projects', description: 'Lists the projects this account may see.',
    input: objectSchema({}, []), annotations: READS, run: listProjects,
    output: objectSchema({ items: { type: 'array', title: 'Items', items: { ...PROJECT_SCHEMA } } }, ['items']),
  },
  {
    name: 'get_project', title: 'Read one project', description: 'Gives one project.',
    input: objectSchema({ id: PROJECT }, ['id']), output: PROJECT_SCHEMA, annotations: READS, run: getProject,
  },
  {
    name: 'get_menu', title: 'Read menu', description: 'Gives the menu of a project, two levels deep.',
    input: objectSchema({ project: PROJECT }, ['project']), output: MENU_SCHEMA, annotations: READS, run: getMenu,
  },
  {
    name: 'update_menu', title: 'Change menu', description: 'Replaces the whole menu of a project; visitors see it at once.',
    input: objectSchema({ project: PROJECT, items: ITEMS }, ['project', 'items']), output: MENU_SCHEMA,
    annotations: OVERWRITES, run: updateMenu,
  },
];
