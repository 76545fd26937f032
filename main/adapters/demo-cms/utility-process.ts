import { utilityProcess } from 'electron';
import type { LogRing } from '../../core/connections/log-ring.ts';
import type { BundleLauncher } from '../mcp/connector.ts';
import { LineFramer } from '../mcp/line-framer.ts';
import { MessagePortTransport, type ChildPort } from '../mcp/message-port-transport.ts';

const GONE_WITHIN = 3000;
const LONGEST_LINE = 64 * 1024;

/**
 * Starts the bundled server in a utility process of Electron, so that it runs where no Node is on the path and the
 * app may not act as one. `env` is its whole environment.
 */
export function utilityBundle(script: string, env: Readonly<Record<string, string>>, cwd: string): BundleLauncher {
  return (_bundle, log, events) => new MessagePortTransport((into) => startUtility(script, env, cwd, into), log, events);
}

function startUtility(script: string, env: Readonly<Record<string, string>>, cwd: string, log: LogRing): ChildPort {
  const child = utilityProcess.fork(script, [], { env: { ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'], serviceName: 'Demo CMS' });
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new LineFramer(LONGEST_LINE);
    stream?.on('data', (chunk: Buffer) => {
      try {
        lines.push(chunk, (line) => log.add(line.toString('utf8')));
      } catch {
        log.add(lines.rest().toString('utf8'));
      }
    });
  }
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    get pid() {
      return child.pid ?? null;
    },
    post: (text) => child.postMessage(text),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    async end() {
      child.kill();
      await Promise.race([gone, new Promise((done) => setTimeout(done, GONE_WITHIN))]);
    },
  };
}
