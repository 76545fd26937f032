import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ReviewItemView, ReviewRowView, ReviewView } from '../../../preload/contract/views.ts';
import { loadedFrom, type Loaded } from '../../app/loaded.ts';
import { itemKey, reviewOrder } from './review-model.ts';

/** So many definitions are read at once, and so many stand ready before a review is shown. */
const PAGE = 24;

type Named = Pick<ReviewItemView, 'kind' | 'name'>;

/** The definitions of one review that were read so far, by their keys. */
export interface Pages {
  readonly read: StoreApi<ReadonlyMap<string, ReviewItemView>>;
  /** Has one read, if it is not there; those wished for in one turn come together. */
  wish(item: Named): void;
}

/** A review with all its rows in the order they are looked at; what stands in them is read page by page. */
export interface OpenReview {
  readonly review: ReviewView;
  readonly items: readonly ReviewRowView[];
  readonly pages: Pages;
}

/** So often a review is begun anew that moves while it is read. */
const TRIES = 3;

/** Reads a review and its first page, and of the one that stood here `before` what was on the screen. */
export async function openReview(bridge: Bridge, serverId: string, before: OpenReview | null): Promise<Loaded<OpenReview>> {
  for (let tries = 1; ; tries += 1) {
    const opened = await readReview(bridge, serverId, before);
    if (opened.state !== 'broken' || opened.problem.code !== 'review-moved' || tries === TRIES) return opened;
  }
}

async function readReview(bridge: Bridge, serverId: string, before: OpenReview | null): Promise<Loaded<OpenReview>> {
  const review = loadedFrom(await bridge.review.read({ serverId }));
  if (review.state !== 'ready') return review;
  const { digest } = review.value;
  const rows = loadedFrom(await bridge.review.rows({ serverId, digest }));
  if (rows.state !== 'ready') return rows;
  const items = reviewOrder(rows.value);
  const seen = before === null ? new Set<string>() : new Set([...before.pages.read.getState().keys()].slice(-PAGE));
  const first = [...items.slice(0, PAGE), ...items.slice(PAGE).filter((item) => seen.has(itemKey(item)))];
  const pages = createPages(bridge, serverId, digest);
  const problem = await pages.load(first);
  // A review that moved before its first page came would stand there without a word in it.
  if (problem?.code === 'review-moved') return { state: 'broken', problem };
  return { state: 'ready', value: { review: review.value, items, pages } };
}

function createPages(bridge: Bridge, serverId: string, digest: string): Pages & { load(items: readonly Named[]): Promise<Problem | null> } {
  const read = createStore<ReadonlyMap<string, ReviewItemView>>()(() => new Map());
  const wished = new Map<string, Named>();
  let running = false;
  const load = async (items: readonly Named[]): Promise<Problem | null> => {
    for (let at = 0; at < items.length; at += PAGE) {
      const page = items.slice(at, at + PAGE).map(({ kind, name }) => ({ kind, name }));
      const reply = await bridge.review.items({ serverId, digest, items: page });
      // A review that moved later is read anew as a whole with the change that is told of; what cannot be read stays a row without its text.
      if (!reply.ok) return reply.problem;
      read.setState((known) => new Map([...known, ...reply.value.map((item) => [itemKey(item), item] as const)]), true);
    }
    return null;
  };
  const run = async (): Promise<void> => {
    running = true;
    while (wished.size > 0) {
      const items = [...wished.values()];
      wished.clear();
      await load(items);
    }
    running = false;
  };
  return {
    read, load,
    wish(item) {
      const key = itemKey(item);
      if (read.getState().has(key)) return;
      wished.set(key, item);
      if (!running) queueMicrotask(() => { if (!running) void run(); });
    },
  };
}
