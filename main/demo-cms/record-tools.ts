import { deleteRecords, getRecords, importRecords, updateRecords } from './bulk.ts';
import { idShape, KINDS, MEDIA, NEWS, type FieldSchema, type Kind } from './kinds.ts';
import { createRecord, deleteRecord, getRecord, listRecords, setStatus, updateRecord } from './records.ts';
import { mediaByName, uploadMedia } from './media.ts';
import {
  ADDS, objectSchema, OVERWRITES, PROJECT, READS, RECORD_FIELDS, SWITCHES, type DemoTool, type ObjectSchema,
} from './tool.ts';

function idField(kind: Kind): FieldSchema {
  return { type: 'string', title: 'Id', description: `Id of the ${kind.title.one}, such as "${kind.idPrefix}-1001".`, ...idShape(kind.idPrefix) };
}

/** An id that the caller chooses, so that other records can name this one before it is there. */
function ownIdField(kind: Kind): FieldSchema {
  return { ...idField(kind), description: `Id for the ${kind.title.one}, such as "${kind.idPrefix}-opening"; it must be free. Without it the server gives one.` };
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
    description: `Creates one ${kind.title.one} in a project.${publishes}`,
    input: objectSchema({ project: PROJECT, id: ownIdField(kind), ...kind.fields }, ['project', ...kind.required]),
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

const MOST = 500;

/** Several at once. The answer holds each record, in the order of the call. */
function bulkTools(kind: Kind): readonly DemoTool[] {
  const { many } = kind.title;
  const one = objectSchema(kind.fields, kind.required);
  const changed = objectSchema({ id: idField(kind), ...kind.fields }, ['id']);
  const list = (title: string, items: FieldSchema): FieldSchema => ({ type: 'array', title, items, minItems: 1, maxItems: MOST });
  const ids = objectSchema({ ids: { ...list('Ids', idField(kind)), uniqueItems: true } }, ['ids']);
  const output = objectSchema({ items: { type: 'array', title: 'Items', items: { ...recordSchema(kind) } } }, ['items']);
  return [
    {
      name: `get_${kind.many}`, title: `Read several ${many}`, description: `Gives several ${many} with all their fields.`,
      input: ids, annotations: READS,
      output: objectSchema({ ...output.properties, missing: { type: 'array', title: 'Not there', items: idField(kind) } }, ['items', 'missing']),
      run: (desk, args) => getRecords(desk, kind, args),
    },
    {
      name: `import_${kind.many}`, title: `Import ${many}`, description: `Creates several ${many} in a project, all of them or none. The server gives the ids.`,
      input: objectSchema({ project: PROJECT, items: list('Items', { ...one }) }, ['project', 'items']), output, annotations: ADDS,
      run: (desk, args) => importRecords(desk, kind, args),
    },
    {
      name: `update_${kind.many}`, title: `Change several ${many}`, description: `Sets the given fields of several ${many}, all of them or none.`,
      input: objectSchema({ items: list('Items', { ...changed }) }, ['items']), output, annotations: OVERWRITES,
      run: (desk, args) => updateRecords(desk, kind, args),
    },
    {
      name: `delete_${kind.many}`, title: `Delete several ${many}`, description: `Deletes several ${many} for good, all of them or none.`,
      input: ids, output, annotations: OVERWRITES, run: (desk, args) => deleteRecords(desk, kind, args),
    },
  ];
}

const MEDIA_NAME = { project: PROJECT, name: MEDIA.fields['name'] ?? {} };

/** Files by their names. */
const MEDIA_TOOLS: readonly DemoTool[] = [
  {
    name: 'get_media_by_name', title: 'Read media item by name', description: 'Gives the media item of a project with this file name.',
    input: objectSchema(MEDIA_NAME, ['project', 'name']), output: recordSchema(MEDIA), annotations: READS, run: mediaByName,
  },
  {
    name: 'upload_media', title: 'Upload media item',
    description: 'Puts a file under its name into a project. Where that name is taken, the bytes that are there are replaced.',
    input: objectSchema({ project: PROJECT, ...MEDIA.fields }, ['project', ...MEDIA.required]), output: recordSchema(MEDIA), annotations: OVERWRITES,
    run: uploadMedia,
  },
];

function publicationTool(name: string, title: string, description: string, status: 'draft' | 'published'): DemoTool {
  return {
    name, title, description, input: objectSchema({ id: idField(NEWS) }, ['id']), output: recordSchema(NEWS), annotations: SWITCHES,
    run: (desk, args) => setStatus(desk, NEWS, args, status),
  };
}

/** All tools that work on records. */
export const RECORD_TOOLS: readonly DemoTool[] = [
  ...KINDS.flatMap(toolsOf),
  ...KINDS.filter((kind) => kind.bulk).flatMap(bulkTools),
  ...MEDIA_TOOLS,
  publicationTool('publish_news', 'Publish news item', 'Publishes one news item: its audience can read it at once.', 'published'),
  publicationTool('unpublish_news', 'Withdraw news item', 'Makes a published news item a draft again.', 'draft'),
];
