import { TRUST_LEVELS, type TrustLevel } from '../core/words/index.ts';
import { WrongCall, type CommandContext } from './command.ts';
import { countsInAdvance, type GivenInAdvance } from './in-advance.ts';
import type { Options } from './command-line.ts';

/** `--choose` of a command line, checked; null where it does not stand there. Throws {@link WrongCall}. */
export function chooseOption(context: CommandContext): GivenInAdvance | null {
  const { choose } = context.options;
  if (choose === undefined) return null;
  if (choose !== 'approve' && choose !== 'deny') throw new WrongCall('cli.bad-choice', { name: '--choose', values: 'approve, deny' });
  mustCount(context, '--choose');
  return choose;
}

/** `--trust` of a command line, checked; null where it does not stand there. */
export function trustOption(context: CommandContext): TrustLevel | null {
  const { trust } = context.options;
  if (trust === undefined) return null;
  const level = TRUST_LEVELS.find((one) => one === trust);
  if (level === undefined) throw new WrongCall('cli.bad-choice', { name: '--trust', values: TRUST_LEVELS.join(', ') });
  mustCount(context, '--trust');
  return level;
}

/** True where `--review approve-all` stands on the command line. */
export function reviewOption(context: CommandContext): boolean {
  const { review } = context.options;
  if (review === undefined) return false;
  if (review !== 'approve-all') throw new WrongCall('cli.bad-choice', { name: '--review', values: 'approve-all' });
  mustCount(context, '--review');
  return true;
}

/** SECURITY: nobody answers in advance for the home that people use. */
function mustCount({ options, home }: CommandContext, name: `--${keyof Options & string}`): void {
  if (!countsInAdvance({ named: options.home !== undefined, isDefault: home.isDefault })) throw new WrongCall('cli.only-own-home', { name });
}
