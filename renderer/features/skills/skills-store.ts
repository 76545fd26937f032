import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem, Reply } from '../../../preload/contract/problem.ts';
import type { PackRulesView, SkillRunView, SkillSystemView, SkillView } from '../../../preload/contract/views.ts';
import type { SkillFileOptions } from '../../../preload/contract/skill-schemas.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { loadedFrom, LOADING, oneAtATime, valueOf, type Loaded } from '../../app/loaded.ts';
import type { Json } from '../../ui/json.ts';
import { emptyDraft, inLanguage, without, type SkillDraft } from './skill-draft.ts';

/** A demo project with objects that this person made. */
export interface MadeHere { readonly serverId: string; readonly project: string; readonly name: string; readonly objects: number }

export interface SkillsState {
  readonly list: Loaded<{ readonly skills: readonly SkillView[]; readonly runs: readonly SkillRunView[]; readonly packs: PackRulesView }>;
  /** The bundled server, running; null where it is not. */
  readonly serverId: string | null;
  /** Whether the open skill is made for that server. */
  readonly bundled: boolean;
  /** Servers the open skill can be used with. */
  readonly systems: readonly SkillSystemView[];
  readonly draft: SkillDraft | null;
  /** What this person made in demo projects and can take back. */
  readonly made: readonly MadeHere[];
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Reads the list anew: files of a pack may have moved since. */
  refresh(): Promise<void>;
  /** Starts anew with a skill's own defaults; the skill that is open stays as it is. */
  open(skill: SkillView): void;
  restart(): void;
  /** Fills the form with the skill's own defaults in the person's language, checks and begins: the id of the set that asks, or null where the check is to be looked at. */
  startNow(skill: SkillView, language: string): Promise<string | null>;
  set(input: string, value: Json): void;
  /** Uses the skill with another server; null for the one it is made for. */
  useWith(serverId: string | null): void;
  /** Asks for a mapping file for the server it is used with. */
  chooseMapping(): Promise<void>;
  forgetMapping(): Promise<void>;
  choose(input: string): Promise<void>;
  map(input: string, column: string, at: number | null): void;
  answer(id: string, value: string): void;
  /** Corrects a guess about a file and reads it anew; undefined takes the correction back. */
  correct<K extends keyof SkillFileOptions>(input: string, option: K, value: SkillFileOptions[K]): void;
  /** Says which number of a date is the day, and reads anew. */
  correctDays(input: string, order: string): void;
  check(): Promise<void>;
  /** Back to the form; what was entered stays. */
  back(): void;
  /** Gives the id of the set that asks; 'nothing' where nothing is to be done; null where it could not begin. */
  begin(): Promise<string | null>;
  resume(runId: string): Promise<boolean>;
  abandon(runId: string): Promise<void>;
  lookForMade(): Promise<void>;
  /** Gives the id of the set that asks; null where it could not begin. */
  reset(serverId: string, project: string): Promise<string | null>;
}

/** The server the open skill works on; null where there is none yet. */
export function serverOf({ draft, serverId, bundled }: SkillsState): string | null {
  return draft?.system ?? (bundled ? serverId : null);
}

/** The system the open skill is used with where it is not its own, with the mapping that is remembered for it. */
export function otherSystem({ draft, systems }: SkillsState): SkillSystemView | null {
  return systems.find(({ serverId }) => serverId === draft?.system) ?? null;
}

