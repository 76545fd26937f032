import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Takes Electron's own default app out of the package: it would start any folder it is given. */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const resources = electronPlatformName === 'darwin'
    ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
    : join(appOutDir, 'resources');
  await rm(join(resources, 'default_app.asar'), { force: true });
}
