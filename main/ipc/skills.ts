import type { Locale } from '../../preload/contract/language/index.ts';
import type { SkillRunRequest } from '../../preload/contract/skill-schemas.ts';
import type { Playbook } from '../core/skills/playbook.ts';
import type { Host } from '../host/host.ts';
import type { RunRequest } from '../host/skills/prepare.ts';
import type { SkillReceipt } from '../host/skills/receipt.ts';
import { reportCsv, type SkillReportWords } from '../host/skills/report-csv.ts';
import { ProblemError, type Handlers } from './handle.ts';
import type { SaveText } from './policy.ts';
import { packHandlers } from './packs.ts';
import { systemHandlers } from './skill-systems.ts';
import { packRulesViewOf, preparedViewOf, skillReceiptViewOf, skillRunViewOf, skillViewOf } from './skill-views.ts';

type SkillHandlers = Pick<Handlers, Extract<keyof Handlers, `skills:${string}`>>;

/** Asks a person for a file or folder, and gives its path and its own name; null: none was chosen. */
export type ChoosePath = (wish: { readonly kind: 'file'; readonly extensions: readonly string[] } | { readonly kind: 'folder' }) => Promise<{ readonly path: string; readonly name: string } | null>;

/** What the skills' channels need beside the host. */
export interface SkillsOutside {
  readonly choose: ChoosePath;
  readonly save: SaveText;
  /** Asks where a file of this name is to be written; null: nowhere. Whatever is there was agreed to be replaced. */
  readonly place: (name: string) => Promise<string | null>;
  readonly words: () => SkillReportWords;
  /** What the set that resets a project is called. */
  readonly resetTitle: (project: string) => string;
  /** The person's language. */
  readonly language: () => Locale;
}

/** Files that were chosen, and receipts, kept for the screen; the oldest go first. */
const KEPT = 50;

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  for (const oldest of [...map.keys()].slice(0, Math.max(0, map.size - KEPT))) map.delete(oldest);
}

/** Skills and their runs. The window gives values and tokens; a skill plans, and the room of sets asks. */
export function skillHandlers(host: Pick<Host, 'skills' | 'reset' | 'servers'>, outside: SkillsOutside): SkillHandlers {
  const { skills, reset } = host;
  // SECURITY: the window says which file by a token of a dialog, never by a path: it opens nothing that nobody chose.
  const chosen = new Map<string, string>();
  const receipts = new Map<string, SkillReceipt>();
  let tokens = 0;
  const tokenFor = ({ path, name }: { readonly path: string; readonly name: string }): { readonly token: string; readonly name: string } => {
    tokens += 1;
    const token = `file-${tokens}`;
    keep(chosen, token, path);
    return { token, name: name.toWellFormed().slice(0, 300) };
  };
  const playbookOf = async (skill: string): Promise<Playbook | null> => (await skills.open(skill))?.entry.skill?.playbook ?? null;
  /** Which system and how its tools are called is what main remembers: the window names a server and no more. */
  const mappingFor = (skill: string, serverId: string): Promise<Pick<RunRequest, 'mapping' | 'mappingText'>> =>
    skills.mappingOn(skill, serverId).then((own) => ({ mapping: null, ...(own === null ? {} : { mappingText: own.text }) }));
  const requestOf = async (request: SkillRunRequest): Promise<RunRequest> => ({
    skill: request.skill, serverId: request.serverId, inputs: request.inputs, options: request.options, mappings: request.mappings, answers: request.answers, ...await mappingFor(request.skill, request.serverId),
    paths: Object.fromEntries(Object.entries(request.files).flatMap(([input, token]) => { const path = chosen.get(token); return path === undefined ? [] : [[input, path]]; })),
  });
  return {
    ...systemHandlers(host, outside),
    ...packHandlers(skills, outside, { tokenFor, pathOf: (token) => chosen.get(token) ?? null }),
    'skills:list': async () => ({ skills: (await skills.list()).map(skillViewOf), runs: skills.runs().map(skillRunViewOf), packs: packRulesViewOf(skills.rules) }),
    'skills:choices': async ({ input, ...request }) => (await skills.choices({ ...request, ...await mappingFor(request.skill, request.serverId) }, input)).map(({ value, title }) => ({ value, title: title.slice(0, 200) })),
    'skills:asked': async (request) => [...await skills.asked(request)],
    'skills:choose': async ({ skill, input }) => {
      const wanted = (await playbookOf(skill))?.inputs[input];
      if (wanted?.type !== 'table' && wanted?.type !== 'folder') throw new ProblemError('bad-request');
      const found = await outside.choose(wanted.type === 'folder' ? { kind: 'folder' } : { kind: 'file', extensions: wanted.formats });
      return found === null ? null : tokenFor(found);
    },
    'skills:prepare': async (request) => {
      const { runId, prepared } = await skills.prepare(await requestOf(request));
      return { runId, prepared: preparedViewOf(prepared, await playbookOf(request.skill)) };
    },
    'skills:begin': ({ runId }) => {
      const begun = skills.begin(runId, outside.language());
      if (!begun.ok) {
        throw new ProblemError(begun.code === 'unknown-run' ? 'unknown-run' : begun.code === 'too-many-questions' ? 'too-many-open' : begun.code === 'log-unwritable' ? 'log-unwritable' : 'bad-request');
      }
      const { planId } = begun;
      void begun.done.then((receipt) => { keep(receipts, planId ?? runId, receipt); });
      return { planId };
    },
    'skills:receipt': ({ planId }) => {
      const receipt = receipts.get(planId);
      return receipt === undefined ? null : skillReceiptViewOf(receipt);
    },
    'skills:report': async ({ runId }) => {
      const receipt = [...receipts.values()].find((one) => one.runId === runId);
      if (receipt === undefined) throw new ProblemError('unknown-run');
      return { saved: await outside.save('report.csv', reportCsv(receipt, outside.words())) };
    },
    'skills:resume': async ({ runId }) => {
      const run = skills.runs().find((one) => one.runId === runId);
      const resumed = await skills.resume(runId);
      if (run === undefined || resumed === null) return null;
      const { prepared, before, changed } = resumed;
      return { runId: resumed.runId, skill: run.skill, serverId: run.serverId, prepared: preparedViewOf(prepared, await playbookOf(run.skill)), done: before.done, unknown: before.unknown, changed: [...changed] };
    },
    'skills:made': async () => (await reset.projects()).map((one) => ({ ...one, project: one.project.toWellFormed(), name: one.name.slice(0, 200).toWellFormed() })),
    'skills:reset': async ({ serverId, project }) => {
      const begun = await reset.begin(serverId, project, outside.resetTitle(project));
      if (begun === 'nothing') throw new ProblemError('nothing-to-undo');
      if (begun === null) throw new ProblemError('too-many-open');
      return { planId: begun.planId };
    },
    'skills:abandon': ({ runId }) => {
      if (!skills.giveUp(runId)) throw new ProblemError('unknown-run');
      return {};
    },
  };
}
