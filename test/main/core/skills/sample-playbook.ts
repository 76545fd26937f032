import { readFileSync } from 'node:fs';
import { readPlaybook } from '../../../../main/core/skills/read-playbook.ts';
import type { Playbook } from '../../../../main/core/skills/playbook.ts';

/** The example of docs/skills.md, which authors copy. */
export const SAMPLE_PLAYBOOK = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/skills.md', 'utf8'))?.[1] ?? '';

export const SAMPLE_SKILL = `---
name: import-agenda
description: Creates and updates agenda items from one file.
allowed-tools: list_agenda_items create_agenda_item update_agenda_item
---
# Import an agenda
`;

/** A playbook from its text; fails the test where it does not read. */
export function playbookFrom(text: string): Playbook {
  const read = readPlaybook(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.playbook;
}
