import type { AuditLog } from '../../../../main/core/ports.ts';
import { NO_CONTENT } from '../../core/audit/no-content.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { draw } from '../../../../main/workers/draw.ts';
import type { ActivityParts } from '../../../../main/host/activity/activity.ts';

/** What an activity room works with where there is no keychain and time stands still. */
export function partsOf(audit: AuditLog): ActivityParts {
  return { content: NO_CONTENT, audit, actor: { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'cli' }, monotonic: () => 0, draw: (drawing) => Promise.resolve(draw(drawing, { sha256, timeoutMs: 1_000 })) };
}
