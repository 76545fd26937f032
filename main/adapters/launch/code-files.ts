import { resolve } from 'node:path';
import { baseName } from './fetched-package.ts';
import { atHome, realFile } from './places.ts';

const INTERPRETERS = /^(node|nodejs|deno|bun|python(\d+(\.\d+)*)?|pythonw|ruby|perl|php|java|bash|sh|zsh|dash|ksh|pwsh|powershell|lua|rscript|tsx|ts-node)$/;
const CODE = /\.(c?js|mjs|c?ts|mts|[jt]sx|py|pyw|pyz|rb|pl|php|phar|sh|bash|zsh|fish|jar|war|wasm|lua|ps1|psm1|bat|cmd|vbs|r|jl|tcl|exs?|clj|groovy|kts?|scala|swift|dart|fsx|csx|awk|so|dylib|dll|node)$/i;

/** Options under which an interpreter runs what stands in the argument, or what it looks for by a name: no file that is named is it. */
const INLINE: readonly (readonly [RegExp, RegExp])[] = [
  [/^(node|nodejs|deno|bun|tsx|ts-node)$/, /^(-[a-z]*[ep]|--eval|--print)(=|$)/],
  [/^python/, /^-[bBdEhiIOPqRsSuvVx?]*[cm]/],
  [/^(ruby|perl)$/, /^-[A-Za-z0-9]*[eE]/],
  [/^php$/, /^-[rRBE]/],
  [/^(ba|z|da|k)?sh$/, /^-[A-Za-z]*c/],
  [/^(pwsh|powershell)$/, /^[-/](c|co|com|comm|comma|comman|command|e|ec|en|enc|encodedcommand)$/i],
  [/^(lua|rscript)$/, /^-e/],
];

/** Options whose value is another argument: it may be loaded too, and is never what the launch is called after. */
const VALUED = /^(-r|--require|--import|--loader|--experimental-loader|--env-file|--conditions|-C|-W|-X|-I|-d|-o|-O|--rcfile|--init-file|-cp|-classpath|--class-path|--tsconfig|--config)$/;

/** The files that a launch names as code, links followed. */
export interface NamedCode {
  /** The script that runs; null for a program that is no interpreter, and where none can be told. */
  readonly main: string | null;
  /** Whatever else is named, loaded before or beside it. */
  readonly others: readonly string[];
}

export function isInterpreter(file: string): boolean {
  return INTERPRETERS.test(baseName(file));
}

/** What the arguments of an interpreter, or of any other program, name as code. */
export async function codeFiles(interpreter: string | null, args: readonly string[], cwd: string): Promise<NamedCode> {
  const others: string[] = [];
  let main: string | null = null;
  // SECURITY: once code comes from elsewhere no file behind it is what runs; it would only lend its name.
  let open = interpreter !== null;
  for (const [at, arg] of args.entries()) {
    if (open && main === null && isInline(interpreter ?? '', arg)) open = false;
    const path = arg.startsWith('-') && arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : arg;
    if (path === '' || path.startsWith('-') || path.includes('${')) continue;
    const positional = path === arg && !VALUED.test(args[at - 1] ?? '');
    const named = resolve(cwd, atHome(path));
    const wanted: boolean = open && main === null && positional;
    const real: string | null = (await realFile(named)) ?? (wanted ? await foundBy(named) : null);
    if (real === null) continue;
    if (wanted) main = real;
    else if (CODE.test(real) || (open && main === null)) others.push(real);
  }
  return { main, others };
}

function isInline(interpreter: string, arg: string): boolean {
  return INLINE.some(([which, options]) => which.test(interpreter) && options.test(arg));
}

/** The file an interpreter finds behind a folder or a name without its ending; null where there is none. */
async function foundBy(path: string): Promise<string | null> {
  const endings = ['.js', '.cjs', '.mjs', '.ts', '.py'].map((ending) => path + ending);
  for (const one of [...endings, ...['package.json', 'index.js', 'index.cjs', '__main__.py'].map((name) => resolve(path, name))]) {
    const real = await realFile(one);
    if (real !== null) return real;
  }
  return null;
}
