import type { HistoryStepView, ReviewRowView, ReviewSummaryView } from '../../preload/contract/views.ts';
import { countFindings, type Findings, type FindingsRoom } from '../host/review/findings.ts';
import type { ReviewItem } from '../host/review/review-items.ts';
import { createPause } from '../host/pause.ts';
import type { Review, ReviewRoom } from '../host/review/review.ts';
import type { ReviewSummary } from '../host/review/summary.ts';
import { alikeViews, type AlikeServers } from './alike.ts';
import { ProblemError, type Handlers } from './handle.ts';
import { itemView, rowView } from './review-views.ts';
import type { ServerViews } from './servers.ts';

type ReviewChannels = Extract<keyof Handlers, `review:${string}`>;

/** Reviews of definitions: read, and decided on what was read. */
export function reviewHandlers(
  review: ReviewRoom, findings: FindingsRoom, servers: AlikeServers, views: ServerViews,
): Pick<Handlers, ReviewChannels> {
  let opened: Opened | null = null;
  /** The review as it stands now. Findings are looked for first: what is read afterwards is what stands at this moment. */
  const open = async (serverId: string): Promise<Opened> => {
    const found = await findings.ofServer(serverId);
    await review.prepare(serverId);
    const read = review.read(serverId);
    if (read === null) throw new ProblemError('unknown-server');
    opened = { review: read, found, byName: new Map(read.items.toReversed().map((item) => [keyOf(item), item])) };
    return opened;
  };
  /** The review that was read under this digest: what is shown together is out of one review. Decisions are judged anew. */
  const same = async ({ serverId, digest }: { serverId: string; digest: string }): Promise<Opened> => {
    const known = opened?.review.serverId === serverId && opened.review.digest === digest ? opened : await open(serverId);
    if (known.review.digest !== digest) throw new ProblemError('review-moved');
    return known;
  };
  return {
    'review:read': async ({ serverId }) => {
      const { review: { serverName, digest, first, highest, trust } } = await open(serverId);
      return { serverId, serverName, digest, first, highest, trust };
    },
    'review:rows': async (asked) => {
      const { review: { items }, found } = await same(asked);
      const pause = createPause();
      const rows: ReviewRowView[] = [];
      for (const item of items) {
        rows.push(rowView(item, found));
        await pause();
      }
      return rows;
    },
    'review:items': async (asked) => {
      const { byName, found } = await same(asked);
      return asked.items.flatMap((one) => {
        const item = byName.get(keyOf(one));
        if (item === undefined) return [];
        const tool = item.kind === 'tool' ? review.tool(asked.serverId, item.name) : null;
        return [itemView(item, found, tool === null ? [] : alikeViews(servers, tool))];
      });
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

/** What a window reads page by page. */
interface Opened {
  readonly review: Review;
  readonly found: Findings;
  readonly byName: ReadonlyMap<string, ReviewItem>;
}

/** Of two with one name neither can be accepted; the first is shown, and says so. */
function keyOf({ kind, name }: Pick<ReviewItem, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

function summaryView(found: Findings, { reviews, total }: ReviewSummary): ReviewSummaryView {
  return { findings: countFindings(found), reviews: reviews.map((one) => ({ ...one })), total };
}
