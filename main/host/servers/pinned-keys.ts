import type { LaunchResolver } from '../../core/trust/resolution.ts';

/** A resolver that binds remote launches to the TLS keys pinned for their address; null: none are. */
export function withPinnedKeys(resolver: LaunchResolver, keysOf: (url: string) => readonly string[] | null): LaunchResolver {
  return {
    ...resolver,
    async resolve(config) {
      const resolution = await resolver.resolve(config);
      if (!resolution.ok || resolution.launch.kind !== 'remote') return resolution;
      const keys = keysOf(resolution.launch.url);
      return keys === null ? resolution : { ...resolution, launch: { ...resolution.launch, tlsKeys: [...keys].sort() } };
    },
  };
}
