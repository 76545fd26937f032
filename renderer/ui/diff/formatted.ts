import type { Element, ElementContent, Root, RootContent } from 'hast';
import { diffArrays } from 'diff';
import { fromHtml } from 'hast-util-from-html';
import { sanitize, defaultSchema } from 'hast-util-sanitize';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toHast } from 'mdast-util-to-hast';
import type { Formatted } from './formatted-as.ts';
import { visiblePieces } from '../../../preload/contract/language/index.ts';

/** One block of the rendered text and what became of it. */
export interface Block {
  readonly op: 'same' | 'add' | 'remove';
  readonly node: Root;
}

/** The rendered blocks of both sides in order, each marked; a block that differs in anything goes and comes whole. */
export function renderedChange(before: string, after: string, as: Formatted): Block[] {
  const [old, now] = [blocksOf(before, as), blocksOf(after, as)];
  const [oldKeys, nowKeys] = [old.map((node) => JSON.stringify(node)), now.map((node) => JSON.stringify(node))];
  let [atOld, atNow] = [0, 0];
  return diffArrays(oldKeys, nowKeys).flatMap((part): Block[] => part.value.map(() => {
    if (part.removed) return { op: 'remove', node: old[atOld++] ?? EMPTY };
    const node = now[atNow++] ?? EMPTY;
    if (part.added) return { op: 'add', node };
    atOld += 1;
    return { op: 'same', node };
  }));
}

const EMPTY: Root = { type: 'root', children: [] };

/**
 * SECURITY: only these elements, and of attributes what tables need. The addresses of links and pictures are kept too, whatever their scheme, for they are
 * written out as words: {@link shownNodes} makes an element that links or loads of none. Nothing that styles or runs is kept.
 */
const SCHEMA = {
  ...defaultSchema,
  tagNames: ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'strong', 'em', 'b', 'i', 'u', 's', 'del', 'code', 'pre', 'blockquote', 'br', 'hr', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img', 'span', 'div', 'sub', 'sup'],
  attributes: { a: ['href'], img: ['src', 'alt'], td: ['colSpan', 'rowSpan'], th: ['colSpan', 'rowSpan'] },
  protocols: {},
};

function blocksOf(text: string, as: Formatted): Root[] {
  const tree = as === 'html' ? fromHtml(text, { fragment: true }) : toHast(fromMarkdown(text));
  const clean = sanitize(tree, SCHEMA);
  const children = clean.type === 'root' ? clean.children : [clean as RootContent];
  return children
    .filter((child) => child.type !== 'text' || child.value.trim() !== '')
    .map((child): Root => ({ type: 'root', children: shownNodes([child as ElementContent]) }));
}

/** Links and pictures as words with their addresses beside; hidden characters as marks. Nothing is fetched and nothing leads anywhere. */
function shownNodes(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === 'text') return visiblePieces(node.value, '\n\t').map((piece): ElementContent => (piece.hidden ? element('span', 'mark', [{ type: 'text', value: piece.text }]) : { type: 'text', value: piece.text }));
    if (node.type !== 'element') return [];
    if (node.tagName === 'img') return [address(`${String(node.properties['alt'] ?? '')} · ${String(node.properties['src'] ?? '')}`)];
    if (node.tagName === 'a') return [element('u', 'rendered-link', shownNodes(node.children)), ...(node.properties['href'] === undefined ? [] : [address(` (${String(node.properties['href'])})`)])];
    return [{ type: 'element', tagName: node.tagName, properties: node.properties, children: shownNodes(node.children) }];
  });
}

const element = (tagName: string, className: string, children: ElementContent[]): Element => ({ type: 'element', tagName, properties: { className: [className] }, children });

function address(text: string): Element {
  return element('span', 'rendered-address', shownNodes([{ type: 'text', value: text }]));
}
