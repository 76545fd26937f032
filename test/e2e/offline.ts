import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './harness.ts';

/** Set inside a network of its own: `counted` where every packet that would leave the machine is counted. */
export const OFFLINE = 'COUNTERSIGN_OFFLINE';

/**
 * A network namespace with the loopback and one way out that leads nowhere: packets that anything here sends to any other
 * address arrive at its counter and at nobody. Names are asked for on an address behind it too. Version 6 of the protocol
 * is off there, for the system itself would speak first.
 */
const NETWORK = `set -e
ip link set lo up
ip link add cs0 type dummy 2>/dev/null || ip link add cs0 type veth peer name cs1
for link in cs0 cs1; do
  if [ -e /proc/sys/net/ipv6/conf/$link/disable_ipv6 ]; then echo 1 > /proc/sys/net/ipv6/conf/$link/disable_ipv6; fi
done
ip addr add 192.0.2.2/24 dev cs0
ip link set cs0 up
ip link set cs1 up 2>/dev/null || true
ip route add default via 192.0.2.1
names=$(mktemp)
echo 'nameserver 192.0.2.53' > "$names"
mount --bind "$names" /etc/resolv.conf
exec "$@"`;

const unshare = (...command: readonly string[]): readonly string[] =>
  ['unshare', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net', '--mount', 'sh', '-c', NETWORK, 'offline', ...command];

/** Why there is no such network here, in one sentence; null where there is. */
export function noOfflineNetwork(): string | null {
  if (process.platform !== 'linux') return 'Packets are counted on Linux alone.';
  const [program = '', ...args] = unshare('true');
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? null : `No network of its own can be made here (${(error?.message ?? stderr).trim().split('\n')[0] ?? ''}): run this as root, or allow user namespaces.`;
}

/** Runs a file of these tests again inside such a network, or, where there is none, as it is. Gives its exit code and what it said. */
export function runOffline(file: string, counted: boolean): { readonly code: number; readonly said: string } {
  const inner = [process.execPath, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', join(root, 'vitest.e2e.config.ts'), '--reporter=verbose', file];
  const [program = '', ...args] = counted ? unshare(...inner) : inner;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: root, encoding: 'utf8', timeout: 820_000, maxBuffer: 32 * 1024 * 1024, env: { ...process.env, [OFFLINE]: counted ? 'counted' : 'uncounted' },
  });
  return { code: status ?? 1, said: `${stdout}\n${stderr}` };
}

/** Packets that were sent over every link of this network but the loopback. */
export function packetsSent(): number {
  const links = readFileSync('/proc/self/net/dev', 'utf8').split('\n').slice(2).map((line) => line.trim().split(/[\s:]+/));
  return links.filter(([name]) => name !== undefined && name !== '' && name !== 'lo').reduce((sum, fields) => sum + Number(fields[10] ?? 0), 0);
}
