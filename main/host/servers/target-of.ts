import type { ConnectionTarget } from '../../core/connections/connection.ts';
import { fillPlaceholders, placedNames } from '../../core/trust/placeholder.ts';
import type { Resolution } from '../../core/trust/resolution.ts';
import type { GivenValue, ServerConfig } from '../../core/trust/server-config.ts';

type Resolved = Extract<Resolution, { ok: true }>;

/** What to start, with its secrets filled in. The result is held by nobody longer than the start takes. */
export function targetWith(
  config: ServerConfig, resolved: Resolved, secrets: ReadonlyMap<string, string>, inherited: Readonly<Record<string, string>>,
): ConnectionTarget {
  const placed = new Set(placedNames(config));
  switch (config.kind) {
    case 'local': {
      const env = Object.entries(config.env).filter(([name]) => !placed.has(name));
      return {
        kind: 'local', file: resolved.file ?? config.command,
        args: config.args.map((arg) => fillPlaceholders(arg, secrets)),
        env: { ...inherited, ...filled(env, secrets) },
        cwd: resolved.launch.kind === 'local' ? resolved.launch.cwd : '',
        fetches: resolved.fetches,
      };
    }
    case 'remote': {
      const headers = Object.entries(config.headers).filter(([name]) => !placed.has(name));
      const keys = resolved.launch.kind === 'remote' ? resolved.launch.tlsKeys : undefined;
      return {
        kind: 'remote', url: fillPlaceholders(config.url, secrets, encodeURIComponent), headers: filled(headers, secrets),
        ...(keys === undefined ? {} : { tlsKeys: keys }),
      };
    }
    case 'bundled': return { kind: 'bundled', bundle: config.bundle };
  }
}

function filled(given: readonly (readonly [string, GivenValue])[], secrets: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(given.map(([name, value]) => [name, 'plain' in value ? value.plain : (secrets.get(name) ?? '')]));
}
