import { z } from 'zod';
import { policySchema } from './schema.ts';

/** The published JSON Schema (2020-12) of a policy document, made from the one schema that checks it. */
export function policyJsonSchema(): object {
  return { ...z.toJSONSchema(policySchema, { io: 'input', target: 'draft-2020-12' }), title: 'Countersign policy' };
}
