import { NotErased, type Erased, type Erasure } from '../../host/activity/erase.ts';
import type { Retained } from '../../host/activity/retention.ts';
import { WrongCall, type ExitCode } from '../command.ts';
import { withHome } from '../compose.ts';
import type { HostCommand } from './servers.ts';

/**
 * `audit erase --call ID | --person NAME | --object REF`: deletes the keys of what was kept of these calls, on record. 1 where
 * nothing was kept, where arguments stand in the log itself, or where the keychain did not let the keys go.
 */
export const auditErase: HostCommand = async (context, installation) => {
  const { call, person, object } = context.options;
  const asked = ([['call', call], ['person', person], ['object', object]] as const).flatMap(([of, value]): Erasure[] => (value === undefined ? [] : [{ of, value }]));
  const [erasure] = asked;
  if (erasure === undefined || asked.length > 1) throw new WrongCall('cli.needs-value', { name: '--call | --person | --object' });
  return withHome<ExitCode>(context, installation, async ({ host }) => {
    if (host.policy.lockedBy('audit') !== null) return refused(context, 'managed');
    try {
      const erased = await host.activity.erase(erasure);
      const { calls, pieces, inRecord } = erased;
      context.terminal.answer({ erased: pieces > 0, calls, pieces, inRecord });
      sayErased(context, erased);
      return pieces > 0 && inRecord === 0 ? 0 : 1;
    } catch (error) {
      if (error instanceof NotErased) return refused(context, 'keychain');
      throw error;
    }
  });
};

/** `audit retain [--days N]`: removes what is older than policy keeps it, or N days where that is longer. */
export const auditRetain: HostCommand = async (context, installation) => {
  const given = context.options.days ?? '0';
  // A hundred years: no moment can be told that lies much further back.
  if (!/^\d{1,5}$/.test(given) || Number(given) > 36_500) throw new WrongCall('cli.needs-value', { name: '--days N' });
  const days = Number(given);
  return withHome<ExitCode>(context, installation, async ({ host }) => {
    await host.policy.ready();
    const retained = await host.retain(days);
    const { records, pieces } = retained;
    context.terminal.answer(typeof records === 'number' ? { removed: records, pieces } : { removed: 0, why: records, pieces });
    sayRetained(context, retained);
    return typeof records === 'number' ? 0 : 1;
  });
};

function sayErased({ terminal: { say, t } }: Parameters<HostCommand>[0], { calls, pieces, inRecord }: Erased): void {
  if (calls === 0) say(t('cli.erase-no-call'));
  else if (pieces > 0) say(t('cli.erased', { pieces, calls }));
  else if (inRecord === 0) say(t('cli.erase-nothing-kept', { calls }));
  if (inRecord > 0) say(t('cli.erase-in-record', { count: inRecord }));
}

function sayRetained({ terminal: { say, t } }: Parameters<HostCommand>[0], { records, pieces }: Retained): void {
  if (typeof records !== 'number') say(t(`cli.retain-${records}`));
  else if (records > 0) say(t('cli.retained', { count: records }));
  else if (pieces === 0) say(t('cli.retain-nothing'));
  if (pieces === null) say(t('cli.retain-keychain'));
  else if (pieces > 0) say(t('cli.retained-content', { count: pieces }));
}

function refused({ terminal }: Parameters<HostCommand>[0], why: 'managed' | 'keychain'): ExitCode {
  terminal.answer({ erased: false, why });
  terminal.say(terminal.t(`cli.erase-${why}`));
  return 1;
}
