import { join } from 'node:path';
import { expect } from 'vitest';
import { digestOf } from '../../../../main/core/canonical/canonical.ts';
import { asLeft, compareAfter, inverseOf, planReads, planReadsAfter, renderPreview, stateFromAnswer } from '../../../../main/core/preview/index.ts';
import type { PlannedRead, Preview, StateRead } from '../../../../main/core/preview/preview.ts';
import { judgeEffect } from '../../../../main/core/policy/effect.ts';
import { effectByStates } from '../../../../main/core/recipes/effect.ts';
import { matchRecipe, recipeForCall } from '../../../../main/core/recipes/match.ts';
import type { ToolRecipe } from '../../../../main/core/recipes/recipe.ts';
import type { Afterwards, JsonObject } from '../../../../main/core/words/index.ts';
import { FileDigests } from '../../../../main/adapters/launch/file-digests.ts';
import { sha256OfBase64 } from '../../../../main/adapters/digest/sha256.ts';
import { sha256, startServer, type RealServer } from '../../demo-cms/real-server.ts';

/** A real server and what it was launched as, by which recipes are found. */
export interface KnownServer extends RealServer {
  readonly soleCode: string | null;
  readonly bundle: string | null;
}

/** Starts the program of an installed package. */
export async function startPackage(name: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<KnownServer> {
  const folder = join(import.meta.dirname, '../../../../node_modules', name);
  return { ...await startServer([join(folder, 'dist/index.js'), ...args], env), soleCode: await new FileDigests().tree(folder), bundle: null };
}

export function recipeFor(server: KnownServer, tool: string, args: JsonObject = {}): { readonly recipe: ToolRecipe; readonly definition: JsonObject } {
  const definition = server.definitions.get(tool);
  if (definition === undefined) throw new Error(`the server has no tool ${tool}`);
  const { soleCode, bundle } = server;
  const recipe = recipeForCall(matchRecipe({ soleCode, bundle, tool, digest: digestOf(definition, sha256) }), args);
  if (recipe === null) throw new Error(`no recipe for ${tool}`);
  return { recipe, definition };
}

export async function look(server: RealServer, reads: readonly PlannedRead[]): Promise<StateRead[]> {
  return Promise.all(reads.map(async (read) => stateFromAnswer(read, await server.call(read.tool, read.args))));
}

export async function previewOf(server: KnownServer, tool: string, args: JsonObject): Promise<Preview> {
  const { recipe, definition } = recipeFor(server, tool, args);
  const states = await look(server, planReads(recipe, args));
  // As on the road: what is read may make the effect graver.
  const effect = effectByStates(recipe, judgeEffect({ definition, recipe, accepted: null }, args).effect, states);
  return renderPreview({ recipe, effect, tool, args, definition, states, digest: sha256OfBase64 });
}

/** The whole road of a call without its questions: preview, call, look again. */
export async function run(server: KnownServer, tool: string, args: JsonObject): Promise<{ preview: Preview; afterwards: Afterwards }> {
  const preview = await previewOf(server, tool, args);
  const { recipe } = recipeFor(server, tool, args);
  const answer = await server.call(tool, args);
  expect(answer).toMatchObject({ kind: 'result', isError: false });
  return { preview, afterwards: compareAfter(recipe, preview, await look(server, planReadsAfter(recipe, args, answer))) };
}

/** Does, undoes, and says whether the object was as left before the undo; the undo is previewed like any call. */
export async function doAndUndo(server: KnownServer, tool: string, args: JsonObject, meanwhile: () => Promise<unknown> | void = () => {}) {
  const preview = await previewOf(server, tool, args);
  const { recipe } = recipeFor(server, tool, args);
  const inverse = inverseOf(recipe, args, preview, await server.call(tool, args));
  if (inverse === null) return { inverse, left: null, undone: null };
  await meanwhile();
  const left = asLeft(recipe, inverse.onlyIf, await look(server, inverse.onlyIf.reads));
  return { inverse, left, undone: left === 'as shown' ? await run(server, inverse.tool, inverse.args) : null };
}

