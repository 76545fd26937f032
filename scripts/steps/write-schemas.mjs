// Bundled and run by scripts/published-schemas.mjs: writes both JSON Schemas below the folder it is given, out of the schemas that check.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '../../main/core/policy/document/json-schema.ts';
import { playbookJsonSchema } from '../../main/core/skills/playbook.ts';

const [, , root] = process.argv;
const write = (file, schema) => writeFileSync(join(root, 'docs', ...file), `${JSON.stringify(schema, null, 2)}\n`);
write(['policy', 'schema.json'], policyJsonSchema());
write(['skills', 'playbook.schema.json'], playbookJsonSchema());
