import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a bad remote server may do. */
export type HttpFault =
  | 'none' | 'sse' | 'unauthorized' | 'redirect' | 'redirect-same' | 'redirect-slash' | 'retry-storm' | 'html' | 'hang' | 'too-large' | 'error-500' | 'cut-stream' | 'wrong-id' | 'garbage-json'
  | 'deep' | 'unauthorized-later' | 'sse-flood' | 'input-required' | 'event-split' | 'forgotten' | 'deep-result';

/** A bad remote server on loopback, and what reached it. */
export class EvilHttp {
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers']; readonly rpc: string | null }[] = [];
  fault: HttpFault;
  redirectTo = '';
  retry = '0';
  readonly #server: Server;

  private constructor(fault: HttpFault) {
    this.fault = fault;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async listen(fault: HttpFault): Promise<EvilHttp> {
    const one = new EvilHttp(fault);
    await new Promise<void>((done) => one.#server.listen(0, '127.0.0.1', done));
    return one;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  calls(): number {
    return this.requests.filter((one) => one.rpc === 'tools/call').length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    const message = body === '' ? null : (JSON.parse(body) as { id?: number | string; method?: string; params?: { name?: string } });
    this.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, rpc: message?.method ?? null });
    const { fault } = this;
    if (fault === 'hang') return;
    if (fault === 'unauthorized') return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    if (fault === 'redirect') return void response.writeHead(307, { location: this.redirectTo }).end();
    if (fault === 'redirect-same' && request.url === '/mcp') return void response.writeHead(307, { location: '/moved' }).end();
    if (fault === 'redirect-slash' && request.url === '/mcp') return void response.writeHead(307, { location: '/mcp/' }).end();
    if (fault === 'retry-storm' && request.method === 'GET') return void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`id: 1\nretry: ${this.retry}\n\n`);
    if (fault === 'html') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the hotel network</h1>');
    if (fault === 'garbage-json') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":');
    if (fault === 'error-500') return void response.writeHead(503).end('busy');
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (message?.id === undefined) return void response.writeHead(202).end();
    this.#answer(message.id, message.method ?? '', response);
  }

  #answer(id: number | string, method: string, response: ServerResponse): void {
    const call = method === 'tools/call';
    const json = (text: string): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    const body = (result: unknown): string => JSON.stringify({ jsonrpc: '2.0', id, result });
    const events = (text: string): void => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);
    if (method === 'server/discover') return json(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }));
    if (method === 'initialize') {
      return json(body({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'evil', version: '1' } }));
    }
    if (method === 'tools/list') {
      const depth = this.fault === 'deep' ? `${'['.repeat(100_000)}${']'.repeat(100_000)}` : '1';
      const tools = `[{"name":"good","inputSchema":{"type":"object"},"x-vendor":2},{"name":"odd","inputSchema":{"type":"object","x":${depth}}}]`;
      const text = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"tools":${tools}}}`;
      return this.fault === 'sse' ? events(`event: message\ndata: ${text}\n\n`) : json(text);
    }
    const good = { content: [{ type: 'text', text: 'good' }] };
    switch (call ? this.fault : 'none') {
      case 'unauthorized-later': return void response.writeHead(401).end();
      case 'forgotten': return void response.writeHead(404).end();
      case 'too-large': return json(body({ content: [{ type: 'text', text: 'b'.repeat(5_000_000) }] }));
      case 'sse-flood': return flood(response);
      case 'cut-stream': return events(`: nothing yet\n\n`);
      case 'wrong-id': return json(JSON.stringify({ jsonrpc: '2.0', id: 'other', result: good }));
      case 'deep-result': return json(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[],"structuredContent":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`);
      case 'input-required': return json(body({ resultType: 'input_required', inputRequests: { a: { method: 'roots/list' } } }));
      case 'event-split': return split(response, `event: message\ndata: ${body(good)}\n\n`);
      case 'sse': return events(`: hello\n\nevent: message\ndata: ${body(good)}\n\nevent: message\ndata: ${body({ content: [{ type: 'text', text: 'second' }] })}\n\n`);
      default: return json(body(good));
    }
  }
}

function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const block = `data: ${'a'.repeat(1024 * 1024)}`;
  const more = (): void => {
    if (!response.destroyed) response.write(block, more);
  };
  more();
}

function split(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let at = 0;
  const timer = setInterval(() => {
    response.write(text.slice(at, at + 3));
    at += 3;
    if (at < text.length) return;
    clearInterval(timer);
    response.end();
  }, 1);
}
