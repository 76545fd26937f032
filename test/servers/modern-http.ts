import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';

/** A real server of the newer protocol over HTTP, whose tools can be changed. */
export class ModernHttp {
  extra: string[] = [];
  readonly headers: Headers[] = [];
  readonly #handler = createMcpHandler(() => this.#serve());
  readonly #http: Server = createServer((request, response) => {
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    this.headers.push(headers);
    const body = request.method === 'POST' ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {};
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    void this.#handler.fetch(new Request(`http://127.0.0.1${request.url}`, { method: request.method ?? 'GET', headers, signal: gone.signal, ...body } as RequestInit)).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.flushHeaders();
      if (answer.body !== null) for await (const part of Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])) response.write(part);
      response.end();
    }).catch(() => response.destroy());
  });

  static async listen(): Promise<ModernHttp> {
    const one = new ModernHttp();
    await new Promise<void>((done) => one.#http.listen(0, '127.0.0.1', done));
    return one;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/mcp`;
  }

  add(tool: string): void {
    this.extra.push(tool);
    this.#handler.notify.toolsChanged();
  }

  async close(): Promise<void> {
    await this.#handler.close();
    this.#http.closeAllConnections();
    await new Promise((done) => this.#http.close(done));
  }

  #serve(): McpServer {
    const server = new McpServer({ name: 'modern', version: '2' }, { capabilities: { tools: { listChanged: true } } });
    const schema = fromJsonSchema<{ region: string }>({ type: 'object', properties: { region: { type: 'string', ...{ 'x-mcp-header': 'Region' } } }, required: ['region'] });
    for (const name of ['greet', ...this.extra]) {
      server.registerTool(name, { inputSchema: schema }, ({ region }) => ({ content: [{ type: 'text', text: `hello ${region}` }] }));
    }
    return server;
  }
}
