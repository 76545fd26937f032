import type { AuditLog } from '../../../../main/core/ports.ts';
import { NO_CONTENT } from '../../../../main/core/audit/content.ts';
import type { ActivityParts } from '../../../../main/host/activity/activity.ts';

/** What an activity room works with where there is no keychain and time stands still. */
export function partsOf(audit: AuditLog): ActivityParts {
  return { content: NO_CONTENT, audit, actor: { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'cli' }, monotonic: () => 0 };
}
