import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { afterEach } from 'vitest';

/** The protocol's own definitions, as OpenTelemetry generates them; the last release of the package that ships them whole. */
interface MessageType {
  fromObject(value: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): object;
}
const generated = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root.js') as {
  opentelemetry: { proto: { collector: { logs: { v1: { ExportLogsServiceRequest: MessageType } }; trace: { v1: { ExportTraceServiceRequest: MessageType } } } } };
};
const { collector } = generated.opentelemetry.proto;
const TYPES: Readonly<Record<string, MessageType>> = {
  '/v1/logs': collector.logs.v1.ExportLogsServiceRequest, '/v1/traces': collector.trace.v1.ExportTraceServiceRequest,
};

/** A collector on the loopback that takes OTLP in JSON, holds it against the protocol's definitions, and keeps what it took. */
export interface Collector {
  readonly url: string;
  /** What was taken, request by request. */
  readonly taken: { readonly path: string; readonly body: object }[];
  /** Requests that were no OTLP, and why. */
  readonly wrong: string[];
  /** Addresses it has nothing at, and the status it says so with. */
  readonly nothingAt: Map<string, number>;
  /** Answers for the next requests, before anything is looked at: a status and headers. */
  readonly answers: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }[];
  close(): Promise<void>;
}

const open: Collector[] = [];
afterEach(async () => { for (const one of open.splice(0)) await one.close(); });

/** Starts a collector; it is closed after the test. */
export async function startCollector(port = 0): Promise<Collector> {
  const taken: Collector['taken'][number][] = [];
  const wrong: string[] = [];
  const answers: Collector['answers'][number][] = [];
  const nothingAt = new Map<string, number>();
  const server = createServer((request, response) => { void answer(request, response); });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request);
    const nothing = nothingAt.get(request.url ?? '');
    if (nothing !== undefined) { response.writeHead(nothing).end(); return; }
    const planned = answers.shift();
    if (planned !== undefined) {
      response.writeHead(planned.status, planned.headers).end(planned.body ?? '');
      if (planned.status !== 200) return;
    }
    const fault = faultOf(request, text);
    if (fault !== null) wrong.push(fault);
    taken.push({ path: request.url ?? '', body: JSON.parse(text) });
    if (planned === undefined) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  const started: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken, wrong, answers, nothingAt,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
  open.push(started);
  return started;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Why a request is no OTLP, or null. A message that comes back from its binary form as it went in has no member the protocol does not know. */
function faultOf(request: IncomingMessage, text: string): string | null {
  const type = TYPES[request.url ?? ''];
  if (request.method !== 'POST' || type === undefined || request.headers['content-type'] !== 'application/json') return `${request.method} ${request.url}`;
  const body = JSON.parse(text, (key, value: unknown) => (/^(traceId|spanId|parentSpanId)$/.test(key) ? Buffer.from(String(value), 'hex').toString('base64') : value)) as object;
  const back = type.toObject(type.decode(type.encode(type.fromObject(body)).finish()), { longs: String, bytes: String, json: true });
  return same(back, body) ? null : `not as it went in: ${JSON.stringify(back).slice(0, 500)}`;
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value]) => same(value, (b as Record<string, unknown>)[key]));
}

/** The records that a collector took, in order, as lines of the log. */
export function linesTaken({ taken }: Collector): string[] {
  return taken.filter(({ path }) => path === '/v1/logs').flatMap(({ body }) => membersAt(body, ['resourceLogs', 'scopeLogs', 'logRecords']))
    .map((record) => (record['body'] as { stringValue: string }).stringValue);
}

/** The spans that a collector took. */
export function spansTaken({ taken }: Collector): Record<string, unknown>[] {
  return taken.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => membersAt(body, ['resourceSpans', 'scopeSpans', 'spans']));
}

function membersAt(value: object, names: readonly string[]): Record<string, unknown>[] {
  return names.reduce<Record<string, unknown>[]>((at, name) => at.flatMap((one) => one[name] as Record<string, unknown>[]), [value as Record<string, unknown>]);
}
