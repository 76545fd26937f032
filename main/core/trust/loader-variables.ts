/** Variables that make a program load other code than the one that was consented to. Frozen by a test. */
export const LOADER_VARIABLES = [
  'NODE_OPTIONS', 'NODE_PATH', 'NODE_REPL_EXTERNAL_MODULE', 'ELECTRON_RUN_AS_NODE',
  'PYTHONSTARTUP', 'PYTHONPATH', 'PYTHONHOME', 'PYTHONUSERBASE', 'PYTHONINSPECT', 'PYTHONBREAKPOINT',
  'RUBYOPT', 'RUBYLIB', 'PERL5OPT', 'PERL5LIB', 'PERL5DB', 'PERLLIB',
  'BASH_ENV', 'ENV', 'ZDOTDIR', 'SHELLOPTS', 'BASHOPTS', 'PROMPT_COMMAND',
  'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS', 'CLASSPATH',
  'DOTNET_STARTUP_HOOKS', 'DOTNET_ADDITIONAL_DEPS', 'CORECLR_PROFILER_PATH', 'COR_PROFILER_PATH',
  'PHPRC', 'PHP_INI_SCAN_DIR', 'LUA_INIT', 'R_PROFILE', 'R_PROFILE_USER', 'GCONV_PATH', 'GLIBC_TUNABLES', 'DENO_DIR', 'BUN_OPTIONS',
  'OPENSSL_CONF', 'OPENSSL_MODULES', 'OPENSSL_ENGINES', 'PYTHONEXECUTABLE', 'PYTHONPLATLIBDIR', 'GIO_MODULE_DIR', 'GTK_MODULES', 'GIT_EXEC_PATH',
  'NODE_COMPILE_CACHE', 'TS_NODE_PROJECT', 'TS_NODE_REQUIRE', 'TS_NODE_COMPILER', 'TSX_TSCONFIG_PATH', 'JSR_URL',
  'PYTHONPYCACHEPREFIX', 'PYTHONWARNINGS', 'PYTHONCASEOK', 'PERL5SHELL', 'RUBYSHELL', 'RUBYGEMS_GEMDEPS', 'GEM_HOME', 'GEM_PATH', 'BUNDLE_GEMFILE', 'BUNDLE_PATH',
  'JAVA_OPTS', 'MONO_PATH', 'LUA_PATH', 'LUA_CPATH', 'R_LIBS', 'R_LIBS_USER', 'R_LIBS_SITE', 'R_ENVIRON', 'R_ENVIRON_USER', 'R_HOME', 'PSMODULEPATH',
  'COMSPEC', 'PATHEXT', 'LOCPATH', 'QT_PLUGIN_PATH', 'GTK_PATH', 'GDK_PIXBUF_MODULE_FILE', 'GI_TYPELIB_PATH', 'GST_PLUGIN_PATH',
  'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_PROXY_COMMAND', 'GIT_ASKPASS', 'GIT_EXTERNAL_DIFF', 'GIT_EDITOR', 'GIT_SEQUENCE_EDITOR', 'GIT_PAGER', 'GIT_TEMPLATE_DIR',
  'SSH_ASKPASS', 'LESSOPEN', 'LESSCLOSE',
] as const;
/** Whole families of them. */
export const LOADER_PREFIXES = [
  'LD_', 'DYLD_', 'BASH_FUNC_', 'NPM_CONFIG_', 'PNPM_CONFIG_', 'YARN_', 'COREPACK_', 'BUN_CONFIG_', 'UV_', 'PIP_', 'PIPX_', 'POETRY_', 'LUA_INIT_', 'LUA_PATH_', 'LUA_CPATH_',
  'DOTNET_ROOT', 'CORECLR_', 'COR_', 'COMPLUS_', 'GIT_CONFIG',
] as const;

const names: ReadonlySet<string> = new Set(LOADER_VARIABLES);

/** SECURITY: true for a variable that a configuration may not set, in any spelling of its case. */
export function isLoaderVariable(name: string): boolean {
  const upper = name.toUpperCase();
  return names.has(upper) || LOADER_PREFIXES.some((prefix) => upper.startsWith(prefix));
}

/** Programs whose arguments set variables, and shells, whose text may. */
const SETTERS = /^(env|cross-env(-shell)?|busybox|sudo|doas|(ba|z|da|k)?sh|cmd)$/;

/** SECURITY: the first such variable that the arguments of a launch set by themselves, or null. */
export function loaderInArguments(command: string, args: readonly string[]): string | null {
  const program = (command.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd)$/i, '').toLowerCase();
  if (!SETTERS.test(program)) return null;
  const set = args.flatMap((arg) => [...arg.matchAll(/(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_]*)=/g)].map((match) => match[1] ?? ''));
  return set.find(isLoaderVariable) ?? null;
}
