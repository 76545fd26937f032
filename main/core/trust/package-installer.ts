import type { NpxLaunch } from './npx-launch.ts';

/** Why a package could not be installed. Closed; each is a problem with a sentence. */
export const INSTALL_WHYS = ['npm-missing', 'registry-unreachable', 'package-unknown', 'package-differs', 'install-failed', 'install-cancelled'] as const;
export type InstallWhy = (typeof INSTALL_WHYS)[number];

/** A package installed once, in exactly one version, and the script that its launch runs. */
export type Installed =
  | { readonly ok: true; readonly name: string; readonly version: string; readonly script: string }
  | { readonly ok: false; readonly why: InstallWhy };

/** Installs packages into the home, each name and version once. Nothing of a package is run by that. */
export interface PackageInstaller {
  /** Never rejects. What failed or was cancelled leaves nothing behind. */
  install(wanted: Pick<NpxLaunch, 'name' | 'wanted' | 'exact' | 'program'>, signal: AbortSignal): Promise<Installed>;
  /** True for a path among the installed packages. */
  holds(path: string): boolean;
}
