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
  'UV_INDEX', 'UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_EXTRA_INDEX_URL', 'UV_FIND_LINKS', 'UV_CONFIG_FILE', 'UV_PYTHON',
  'PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS', 'PIP_CONFIG_FILE',
] as const;
/** Whole families of them. */
export const LOADER_PREFIXES = ['LD_', 'DYLD_', 'BASH_FUNC_', 'NPM_CONFIG_', 'LUA_INIT_'] as const;

const names: ReadonlySet<string> = new Set(LOADER_VARIABLES);

/** SECURITY: true for a variable that a configuration may not set, in any spelling of its case. */
export function isLoaderVariable(name: string): boolean {
  const upper = name.toUpperCase();
  return names.has(upper) || LOADER_PREFIXES.some((prefix) => upper.startsWith(prefix));
}
