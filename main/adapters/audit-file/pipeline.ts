import { createGroup, type Group } from './group.ts';

/**
 * So many records take longer to be spelled and chained than a disk takes to flush them: they go at once, and the rest of what is
 * appended in the same turn is made ready meanwhile.
 */
const ENOUGH = 128;

/** What a pipeline works with. */
export interface PipelineParts {
  /** Resolves when the lines are on disk; on a rejection none of them counts. One call at a time. */
  readonly commit: (lines: readonly string[]) => Promise<void>;
  /** A group has just gone to the disk, which is at work now: time for what nobody waits for. `full`: the turn goes on to append. */
  readonly sent: (group: Group, full: boolean) => void;
  /** A group is on disk. */
  readonly safe: (group: Group) => void;
  /** The disk refused the first of these; the other was chained behind it and falls with it. */
  readonly refused: (groups: readonly [Group, Group], error: unknown) => void;
  /** A group has ended, safe or not. Must not throw. */
  readonly ended: () => void;
}

/** The way of lines to the disk, in groups: while one is on its way, the next gathers behind it. */
export interface Pipeline {
  /** The group that gathers; what is added to it goes with the next {@link Pipeline.sendSoon}. */
  gathering(): Group;
  /** Sends what has gathered at the end of this turn, at once where it is enough for a flush; behind the group that is under way. */
  sendSoon(): void;
  /** Resolves once everything that was added up to now is on disk (true), or was refused; null where nothing waits. */
  carried(): Promise<boolean> | null;
}

/** A pipeline without a group under way. */
export function createPipeline(parts: PipelineParts): Pipeline {
  let gathering = createGroup();
  let underWay: Group | null = null;
  let sendsSoon = false;

  /** One group at a time: a record never reaches the disk before the one it points back to. */
  const send = (): void => {
    if (underWay !== null || gathering.lines.length === 0) return;
    const group = gathering;
    underWay = group;
    gathering = createGroup();
    void carry(group);
    parts.sent(group, group.lines.length >= ENOUGH);
  };

  const carry = async (group: Group): Promise<void> => {
    try {
      await parts.commit(group.lines);
      parts.safe(group);
    } catch (error) {
      // SECURITY: what was chained behind a failed group fails too; a record that is not on disk never lets a call go out.
      const behind = gathering;
      gathering = createGroup();
      parts.refused([group, behind], error);
    }
    underWay = null;
    parts.ended();
    sendSoon();
  };

  const sendSoon = (): void => {
    if (underWay !== null) return;
    if (gathering.lines.length >= ENOUGH) return send();
    if (sendsSoon) return;
    sendsSoon = true;
    queueMicrotask(() => {
      sendsSoon = false;
      send();
    });
  };

  return {
    gathering: () => gathering,
    sendSoon,
    carried: () => (gathering.lines.length > 0 ? gathering : underWay)?.done.then(() => true, () => false) ?? null,
  };
}
