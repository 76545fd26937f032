import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readPackFolder } from '../../adapters/packs/read-folder.ts';
import { readYaml } from '../../core/skills/yaml-text.ts';
import type { PackContent } from '../../core/skills/ports.ts';
import { SKILL_FILE } from '../../core/skills/front-matter.ts';
import { skillOf } from '../../host/skills/skill-of.ts';
import type { Json } from '../../core/words/index.ts';
import { WrongCall, type CommandContext } from '../command.ts';
import { withHome, type CliHome, type Installation } from '../compose.ts';
import { answerSets, preparedJson, receiptJson, runSkill } from '../skill-session.ts';
import type { HostCommand } from './servers.ts';

const json = z.custom<Json>((value) => value !== undefined);
const expectSchema = z.record(z.string(), json);
/** One case: runs one after the other against a fresh demo CMS, each with what is expected of its plan and its receipt. */
const caseSchema = z.strictObject({
  case: z.literal(1), name: z.string().min(1).max(200),
  runs: z.array(z.strictObject({
    inputs: z.record(z.string(), json).default({}), files: z.record(z.string(), z.string()).default({}), answers: z.record(z.string(), z.string()).default({}),
    choose: z.enum(['approve', 'deny']).default('approve'),
    /** Counts of the plan: create, update, unchanged, remove, call, leftOut, clashes, duplicates; or `refused`: a code. */
    plan: expectSchema.optional(),
    /** The receipt, as `skill run` answers it. */
    receipt: expectSchema.optional(),
  })).min(1).max(10),
});
type Case = z.output<typeof caseSchema>;

interface CaseResult { readonly name: string; readonly ok: boolean; readonly why: string | null }

/** `skill test DIR`: the pack's own cases, each in a home of its own with the demo CMS. Nothing of the caller's home is touched. */
export const skillTest: HostCommand = async (context, installation) => {
  const [given] = context.rest;
  if (given === undefined || context.rest.length > 1) throw new WrongCall('cli.needs-arguments', { usage: 'skill test DIR' });
  const folder = context.path(given);
  const read = await readPackFolder(folder);
  const pack = read.ok ? read.pack : null;
  const skill = pack === null ? null : skillOf(pack, basename(folder));
  if (pack === null || skill?.ok !== true) {
    context.terminal.answer({ ok: false, cases: [], why: context.terminal.t('skill-problem.no-skill-file', { name: SKILL_FILE }) });
    return 1;
  }
  const results: CaseResult[] = [];
  for (const { path } of pack.files.filter((file) => /^cases\/[^/]+\.yaml$/.test(file.path))) {
    const one = caseIn(pack, path);
    const result = typeof one === 'string' ? { name: path, ok: false, why: context.terminal.t('skill-problem.case-wrong', { name: one }) } : await runCase(context, installation, folder, skill.skill.frontMatter.name, one);
    context.terminal.say(`${result.ok ? 'ok  ' : 'FAIL'} ${result.name}${result.why === null ? '' : `: ${result.why}`}`);
    results.push(result);
  }
  const ok = results.length > 0 && results.every((result) => result.ok);
  context.terminal.answer({ ok, cases: results.map(({ name, ok: passed, why }) => ({ name, ok: passed, why })) });
  return ok ? 0 : 1;
};

function caseIn(pack: PackContent, path: string): Case | string {
  const read = readYaml(pack.text(path) ?? '', path);
  if (!read.ok) return path;
  const parsed = caseSchema.safeParse(read.yaml.value);
  return parsed.success ? parsed.data : parsed.error.issues[0]?.path.join('.') ?? path;
}

async function runCase(context: CommandContext, installation: Installation, folder: string, name: string, one: Case): Promise<CaseResult> {
  const home = await mkdtemp(join(tmpdir(), 'countersign-skill-test-'));
  try {
    const why = await withHome({ ...context, home: { path: home, isDefault: false } }, installation, async (opened) => {
      await opened.host.servers.start('demo-cms');
      const installed = await installIfNeeded(opened, folder, name);
      return installed ?? runAll(context, opened, folder, name, one);
    });
    return { name: one.name, ok: why === null, why };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** A skill that came with the program is tested as it came; any other is installed into the home of the case. */
async function installIfNeeded({ host }: CliHome, folder: string, name: string): Promise<string | null> {
  if (await host.skills.open(name) !== null) return null;
  const seen = await host.skills.inspect(folder);
  const done = seen.ok ? await host.skills.install(folder, seen.inspection.digest) : seen;
  return done.ok ? null : `install: ${[...done.pack, ...done.skill].map(({ code }) => code).join(', ')}`;
}

async function runAll(context: CommandContext, home: CliHome, folder: string, name: string, one: Case): Promise<string | null> {
  let choose: 'approve' | 'deny' = 'approve';
  const quiet = { ...context, terminal: { ...context.terminal, say: () => undefined } };
  for (const [at, run] of one.runs.entries()) {
    choose = run.choose;
    answerSets(quiet, home, choose);
    const paths = Object.fromEntries(Object.entries(run.files).map(([input, file]) => [input, join(folder, ...file.split('/').filter((part) => part !== '..'))]));
    const { prepared, receipt } = await runSkill(home, { skill: name, serverId: 'demo-cms', inputs: run.inputs, paths, options: {}, mappings: {}, answers: run.answers, mapping: null }, 'en');
    const plan: Json = prepared.kind === 'plan' ? { ...prepared.plan.counts } : prepared.kind === 'refused' ? { refused: prepared.because.code } : preparedJson(prepared);
    const why = differs(run.plan, plan, `runs.${at}.plan`) ?? differs(run.receipt, receipt === null ? {} : receiptJson(receipt), `runs.${at}.receipt`);
    if (why !== null) return why;
  }
  return null;
}

/** The first member that is not as expected; members that are not named may be anything. */
function differs(expected: Readonly<Record<string, Json>> | undefined, found: Json, at: string): string | null {
  for (const [key, value] of Object.entries(expected ?? {})) {
    const there: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
    if (JSON.stringify(there) !== JSON.stringify(value)) return `${at}.${key}: ${JSON.stringify(there) ?? 'nothing'}, not ${JSON.stringify(value)}`;
  }
  return null;
}
