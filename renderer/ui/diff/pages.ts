import { createContext, createElement, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { LinesView, PageView, PlannedCallView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { canonicalDigest } from '../digest.ts';
import type { JsonObject } from '../json.ts';

/** Pages kept at hand; those not looked at for longest go first. */
const KEPT = 60;

/** The pages of one card that it does not hold itself, fetched when they come into sight. */
export interface CardPages {
  /** The page with this digest, or undefined while it is fetched. */
  page(digest: string): PageView | undefined;
  /** The page, fetched if need be; null where it cannot be had or is not the one that was painted. */
  fetched(digest: string): Promise<PageView | null>;
  subscribe(listener: () => void): () => void;
  version(): number;
}

/**
 * The pages of a call's card. SECURITY: a page counts only if it hashes to the digest the card names, for that is what a
 * choice is bound to; for any other `onSpoilt` is told and nothing is painted.
 */
export function createCardPages(bridge: Bridge, callId: string, onSpoilt: () => void): CardPages {
  const pages = new Map<string, PageView>();
  const waiting = new Map<string, Promise<PageView | null>>();
  const listeners = new Set<() => void>();
  let version = 0;
  const fetchPage = async (digest: string): Promise<PageView | null> => {
    const reply = await bridge.approvals.page({ callId, digest });
    if (!reply.ok) return null;
    const { page } = reply.value;
    if (await canonicalDigest(page) !== digest) {
      onSpoilt();
      return null;
    }
    pages.set(digest, page);
    for (const oldest of pages.keys()) if (pages.size > KEPT) pages.delete(oldest);
    version += 1;
    for (const listener of listeners) listener();
    return page;
  };
  const fetched = (digest: string): Promise<PageView | null> => {
    const known = pages.get(digest);
    if (known !== undefined) return Promise.resolve(known);
    const under = waiting.get(digest) ?? fetchPage(digest).finally(() => waiting.delete(digest));
    waiting.set(digest, under);
    return under;
  };
  return {
    page(digest) {
      const known = pages.get(digest);
      if (known === undefined) {
        void fetched(digest);
        return undefined;
      }
      pages.delete(digest); // looked at last now
      pages.set(digest, known);
      return known;
    },
    fetched,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

const NONE: CardPages = { page: () => undefined, fetched: () => Promise.resolve(null), subscribe: () => () => {}, version: () => 0 };

/** The pages of the card that is painted below. */
export const CardPagesContext = createContext<CardPages>(NONE);

/** Lets the changes below fetch what their card does not hold. `onSpoilt` must not change from one painting to the next. */
export function CardPagesProvider({ callId, onSpoilt, children }: { callId: string; onSpoilt?: () => void; children: ReactNode }) {
  const bridge = useBridge();
  const pages = useMemo(() => createCardPages(bridge, callId, onSpoilt ?? (() => {})), [bridge, callId, onSpoilt]);
  return createElement(CardPagesContext, { value: pages }, children);
}

/** The pages of the card around, painted anew whenever one comes. */
export function useCardPages(): CardPages {
  const pages = useContext(CardPagesContext);
  useSyncExternalStore(pages.subscribe, pages.version);
  return pages;
}

/** An item of a list whose first page stands on the card; undefined while its page is fetched. */
export function itemAt<T>(first: readonly T[], rest: { readonly pages: readonly string[] } | undefined, at: number, pages: CardPages): T | undefined {
  if (rest === undefined || at < first.length) return first[at];
  const digest = rest.pages[Math.floor(at / first.length) - 1];
  const page = digest === undefined ? undefined : pages.page(digest);
  return Array.isArray(page) ? (page as unknown as readonly T[])[at % first.length] : undefined;
}

/** All lines of a diff, fetched one page after the other; null where one cannot be had. */
export async function allLines(lines: LinesView, pages: CardPages): Promise<LinesView['lines'] | null> {
  const all = [...lines.lines];
  for (const digest of lines.rest?.pages ?? []) {
    const page = await pages.fetched(digest);
    if (!Array.isArray(page)) return null;
    all.push(...page as LinesView['lines']);
  }
  return all;
}

/** The arguments of a card; null while they are fetched, `false` where they cannot be had. */
export function useArguments(card: Pick<PlannedCallView, 'args' | 'argsText'>): JsonObject | null | false {
  const pages = useContext(CardPagesContext);
  const { args, argsText } = card;
  const [joined, setJoined] = useState<{ readonly of: typeof argsText; readonly value: JsonObject | false } | null>(null);
  useEffect(() => {
    if (argsText === undefined) return;
    let wanted = true;
    void joinedArguments(argsText.pages, pages).then((value) => { if (wanted) setJoined({ of: argsText, value: value ?? false }); });
    return () => { wanted = false; };
  }, [argsText, pages]);
  if (argsText === undefined) return args;
  return joined?.of === argsText ? joined.value : null;
}

async function joinedArguments(digests: readonly string[], pages: CardPages): Promise<JsonObject | null> {
  const pieces: string[] = [];
  for (const digest of digests) {
    const piece = await pages.fetched(digest);
    if (typeof piece !== 'string') return null;
    pieces.push(piece);
  }
  return JSON.parse(pieces.join('')) as JsonObject;
}
