import type { HistoryStepView, ReviewView } from '../../preload/contract/views.ts';
import type { ReviewRoom } from '../host/review/review.ts';
import { ProblemError, type Handlers } from './handle.ts';
import type { ServerViews } from './servers.ts';

/** Reviews of definitions: read, and decided on what was read. */
export function reviewHandlers(
  review: ReviewRoom, views: ServerViews,
): Pick<Handlers, 'review:read' | 'review:decide' | 'review:batch' | 'review:history'> {
  return {
    'review:read': ({ serverId }) => {
      const found = review.read(serverId);
      if (found === null) throw new ProblemError('unknown-server');
      return structuredClone(found) as unknown as ReviewView;
    },
    'review:decide': async ({ serverId, digest, trust, decisions, reason }) => {
      const refused = await review.decide(serverId, digest, trust, decisions, reason);
      if (refused !== null) throw new ProblemError(refused);
      return views.one(serverId);
    },
    'review:batch': async ({ serverId, digest, reason }) => {
      const refused = await review.acceptCosmetic(serverId, digest, reason);
      if (refused !== null) throw new ProblemError(refused);
      return views.one(serverId);
    },
    'review:history': ({ serverId, kind, name }) => structuredClone(review.history(serverId, kind, name)) as unknown as HistoryStepView[],
  };
}
