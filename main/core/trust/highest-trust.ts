import type { TrustLevel } from '../words/index.ts';
import type { Launch } from './launch.ts';

/** The highest level a launch may have. Code that may differ at each start is never more than restricted. */
export function highestTrust(launch: Launch): TrustLevel {
  switch (launch.kind) {
    case 'local':
      return launch.floating ? 'restricted' : 'trusted';
    case 'remote':
    case 'bundled':
      return 'trusted';
  }
}