/** The skills of this home and the run that is being prepared. Nothing is sent from here but reads; the set asks for the rest. */
export function createSkillsStore(bridge: Bridge): StoreApi<SkillsState> {
  const store = createStore<SkillsState>()((set, get) => {
    const change = (next: (draft: SkillDraft) => Partial<SkillDraft>): void => {
      const { draft } = get();
      if (draft !== null) set({ draft: { ...draft, ...next(draft) } });
    };
    const took = <T>(reply: Reply<T>): T | null => {
      set({ problem: reply.ok ? null : reply.problem });
      return reply.ok ? reply.value : null;
    };
    const skillOf = (name: string): SkillView | undefined => valueOf(get().list)?.skills.find((one) => one.name === name);
    /** One check at a time; what was changed meanwhile is checked once more. */
    const checkAnew = oneAtATime(async () => {
      const { draft } = get();
      const serverId = serverOf(get());
      if (draft === null || serverId === null) return;
      set({ busy: true });
      try {
        const files = Object.fromEntries(Object.entries(draft.files).map(([input, { token }]) => [input, token]));
        const { skill, inputs, mappings, options, answers } = draft;
        const reply = took(await bridge.skills.prepare({ skill, serverId, inputs: { ...inputs }, files, mappings, options, answers: { ...answers } }));
        if (reply !== null && get().draft?.skill === skill) change(() => ({ prepared: { runId: reply.runId, view: reply.prepared }, stale: false, before: null }));
      } finally {
        set({ busy: false });
      }
    });
    const isBundled = (skill: SkillView): boolean => skill.playbook?.bundle !== null;
    const start = (skill: SkillView, draft: SkillDraft): void => set({ draft, bundled: isBundled(skill), systems: get().draft?.skill === skill.name ? get().systems : [], problem: null });
    /** Other objects are there, and other names: what was chosen of them belongs to the system before. */
    const onSystem = (system: string | null): void => {
      const objects = skillOf(get().draft?.skill ?? '')?.playbook?.inputs.flatMap(({ name, type }) => (type === 'object' ? [name] : [])) ?? [];
      change(({ inputs }) => ({ system, offered: {}, prepared: null, inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => !objects.includes(name))) }));
      void offer();
    };
    return {
      list: LOADING, serverId: null, bundled: true, systems: [], made: [], draft: null, busy: false, problem: null,
      refresh: () => refresh(),
      open(skill) {
        if (get().draft?.skill === skill.name) return;
        start(skill, emptyDraft(skill));
        void ask();
        void offer();
        void lookForSystems();
      },
      restart() {
        const skill = skillOf(get().draft?.skill ?? '');
        const system = get().draft?.system ?? null;
        set({ draft: skill === undefined ? null : { ...emptyDraft(skill), system }, problem: null });
        void ask();
        void offer();
      },
      useWith: (system) => onSystem(system),
      async chooseMapping() {
        const { draft } = get();
        if (draft === null || draft.system === null) return;
        const { skill, system } = draft;
        const mapping = took(await bridge.skills['choose-mapping']({ skill, serverId: system }));
        if (mapping === null) return;
        set({ systems: get().systems.map((one) => (one.serverId === system ? { ...one, mapping } : one)) });
        if (get().draft?.skill === skill && get().draft?.system === system) onSystem(system);
      },
      async forgetMapping() {
        const { draft } = get();
        if (draft === null || draft.system === null) return;
        took(await bridge.skills['forget-mapping']({ skill: draft.skill, serverId: draft.system }));
        await lookForSystems();
        onSystem(draft.system);
      },
      async startNow(skill, language) {
        start(skill, inLanguage(emptyDraft(skill), skill, language));
        await checkAnew();
        return get().draft?.skill === skill.name ? get().begin() : null;
      },
      set(input, value) {
        const draft = get().draft;
        const depending = skillOf(draft?.skill ?? '')?.playbook?.inputs.filter((one) => one.type === 'object' && one.dependsOn.includes(input)).map(({ name }) => name) ?? [];
        // What another input offers may depend on this one; what was chosen of it belongs to the old value.
        change(({ inputs, offered }) => ({
          inputs: { ...Object.fromEntries(Object.entries(inputs).filter(([name]) => !depending.includes(name))), [input]: value },
          offered: Object.fromEntries(Object.entries(offered).filter(([name]) => !depending.includes(name))),
        }));
        void ask();
        void offer(input);
      },
      async choose(input) {
        const { draft } = get();
        if (draft === null) return;
        const chosen = took(await bridge.skills.choose({ skill: draft.skill, input }));
        if (chosen !== null) change(({ files, mappings, options }) => ({ files: { ...files, [input]: chosen }, mappings: without(mappings, input), options: without(options, input), answers: {} }));
      },
      map(input, column, at) {
        change(({ mappings }) => ({ stale: true, mappings: { ...mappings, [input]: { ...mappings[input], [column]: at } } }));
        void checkAnew();
      },
      correct(input, option, value) {
        change(({ options, mappings }) => {
          const { [option]: _, ...others } = { ...options[input] };
          const next: SkillFileOptions = value === undefined ? others : { ...others, [option]: value };
          // Read another way a file has other columns, and another sheet has its headers elsewhere.
          const kept: SkillFileOptions = option === 'sheet' ? (({ headerRow: __, ...rest }) => rest)(next) : next;
          return { stale: true, options: { ...options, [input]: kept }, mappings: option === 'decimal' ? mappings : without(mappings, input) };
        });
        void checkAnew();
      },
      correctDays(input, order) {
        get().answer(`dayOrder.${input}`, order);
        void checkAnew();
      },
      answer(id, value) { change(({ answers }) => ({ stale: true, answers: { ...answers, [id]: value } })); },
      check: () => checkAnew(),
      back() { change(() => ({ prepared: null, stale: false, before: null })); },
      async begin() {
        const { draft, busy } = get();
        if (draft?.prepared?.view.kind !== 'plan' || draft.stale || busy) return null;
        set({ busy: true });
        try {
          const begun = took(await bridge.skills.begin({ runId: draft.prepared.runId }));
          if (begun === null) return null;
          change(() => ({ prepared: null, before: null }));
          return begun.planId ?? 'nothing';
        } finally {
          set({ busy: false });
        }
      },
      async resume(runId) {
        set({ busy: true });
        try {
          const rest = took(await bridge.skills.resume({ runId }));
          const skill = skillOf(rest?.skill ?? '');
          if (rest === null || skill === undefined) return false;
          const { done, unknown, changed } = rest;
          const system = isBundled(skill) && rest.serverId === get().serverId ? null : rest.serverId;
          start(skill, { ...emptyDraft(skill), system, prepared: { runId: rest.runId, view: rest.prepared }, before: { done, unknown, changed } });
          return true;
        } finally {
          set({ busy: false });
        }
      },
      async abandon(runId) {
        took(await bridge.skills.abandon({ runId }));
        void refresh();
      },
      async lookForMade() {
        const made = await bridge.skills.made({});
        if (made.ok) set({ made: made.value });
      },
      async reset(serverId, project) {
        set({ busy: true });
        try {
          return took(await bridge.skills.reset({ serverId, project }))?.planId ?? null;
        } finally {
          set({ busy: false });
        }
      },
    };
  });

  /** Which inputs the form asks for; what was given meanwhile is asked about once more. */
  const ask = oneAtATime(async () => {
    const { draft } = store.getState();
    if (draft === null) return;
    const reply = await bridge.skills.asked({ skill: draft.skill, inputs: { ...draft.inputs } });
    const now = store.getState().draft;
    if (reply.ok && now?.skill === draft.skill) store.setState({ draft: { ...now, asked: reply.value } });
  });
  /** What the connected system has for the inputs that name one of its objects. */
  const offer = async (changed: string | null = null): Promise<void> => {
    const { draft, list } = store.getState();
    const serverId = serverOf(store.getState());
    const skill = valueOf(list)?.skills.find((one) => one.name === draft?.skill);
    if (draft === null || serverId === null || skill === undefined) return;
    for (const input of skill.playbook?.inputs ?? []) {
      if (input.type !== 'object' || input.name === changed || (changed !== null && !input.dependsOn.includes(changed))) continue;
      const { inputs } = draft;
      const reply = await bridge.skills.choices({ skill: draft.skill, serverId, inputs: { ...inputs }, input: input.name });
      const now = store.getState().draft;
      const same = now?.skill === draft.skill && now.system === draft.system && input.dependsOn.every((name) => now.inputs[name] === inputs[name]);
      if (reply.ok && now !== null && same) store.setState({ draft: { ...now, offered: { ...now.offered, [input.name]: reply.value } } });
    }
  };
  /** Which servers the open skill can be used with, each with its mapping as it holds now. */
  const lookForSystems = async (): Promise<void> => {
    const skill = store.getState().draft?.skill;
    if (skill === undefined) return;
    const systems = await bridge.skills.systems({ skill });
    if (systems.ok && store.getState().draft?.skill === skill) store.setState({ systems: systems.value });
  };
  const refresh = oneAtATime(async () => {
    const [list, servers] = await Promise.all([bridge.skills.list({}), bridge.servers.list({})]);
    const running = servers.ok ? servers.value.find((server) => server.kind === 'bundled' && server.connection.state === 'running')?.id ?? null : null;
    const came = store.getState().serverId === null && running !== null;
    store.setState({ list: loadedFrom(list), serverId: running });
    await lookForSystems();
    if (came) await offer();
  });
  bridge.onChanged((room) => {
    if (room === 'skills' || room === 'servers' || room === 'policy') void refresh();
  });
  void refresh();
  return store;
}

export const skillsHooks = storeHooks((bridge) => createSkillsStore(bridge));
