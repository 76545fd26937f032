import { createSocket } from 'node:dgram';
import { createConnection, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { addAbortSignal } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { AuditRecord } from '../../core/audit/event.ts';
import { witnessData } from '../../core/audit/witness.ts';
import type { WitnessTarget } from '../../core/policy/document/schema.ts';
import { NotDelivered, type Outlet } from './exporter.ts';

/** Facility 13 (log audit), severity 6 (informational). */
const PRIORITY = 13 * 8 + 6;
const CONNECT_MS = 10_000;

/** One message of RFC 5424 that says where the log stands with this record. */
export function syslogMessage({ at, chain, seq, hash }: Pick<AuditRecord, 'at' | 'chain' | 'seq' | 'hash'>): string {
  const host = hostname().replace(/[^\x21-\x7e]/g, '').slice(0, 255) || '-';
  return `<${PRIORITY}>1 ${at} ${host} countersign ${process.pid} anchor ${witnessData({ chain, seq, hash })}`;
}

/**
 * An outlet that tells a syslog where the log stands: one message for each batch, that of its newest record, since that vouches
 * for all before it. Over a stream each message is framed by its length (RFC 6587, 5425). A datagram may get lost on its
 * way; the next one says more.
 */
export function createSyslogOutlet(target: WitnessTarget): Outlet {
  return {
    async deliver(items, signal) {
      const newest = items.at(-1);
      if (newest === undefined) return 0;
      const message = syslogMessage(newest.record);
      if (target.by === 'udp') await sendDatagram(message, target.host, target.port);
      else await sendOverStream(message, target, signal);
      return 0;
    },
    close: () => undefined,
  };
}

function sendDatagram(message: string, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => { socket.close(); reject(failure(error)); });
    socket.send(Buffer.from(message), port, host, (error) => {
      socket.close();
      if (error === null) resolve();
      else reject(failure(error));
    });
  });
}

/** Resolves once the other side has closed its end behind the message: until then it may not have read it. */
function sendOverStream(message: string, target: WitnessTarget, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTo(target);
    const give = (error: Error): void => { socket.destroy(); reject(failure(error)); };
    socket.setTimeout(CONNECT_MS, () => give(new Error('timeout')));
    addAbortSignal(signal, socket);
    socket.once('error', give);
    socket.once('close', (failed: boolean) => { if (!failed) resolve(); });
    socket.resume();
    const bytes = Buffer.from(message);
    socket.end(Buffer.concat([Buffer.from(`${bytes.length} `), bytes]));
  });
}

function connectTo(target: WitnessTarget): Socket {
  if (target.by === 'unix') return createConnection(target.path);
  const { host, port } = target;
  return target.by === 'tls' ? connectTls({ host, port, ...(/^[\d.:[\]]+$/.test(host) ? {} : { servername: host }) }) : createConnection({ host, port });
}

function failure(error: Error): NotDelivered {
  return new NotDelivered('code' in error && typeof error.code === 'string' ? error.code : error.message === 'timeout' ? 'timeout' : 'unreachable');
}
