import { spawn } from 'node:child_process';
import { join } from 'node:path';

const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export const root = join(import.meta.dirname, '..', '..');

/** Path of a program that one of our packages brings, started with this Node. */
export const bin = (...path) => join(root, 'node_modules', ...path);

/**
 * Runs a program and gives its exit code; 1 for one that could not be started or outlived `limitMs`.
 * With `collect` its output is kept and given as `said` instead of being shown.
 */
export function run(command, args, { env = {}, collect = false, limitMs = 0, stdin = 'ignore', cwd = root } = {}) {
  return new Promise((done) => {
    const stdio = collect ? [stdin, 'pipe', 'pipe'] : [stdin, 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd, stdio, env: { ...process.env, ...env } });
    let said = '';
    child.stdout?.on('data', (piece) => { said += piece; });
    child.stderr?.on('data', (piece) => { said += piece; });
    const limit = limitMs > 0 ? setTimeout(() => { said += `\nstopped after ${limitMs / 1000} s`; child.kill('SIGKILL'); }, limitMs) : null;
    // A request to stop reaches the program, so that nothing is left running behind a script that is gone.
    const pass = (signal) => { child.kill(signal); };
    for (const signal of STOPS) process.on(signal, pass);
    const end = (code) => {
      if (limit) clearTimeout(limit);
      for (const signal of STOPS) process.off(signal, pass);
      done({ code, said });
    };
    child.on('error', (error) => { said += error.message; end(1); });
    child.on('exit', (code) => { end(code ?? 1); });
  });
}

/** Hands the terminal over to a program; this process ends with its code. */
export async function become(command, args, options = {}) {
  const { code } = await run(command, args, { stdin: 'inherit', ...options });
  process.exitCode = code;
}
