import { KINDS, NEWS, type FieldSchema, type Kind } from './kinds.ts';
import { createRecord, deleteRecord, getRecord, listRecords, setStatus, updateRecord } from './records.ts';
import {
  ADDS, objectSchema, OVERWRITES, PROJECT, READS, RECORD_FIELDS, SWITCHES, type DemoTool, type ObjectSchema,
} from './tool.ts';

function idField(kind: Kind): FieldSchema {
  return { type: 'string', title: 'Id', description: `Id of the ${kind.title.one}, such as "${kind.idPrefix}-1001".`, pattern: `^${kind.idPrefix}-[0-9]+$` };
}

function recordSchema(kind: Kind, leaveOut: readonly string[] = []): ObjectSchema {
  const all = { id: idField(kind), ...RECORD_FIELDS, ...kind.fields, ...kind.computed };
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !leaveOut.includes(name)));
  return objectSchema(kept, ['id', 'project', 'projectName', 'version', 'updatedAt']);
}

/** The five tools of one kind of record. */
function toolsOf(kind: Kind): readonly DemoTool[] {
  return [listTool(kind), getTool(kind), createTool(kind), updateTool(kind), deleteTool(kind)];
}

function listTool(kind: Kind): DemoTool {
  const filters = Object.fromEntries(kind.filters.map((name) => [name, kind.fields[name] ?? {}]));
  return {
    name: `list_${kind.many}`, title: `List ${kind.title.many}`,
    description: `Lists ${kind.title.many}, narrowed by the fields given. ${kind.about}`,
    input: objectSchema({
      project: PROJECT, ...filters,
      limit: { type: 'integer', title: 'At most', minimum: 1, maximum: 200, default: 50 },
      offset: { type: 'integer', title: 'Leave out the first', minimum: 0, default: 0 },
    }, []),
    output: objectSchema({
      items: { type: 'array', title: 'Items', items: { ...recordSchema(kind, kind.heavy) } },
      total: { type: 'integer', title: 'Total', description: 'How many match, beyond this page too.' },
    }, ['items', 'total']),
    annotations: READS,
    run: (desk, args) => listRecords(desk, kind, args),
  };
}

function getTool(kind: Kind): DemoTool {
  return {
    name: `get_${kind.one}`, title: `Read one ${kind.title.one}`, description: `Gives one ${kind.title.one} with all its fields.`,
    input: objectSchema({ id: idField(kind) }, ['id']), output: recordSchema(kind), annotations: READS,
    run: (desk, args) => getRecord(desk, kind, args),
  };
}

function createTool(kind: Kind): DemoTool {
  const publishes = kind === NEWS ? ' With status "published" it is public at once.' : '';
  return {
    name: `create_${kind.one}`, title: `Create ${kind.title.one}`,
    description: `Creates one ${kind.title.one} in a project. The server gives the id.${publishes}`,
    input: objectSchema({ project: PROJECT, ...kind.fields }, ['project', ...kind.required]),
    output: recordSchema(kind), annotations: ADDS,
    run: (desk, args) => createRecord(desk, kind, args),
  };
}

function updateTool(kind: Kind): DemoTool {
  const publishes = kind === NEWS ? ' A status of "published" publishes it.' : '';
  return {
    name: `update_${kind.one}`, title: `Change ${kind.title.one}`,
    description: `Sets the given fields of one ${kind.title.one}; the others stay as they are.${publishes}`,
    input: objectSchema({ id: idField(kind), ...kind.fields }, ['id']), output: recordSchema(kind), annotations: OVERWRITES,
    run: (desk, args) => updateRecord(desk, kind, args),
  };
}

function deleteTool(kind: Kind): DemoTool {
  return {
    name: `delete_${kind.one}`, title: `Delete ${kind.title.one}`,
    description: `Deletes one ${kind.title.one} for good and answers with what was deleted.`,
    input: objectSchema({ id: idField(kind) }, ['id']), output: recordSchema(kind), annotations: OVERWRITES,
    run: (desk, args) => deleteRecord(desk, kind, args),
  };
}

function publicationTool(name: string, title: string, description: string, status: 'draft' | 'published'): DemoTool {
  return {
    name, title, description, input: objectSchema({ id: idField(NEWS) }, ['id']), output: recordSchema(NEWS), annotations: SWITCHES,
    run: (desk, args) => setStatus(desk, NEWS, args, status),
  };
}

/** All tools that work on records. */
export const RECORD_TOOLS: readonly DemoTool[] = [
  ...KINDS.flatMap(toolsOf),
  publicationTool('publish_news', 'Publish news item', 'Publishes one news item: its audience can read it at once.', 'published'),
  publicationTool('unpublish_news', 'Withdraw news item', 'Makes a published news item a draft again.', 'draft'),
];
