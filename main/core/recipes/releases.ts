import type { ReleasedPackage } from './recipe.ts';
import releases from './releases.json' with { type: 'json' };

type Released = typeof releases;

/** What was launched as one of these releases is recognised by; `scripts/recipe-releases.mjs` takes it from the registry. */
export function released<P extends keyof Released>(name: P, versions: readonly (keyof Released[P])[]): ReleasedPackage {
  const known: Readonly<Record<PropertyKey, { readonly files: string; readonly fetched: string }>> = releases[name];
  return { package: name, code: versions.flatMap((version) => { const { files, fetched } = known[version] ?? {}; return [files, fetched].filter((one) => one !== undefined); }) };
}
