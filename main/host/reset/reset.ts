import type { Actor } from '../../core/audit/event.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { PlanReceipt } from '../plans/plan-receipt.ts';
import type { PlansRoom } from '../plans/plans.ts';
import type { OwnObject, OwnObjects } from './own-objects.ts';

/** A project of a demo system with objects that this person made here. */
export interface OwnProject {
  readonly serverId: string;
  readonly project: string;
  /** As the system called it when the last object was made. */
  readonly name: string;
  readonly objects: number;
}

/** A reset that was begun. `more`: objects beyond what one set may touch; another reset takes them. */
export interface ResetBegun {
  readonly planId: string;
  readonly more: number;
  readonly done: Promise<PlanReceipt>;
}

/** Takes back what this person made in the projects of demo systems. */
export interface ResetRoom {
  projects(): Promise<readonly OwnProject[]>;
  /**
   * Plans a set that deletes what this person made in a project. Each only while it is exactly as it was made: the gate
   * reads it before it asks and before it sends. `nothing`: there is none; null: too many open questions.
   */
  begin(serverId: string, project: string, title: string): Promise<ResetBegun | 'nothing' | null>;
}

/** What the room works with. */
export interface ResetParts {
  readonly own: OwnObjects;
  readonly plans: Pick<PlansRoom, 'plan'>;
  readonly server: (id: string) => ServerFacts | null;
  /** Objects one set may touch. */
  readonly limit: () => number;
  readonly actor: Actor;
}

export function createResetRoom({ own, plans, server, limit, actor }: ResetParts): ResetRoom {
  // What was a demo system when it was written to and is none any more is not reset.
  const list = async (): Promise<readonly OwnObject[]> => (await own.list()).filter(({ serverId }) => server(serverId)?.environment === 'demo');
  return {
    async projects() {
      const found = new Map<string, OwnProject>();
      for (const { serverId, made } of await list()) {
        const key = JSON.stringify([serverId, made.project]);
        const known = found.get(key);
        found.set(key, { serverId, project: made.project, name: known?.name ?? made.projectName ?? made.project, objects: (known?.objects ?? 0) + 1 });
      }
      return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
    },
    async begin(serverId, project, title) {
      const all = (await list()).filter((one) => one.serverId === serverId && one.made.project === project);
      // In the order in which they were made: what names an object was made after it and is still there when the object goes, so
      // that nothing a person looked at moves while the set runs.
      const objects = all.slice(0, limit());
      if (objects.length === 0) return 'nothing';
      const set = plans.plan({ planner: actor.planner, client: actor.client, title, items: objects.map(itemOf) });
      return set === null ? null : { ...set, more: all.length - objects.length };
    },
  };
}

function itemOf({ callId, serverId, tool, made, after }: OwnObject): Parameters<PlansRoom['plan']>[0]['items'][number] {
  return { key: callId, serverId, tool: made.tool, args: made.args, undoes: { callId, tool, onlyIf: { reads: made.reads, after } } };
}
