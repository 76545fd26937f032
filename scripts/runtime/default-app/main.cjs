// Stands in for Electron's own default_app where a runtime was taken out of a packaged app: `electron [-r module] path`.
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

function readArguments(argv) {
  const modules = [];
  for (let at = 0; at < argv.length; at += 1) {
    const arg = argv[at];
    if (arg === '-r' || arg === '--require') { at += 1; modules.push(argv[at]); continue; }
    if (arg.startsWith('-')) continue;
    return { modules, folder: arg };
  }
  return { modules, folder: null };
}

async function start(folder) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const appPath = path.resolve(folder);
  const manifest = path.join(appPath, 'package.json');
  let main = appPath;
  if (fs.existsSync(manifest)) {
    const json = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    if (json.version) app.setVersion(json.version);
    app.name = json.productName ?? json.name ?? app.name;
    main = path.join(appPath, json.main ?? 'index.js');
  }
  app.setAppPath(fs.statSync(appPath).isDirectory() ? appPath : path.dirname(appPath));
  if (main.endsWith('.mjs')) await import(pathToFileURL(main).href);
  else Module._load(main, Module, true);
}

const { modules, folder } = readArguments(process.argv.slice(1));
if (modules.length > 0) Module._preloadModules(modules);
if (folder === null) {
  process.stderr.write('Name the app to start.\n');
  app.exit(2);
} else {
  start(folder).catch((error) => { process.stderr.write(`${error.stack}\n`); app.exit(1); });
}
