import { describe, expect, it } from 'vitest';
import { INHERITED, inheritedEnvironment } from '../../main/adapters/launch/child-environment.ts';
import { FOR_NPM } from '../../main/adapters/packages/npm.ts';
import { OPTIONS } from '../../main/adapters/packages/package-installer.ts';
import { LIMITS } from '../../main/core/connections/limits.ts';
import { isLoaderVariable, loaderInArguments, LOADER_PREFIXES, LOADER_VARIABLES } from '../../main/core/trust/loader-variables.ts';

// These literals are the security surface of a started server. Changing one is a decision, not a detail.
describe('what a local server gets of our environment', () => {
  it('is this list and no more', () => {
    expect(INHERITED).toEqual({
      posix: ['HOME', 'LANG', 'LANGUAGE', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TZ', 'USER'],
      windows: [
        'APPDATA', 'COMSPEC', 'HOMEDRIVE', 'HOMEPATH', 'LOCALAPPDATA', 'PATH', 'PATHEXT', 'PROCESSOR_ARCHITECTURE', 'PROGRAMDATA',
        'PROGRAMFILES', 'SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERNAME', 'USERPROFILE', 'WINDIR',
      ],
    });
  });

  it('leaves out everything else, and functions a shell exported', () => {
    const all = { HOME: '/h', LC_ALL: 'C', LC_lower: 'x', LC_ALL_TOKEN: 'x', AWS_SECRET_ACCESS_KEY: 'x', DBUS_SESSION_BUS_ADDRESS: 'x', SSH_AUTH_SOCK: 'x', TERM: '() { :; }' };
    expect(inheritedEnvironment(all, 'linux')).toEqual({ HOME: '/h', LC_ALL: 'C' });
    expect(inheritedEnvironment({ Path: 'p', NODE_OPTIONS: 'x' }, 'win32')).toEqual({ Path: 'p' });
  });
});

describe('an installation', () => {
  it('gives npm this of our environment besides, and runs no scripts', () => {
    expect(FOR_NPM).toEqual(['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'NODE_EXTRA_CA_CERTS', 'npm_config_registry']);
    expect(OPTIONS).toEqual([
      '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', '--package-lock=true', '--install-strategy=hoisted', '--global=false',
      '--no-update-notifier', '--no-progress', '--loglevel=error', '--fetch-retries=1', '--fetch-retry-mintimeout=1000',
    ]);
  });
});

describe('variables that load other code', () => {
  it('are these', () => {
    expect([...LOADER_VARIABLES]).toEqual([
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
    ]);
    expect([...LOADER_PREFIXES]).toEqual(['LD_', 'DYLD_', 'BASH_FUNC_', 'NPM_CONFIG_', 'PNPM_CONFIG_', 'YARN_', 'COREPACK_', 'BUN_CONFIG_', 'UV_', 'PIP_', 'PIPX_', 'POETRY_', 'LUA_INIT_', 'LUA_PATH_', 'LUA_CPATH_', 'DOTNET_ROOT', 'CORECLR_', 'COR_', 'COMPLUS_', 'GIT_CONFIG']);
  });

  it.each(['LD_PRELOAD', 'ld_library_path', 'DYLD_INSERT_LIBRARIES', 'Node_Options', 'npm_config_node_options', 'yarn_registry', 'UV_CACHE_DIR', 'Git_Config_Count'])('%s is one in any spelling', (name) => {
    expect(isLoaderVariable(name)).toBe(true);
  });
  it.each(['PATH', 'HOME', 'OLD_VALUE', 'NODE_ENV', 'GIT_AUTHOR_NAME', 'DOTNET_ENVIRONMENT', 'PYTHONUNBUFFERED', 'NODE_EXTRA_CA_CERTS'])('%s is none', (name) => {
    expect(isLoaderVariable(name)).toBe(false);
  });

  it('are seen where the arguments of a launch set them', () => {
    const seen = (line: string): string | null => loaderInArguments(line.split(' ')[0] ?? '', [line.slice(line.indexOf(' ') + 1)]);
    expect(['env NODE_OPTIONS=--require=/x node y', '/usr/bin/env -S LD_PRELOAD=/x y', 'cross-env node_options=x node y', 'sh -c cd /x&&NODE_OPTIONS=x node y', 'cmd /c set "NODE_OPTIONS=x"&& node y'].map((line) => seen(line)?.toUpperCase()))
      .toEqual(['NODE_OPTIONS', 'LD_PRELOAD', 'NODE_OPTIONS', 'NODE_OPTIONS', 'NODE_OPTIONS']);
    expect(['node --define NODE_OPTIONS=x', 'env NODE_ENV=test node y', 'docker run -e NODE_OPTIONS=x image'].map(seen)).toEqual([null, null, null]);
  });
});

it('bounds on one server are these', () => {
  expect(LIMITS).toEqual({
    messageBytes: 33_554_432, unreadBytes: 67_108_864, depth: 64, definitionChars: 262_144, definitions: 10_000, pages: 64, listChars: 50_331_648, logChars: 262_144, lineChars: 8192,
    strayLines: 500, strayBytes: 1_048_576, changesPerMinute: 3,
  });
});
