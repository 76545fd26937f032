import type { Desk } from './records.ts';
import type { FieldSchema } from './kinds.ts';
import type { Fields } from './rows.ts';

/** One tool of the demo CMS: its definition as it is listed, and what it does. */
export interface DemoTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly openWorldHint: false;
  };
  readonly run: (desk: Desk, args: Fields) => Fields;
}

export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

export function objectSchema(properties: Readonly<Record<string, FieldSchema>>, required: readonly string[]): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export const PROJECT: FieldSchema = {
  type: 'string', title: 'Project', description: 'Id of the project, such as "demo".', pattern: '^[a-z0-9-]{1,40}$',
};
export const READS = { readOnlyHint: true, openWorldHint: false } as const;
export const ADDS = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false } as const;
export const OVERWRITES = { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false } as const;
export const SWITCHES = { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

const STAMP: FieldSchema = { type: 'string', format: 'date-time' };
/** What every record carries beside its own fields. */
export const RECORD_FIELDS: Readonly<Record<string, FieldSchema>> = {
  project: PROJECT,
  projectName: { type: 'string', title: 'Project name' },
  version: { type: 'integer', title: 'Version', description: 'Counts the changes; set by the server.' },
  createdAt: { ...STAMP, title: 'Created at' },
  updatedAt: { ...STAMP, title: 'Changed at' },
};
