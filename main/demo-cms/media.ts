import { MEDIA } from './kinds.ts';
import { createRecord, getRecord, holderOf, updateRecord, type Desk } from './records.ts';
import { may } from './rights.ts';
import { Refusal, type Fields } from './rows.ts';

/** One whole media item by its file name; names are told apart within a project, the latest counts. */
export function mediaByName(desk: Desk, args: Fields): Fields {
  const id = idByName(desk, args);
  if (id === null) throw new Refusal(`Not found: media item named ${String(args['name'])} in project ${String(args['project'])}`);
  return getRecord(desk, MEDIA, { id });
}

/** Puts a file under a name: new, or in place of the bytes that are there. */
export function uploadMedia(desk: Desk, args: Fields): Fields {
  const id = idByName(desk, args);
  if (id === null) return createRecord(desk, MEDIA, args);
  const { project: _, ...fields } = args;
  return updateRecord(desk, MEDIA, { ...fields, id });
}

function idByName(desk: Desk, args: Fields): string | null {
  const project = String(args['project']);
  const holder = holderOf(desk);
  const row = desk.store.read().media.findLast((candidate) => candidate.project === project && candidate['name'] === args['name']
    && may(holder, { deed: 'read', kind: 'media', project, row: candidate }));
  return row?.id ?? null;
}
