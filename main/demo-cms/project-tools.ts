import type { FieldSchema } from './kinds.ts';
import { holderOf, type Desk } from './records.ts';
import { demand, may } from './rights.ts';
import { Refusal, type Fields } from './rows.ts';
import { objectSchema, OVERWRITES, PROJECT, READS, type DemoTool } from './tool.ts';

/** What may be set of a project. */
const SETTINGS: Readonly<Record<string, FieldSchema>> = {
  name: { type: 'string', title: 'Name', minLength: 1, maxLength: 60 },
  title: { type: 'string', title: 'Full name', maxLength: 200 },
  languages: { type: 'array', title: 'Languages', items: { type: 'string', enum: ['en', 'de'] }, minItems: 1, maxItems: 2 },
  place: { type: 'string', title: 'Place', maxLength: 200 },
  startsOn: { type: 'string', title: 'First day', format: 'date' },
  endsOn: { type: 'string', title: 'Last day', format: 'date' },
  description: { type: 'string', title: 'Description', maxLength: 2000 },
};
const PROJECT_SCHEMA = objectSchema(
  { id: PROJECT, ...SETTINGS, kind: { type: 'string', title: 'Kind', enum: ['event', 'staff'] } }, ['id', 'name', 'kind'],
);

function getProject(desk: Desk, args: Fields): Fields {
  const id = String(args['id']);
  const project = desk.store.read().projects.find((candidate) => candidate.id === id);
  if (project === undefined || !may(holderOf(desk), { deed: 'read', kind: 'project', project: id })) {
    throw new Refusal(`Not found: project ${id}`);
  }
  return project;
}

function listProjects(desk: Desk): Fields {
  const holder = holderOf(desk);
  return { items: desk.store.read().projects.filter(({ id }) => may(holder, { deed: 'read', kind: 'project', project: id })) };
}

function configureProject(desk: Desk, args: Fields): Fields {
  const { id, name, kind, ...rest } = getProject(desk, args);
  demand(holderOf(desk), { deed: 'configure', kind: 'project', project: String(id) });
  const settings = Object.fromEntries(Object.entries(args).filter(([field]) => field !== 'id'));
  if (Object.keys(settings).length === 0) throw new Refusal('Nothing to change: give at least one setting beside the id.');
  const next: Fields & { readonly id: string; readonly name: string } = { id: String(id), name: String(name), kind: kind ?? 'event', ...rest, ...settings };
  if (String(next['endsOn'] ?? '9') < String(next['startsOn'] ?? '')) throw new Refusal('The last day must not be before the first.');
  const data = desk.store.read();
  desk.store.write({ ...data, projects: data.projects.map((project) => (project.id === id ? next : project)) });
  return next;
}

/** The tools on projects themselves. */
export const PROJECT_TOOLS: readonly DemoTool[] = [
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
    name: 'configure_project', title: 'Configure project', description: 'Sets the given settings of a project: its name, days, place and languages.',
    input: objectSchema({ id: PROJECT, ...SETTINGS }, ['id']), output: PROJECT_SCHEMA, annotations: OVERWRITES, run: configureProject,
  },
];
