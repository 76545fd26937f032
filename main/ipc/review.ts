import type { HistoryStepView, ReviewItemView, ReviewSummaryView, ReviewView } from '../../preload/contract/views.ts';
import { countFindings, type Findings, type FindingsRoom } from '../host/review/findings.ts';
import type { ReviewItem } from '../host/review/review-items.ts';
import type { ReviewRoom } from '../host/review/review.ts';
import type { ReviewSummary } from '../host/review/summary.ts';
import { alikeViews, type AlikeServers } from './alike.ts';
import { ProblemError, type Handlers } from './handle.ts';
import type { ServerViews } from './servers.ts';

type ReviewChannels = Extract<keyof Handlers, `review:${string}`>;

/** Findings of one definition that are shown; the rest are counted. */
const SHOWN = 12;

/** Reviews of definitions: read, and decided on what was read. */
export function reviewHandlers(
  review: ReviewRoom, findings: FindingsRoom, servers: AlikeServers, views: ServerViews,
): Pick<Handlers, ReviewChannels> {
  return {
    'review:read': async ({ serverId }) => {
      // Looked for first: what is read afterwards is what stands at this moment.
      const found = await findings.ofServer(serverId);
      const read = review.read(serverId);
      if (read === null) throw new ProblemError('unknown-server');
      const { items, ...rest } = read;
      const alike = new Map(review.tools(serverId).map((tool) => [tool.name, alikeViews(servers, tool)]));
      return structuredClone({ ...rest, items: items.map((item) => ({ ...item, ...findingsOf(item, found), alike: item.kind === 'tool' ? (alike.get(item.name) ?? []) : [] })) }) as unknown as ReviewView;
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
    'review:summary': async ({ serverId }) => summaryView(await findings.ofServer(serverId), review.summary(serverId)),
  };
}

function findingsOf(item: ReviewItem, found: Findings): Pick<ReviewItemView, 'findings' | 'moreFindings'> {
  const own = item.now === null ? undefined : found?.get(item.now);
  if (own === undefined) return { findings: null, moreFindings: 0 };
  return { findings: own.slice(0, SHOWN).map((one) => ({ ...one })), moreFindings: Math.max(0, own.length - SHOWN) };
}

function summaryView(found: Findings, { reviews, total }: ReviewSummary): ReviewSummaryView {
  return { findings: countFindings(found), reviews: reviews.map((one) => ({ ...one })), total };
}
