import { answerText, answerValue } from '../../core/preview/index.ts';
import { valueAt } from '../../core/canonical/pointer.ts';
import type { Playbook } from '../../core/skills/playbook.ts';
import { readTemplate } from '../../core/skills/template.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { Receipt } from '../../gate/receipt.ts';

/** Calls one tool through the gate; null where no more questions may be opened. */
export type CallForSkill = (tool: string, args: JsonObject) => Promise<Receipt | null>;

/** A read that brought nothing: which, and the gate's receipt where there is one. */
export interface ReadRefused {
  readonly read: string;
  readonly tool: string;
  readonly receipt: Receipt | null;
}

/** So many pages of one list; a list that is longer is not read in part. */
const MOST_PAGES = 200;

/**
 * Reads what a playbook wants to know of the system, page by page. Each read is a call of its own on the gate's road. All or
 * nothing: a list that was read in part would make objects twice.
 */
export async function readState(playbook: Playbook, inputs: JsonObject, call: CallForSkill, only?: ReadonlySet<string>): Promise<{ readonly ok: true; readonly state: Readonly<Record<string, Json>> } | { readonly ok: false; readonly refused: ReadRefused }> {
  const state: Record<string, Json> = {};
  for (const [name, read] of Object.entries(playbook.reads)) {
    if (only !== undefined && !only.has(name)) continue;
    const items: Json[] = [];
    const size = read.page?.size ?? 0;
    for (let page = 0; ; page += 1) {
      const args = readTemplate(read.args).fill({ input: inputs, page: { offset: page * size, size } });
      const receipt = page < MOST_PAGES ? await call(read.tool, isJsonObject(args) ? args : {}) : null;
      const value = resultOf(receipt);
      const list = read.items === undefined ? value : value === null ? null : valueAt(value, read.items) ?? null;
      if (list === null) return { ok: false, refused: { read: name, tool: read.tool, receipt } };
      if (read.items === undefined || !Array.isArray(list)) { state[name] = list; break; }
      items.push(...(list as readonly Json[]));
      const total: Json | undefined = read.page?.total === undefined || value === null ? undefined : valueAt(value, read.page.total);
      const more = read.page !== undefined && list.length > 0 && (typeof total === 'number' ? items.length < total : list.length >= size);
      if (more) continue;
      state[name] = items;
      break;
    }
  }
  return { ok: true, state };
}

/** The inputs that go into a read: what it brings depends on them. */
export function inputsOfRead(playbook: Playbook, read: string): readonly string[] {
  const { expressions } = readTemplate(playbook.reads[read]?.args ?? {});
  const paths = expressions.flatMap(({ expression }) => expression.paths);
  return [...new Set(paths.flatMap(([first, second]) => (first === 'input' && second !== undefined ? [second] : [])))];
}

function resultOf(receipt: Receipt | null): Json | null {
  if (receipt?.outcome !== 'executed' || receipt.answer?.kind !== 'result' || receipt.answer.isError) return null;
  return answerValue(receipt.answer.structured, answerText(receipt.answer)) ?? null;
}
