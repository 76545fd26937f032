import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { replaceWhole } from '../../adapters/files/whole-file.ts';
import { NotASigningKey, readSigningKey, signBytes, verifyBytes } from '../../adapters/policy-sources/minisign.ts';
import { readPolicyFile } from '../../adapters/policy-sources/policy-file.ts';
import type { PolicyChange } from '../../core/policy/document/changes.ts';
import { comparePolicies } from '../../core/policy/document/compare.ts';
import { meantAsFloor, readFloor } from '../../core/policy/document/floor.ts';
import { policyJsonSchema } from '../../core/policy/document/json-schema.ts';
import { closedSource, openPolicy, type PolicySource } from '../../core/policy/document/open.ts';
import type { PolicyProblem } from '../../core/policy/document/problem.ts';
import { readPolicy } from '../../core/policy/document/read.ts';
import type { PolicyDocument } from '../../core/policy/document/schema.ts';
import { sealOf } from '../../core/policy/document/seal.ts';
import { isJsonObject, type Json } from '../../core/words/index.ts';
import { createExplainer } from '../../host/policy/explain.ts';
import { visible, type Translate } from '../../../preload/contract/language/index.ts';
import { checkBounded } from '../bounded-check.ts';
import { WrongCall, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { NotJson, parseExactJson } from '../exact-json.ts';
import { answerLines, readAll } from '../json-lines.ts';

/** `policy validate FILE`: whether the file, a policy or a floor, would hold, and what is wrong with it, with pointer and line. */
export const policyValidate: Command = async (context) => {
  const problems = problemsIn(context, oneFile(context, 'policy validate FILE'));
  context.terminal.answer({ valid: problems.length === 0, problems: asJson(problems, context.terminal.t) });
  return problems.length === 0 ? 0 : 1;
};

function problemsIn(context: CommandContext, name: string): readonly PolicyProblem[] {
  const file = readPolicyFile(context.path(name));
  if (file.ok && meantAsFloor(file.text)) {
    const floor = readFloor(file.text, name);
    return floor.ok ? [] : floor.problems;
  }
  const source = open(context, name, new Date().toISOString());
  return source.state === 'closed' ? source.problems : [];
}

/** `policy explain --policy FILE…`: what the policies say to a question. Reads the files named (and a signature beside one that asks for it). */
export const policyExplain: Command = async (context) => {
  const { options, terminal } = context;
  const now = new Date().toISOString();
  const sources = (options.policy ?? []).map((file) => open(context, file, now));
  if (sources.length === 0 || context.rest.length > 0) throw needs('policy explain --policy FILE [--policy FILE…] [--batch]');
  for (const source of sources) sayClosed(source, terminal.t, (line) => terminal.say(line));
  const explain = createExplainer(sources, sha256, checkBounded);
  const answer = (question: Json): Json & { verdict: string } => {
    if (!isJsonObject(question)) throw new NotJson('A question is a JSON object.');
    return { ...explain(question) };
  };
  if (options.batch === true) {
    await answerLines(terminal, answer);
    return 0;
  }
  const found = answer(parseExactJson(await readAll(terminal.input)));
  terminal.answer(found);
  return found.verdict === 'deny' ? 1 : 0;
};

/** `policy diff A B`: what B allows that A does not (`loosens`), the reverse (`tightens`), and what changes nothing allowed. */
export const policyDiff: Command = async (context) => {
  const [a, b] = context.rest;
  if (a === undefined || b === undefined || context.rest.length > 2) throw needs('policy diff A B');
  const [before, after] = [documentAt(context, a), documentAt(context, b)];
  if (before === null || after === null) return 2;
  const { loosens, tightens, others } = comparePolicies(before, after);
  context.terminal.answer({ same: loosens.length + tightens.length + others.length === 0, loosens: listed(loosens), tightens: listed(tightens), others: listed(others) });
  return loosens.length + tightens.length + others.length === 0 ? 0 : 1;
};

/** `policy seal FILE`: writes the seal into the file, which stays as it is otherwise. What does not hold is not sealed. */
export const policySeal: Command = async (context) => {
  const file = context.path(oneFile(context, 'policy seal FILE'));
  const read = readPolicyFile(file);
  if (!read.ok) throw new WrongCall('cli.no-file', { path: visible(file, 200) });
  // Whatever stands there as a seal is replaced, so it must not keep the file from being read.
  const unsealed = applyEdits(read.text, modify(read.text, ['seal'], undefined, {}));
  const parsed = readPolicy(unsealed);
  if (!parsed.ok) return refuse(context, parsed.problems);
  const seal = sealOf(parsed.value, sha256);
  await replacePublic(file, 'seal' in looseValue(read.text) ? applyEdits(read.text, modify(read.text, ['seal'], seal, {})) : withSeal(read.text, seal));
  context.terminal.answer({ file: basename(file), seal });
  return 0;
};

/** What is signed of a folder: its listing, and the file its signature goes to. Null where no bundle can be made of it. */
export type BundleToSign = (folder: string) => Promise<{ readonly listing: string; readonly signature: string } | null>;

/**
 * `policy sign FILE --key K`: writes FILE.minisig beside it, an Ed25519 signature over the exact bytes. Of a folder: signs the
 * listing of its files as a publisher, by which a policy may recognise a server that runs from it.
 */
export function policySign(bundle: BundleToSign): Command {
  return async (context) => {
    const name = oneFile(context, 'policy sign FILE --key K');
    if (context.options.key === undefined) throw needs('policy sign FILE --key K');
    if (isFolder(context.path(name))) return signFolder(context, name, bundle);
    const source = open(context, name, new Date().toISOString(), true);
    if (source.state === 'closed') return refuse(context, source.problems);
    const file = readPolicyFile(context.path(name));
    if (!file.ok) throw new WrongCall('cli.no-file', { path: visible(name, 200) });
    const { id, version } = source.document;
    const comment = `policy:${id}\tversion:${version}\tfile:${basename(name)}`;
    return sign(context, file.bytes, `${context.path(name)}.minisig`, comment);
  };
}

async function signFolder(context: CommandContext, name: string, bundle: BundleToSign): Promise<ExitCode> {
  const found = await bundle(context.path(name));
  if (found === null) throw new WrongCall('cli.no-bundle', { path: visible(name, 200) });
  return sign(context, Buffer.from(found.listing, 'utf8'), found.signature, `bundle:${basename(context.path(name))}`);
}

async function sign(context: CommandContext, bytes: Uint8Array, path: string, comment: string): Promise<ExitCode> {
  const keyPath = context.options.key ?? '';
  const keyFile = readPolicyFile(context.path(keyPath));
  if (!keyFile.ok) throw new WrongCall('cli.no-file', { path: visible(keyPath, 200) });
  try {
    const key = readSigningKey(keyFile.text);
    await replacePublic(path, signBytes(bytes, key, comment));
    context.terminal.answer({ file: basename(path), key: key.publicText, comment });
    return 0;
  } catch (error) {
    if (error instanceof NotASigningKey) throw new WrongCall('cli.no-signing-key', { path: visible(keyPath, 200) });
    throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** `policy schema`: the JSON Schema of a policy, as published. */
export const policySchema: Command = async ({ terminal, rest }) => {
  if (rest.length > 0) throw needs('policy schema');
  terminal.print(`${JSON.stringify(policyJsonSchema())}\n`);
  return 0;
};

/** The members of a text that is known to be a JSON object. */
function looseValue(text: string): object {
  const value: Json = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/** The text with a seal as its last member; how the rest is set stays the author's. */
function withSeal(text: string, seal: string): string {
  const end = text.lastIndexOf('}');
  return `${text.slice(0, end).trimEnd()},\n  "seal": "${seal}"\n${text.slice(end)}`;
}

function needs(usage: string): WrongCall {
  return new WrongCall('cli.needs-arguments', { usage });
}

function oneFile({ rest }: CommandContext, usage: string): string {
  const [file] = rest;
  if (file === undefined || rest.length > 1) throw needs(usage);
  return file;
}

/** Opens a named file by its own word; `unsigned`: as it is before it is signed. */
function open(context: CommandContext, name: string, now: string, unsigned = false): PolicySource {
  const path = context.path(name);
  const file = readPolicyFile(path);
  const shown = visible(basename(name), 200);
  if (!file.ok) return closedSource(shown, [{ code: file.code, pointer: '', line: 1, name: '' }]);
  const signature = (keys: readonly string[]) => {
    if (unsigned) return 'valid';
    const beside = readPolicyFile(`${path}.minisig`);
    return verifyBytes(file.bytes, beside.ok ? beside.text : null, keys);
  };
  return openPolicy(file.text, { file: shown, scope: null, now, seen: () => null, signature }, sha256);
}

/** A file as a document, its seal and age aside: two drafts can be compared too. Null, said aloud, where it is none. */
function documentAt(context: CommandContext, name: string): PolicyDocument | null {
  const file = readPolicyFile(context.path(name));
  const read = file.ok ? readPolicy(file.text) : null;
  if (read?.ok === true) return read.document;
  const problems = read?.ok === false ? read.problems : [{ code: file.ok ? 'unreadable' : file.code, pointer: '', line: 1, name: '' } as const];
  sayClosed(closedSource(visible(basename(name), 200), problems), context.terminal.t, (line) => context.terminal.say(line));
  return null;
}

function refuse({ terminal }: CommandContext, problems: readonly PolicyProblem[]): 1 {
  terminal.answer({ valid: false, problems: asJson(problems, terminal.t) });
  return 1;
}

function sayClosed(source: PolicySource, t: Translate, say: (line: string) => void): void {
  if (source.state === 'good') return;
  for (const problem of source.problems.slice(0, 20)) say(`${source.file}:${problem.line}: ${sentence(problem, t)}`);
}

function asJson(problems: readonly PolicyProblem[], t: Translate): Json {
  return problems.map((problem) => ({ pointer: problem.pointer, line: problem.line, message: sentence(problem, t) }));
}

function sentence({ code, name }: PolicyProblem, t: Translate): string {
  return t(`policy-problem.${code}`, { name: visible(name, 80) });
}

function listed(changes: readonly PolicyChange[]): Json {
  return changes.map(({ pointer, before, after }) => ({ pointer, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }));
}

/** A policy and its signature are read by the programs of everybody on the machine. */
function replacePublic(path: string, text: string): Promise<void> {
  return replaceWhole(path, [text], { flushed: true, mode: 0o644 });
}
