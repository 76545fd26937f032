import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readCursor } from '../../../../main/adapters/audit-export/cursor.ts';
import { startExporter, type Exporter, type ExportNews } from '../../../../main/adapters/audit-export/exporter.ts';
import { createCollectorOutlet } from '../../../../main/adapters/audit-export/otlp-outlet.ts';
import { logsRequest, tracesRequest } from '../../../../main/adapters/audit-export/otlp.ts';
import { checkSignature } from '../../../../main/adapters/audit-file/ed25519.ts';
import type { AuditFile } from '../../../../main/adapters/audit-file/audit-log.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import type { AuditEvent, AuditRecord } from '../../../../main/core/audit/event.ts';
import { verifyLines } from '../../core/audit/verify-lines.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { linesOf, newHome, openLog } from '../audit-file/home.ts';
import { linesTaken, spansTaken, startCollector, type Collector } from './collector.ts';

const running: Exporter[] = [];
afterEach(async () => { for (const one of running.splice(0)) await one.close(); });

function exportTo(url: string, log: AuditFile, home: string, onNews: (news: ExportNews) => void = () => undefined): Exporter {
  const made = startExporter({
    log, outlet: createCollectorOutlet({ url, version: '0.1.0' }), cursor: join(home, 'exports', 'one.json'), gatherMs: 1, pauseMs: { first: 1, longest: 4 }, onNews,
  });
  running.push(made);
  return made;
}

async function session(log: AuditFile, calls: number, name = 'c'): Promise<void> {
  for (let n = 0; n < calls; n += 1) {
    await log.append(intent(`${name}${n}`, { title: `T${n}` }));
    await log.append(intent(`${name}${n}-look`, {}, `${name}${n}`));
    await log.append(outcome(`${name}${n}-look`));
    await log.append(outcome(`${name}${n}`));
  }
}

const recordOf = (event: AuditEvent, at: string): AuditRecord => ({ v: 1, chain: 'c', seq: 1, at, prev: '0'.repeat(64), hash: 'a'.repeat(64), event: structuredClone(event) as unknown as AuditRecord['event'] });
const allLines = async (home: string): Promise<string[]> => Object.values(await linesOf(home)).flat().filter((line) => line !== '');
const soundly = (collector: Collector): void => expect(collector.wrong).toEqual([]);

describe('the export to a collector', () => {
  it('is OTLP, with every record as its very line, so that the chain verifies on the other side', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.signWith(new MemoryKeychain());
    const collector = await startCollector();
    const exporter = exportTo(collector.url, log, home);
    await log.append(started());
    await session(log, 60);
    await exporter.caughtUp();
    soundly(collector);
    expect(linesTaken(collector)).toEqual(await allLines(home));
    expect(verifyLines(linesTaken(collector), sha256, { check: checkSignature })).toMatchObject({ ok: true, signed: { checkpoints: 3 } });
  });

  it('tells each call as a span by the conventions for MCP, a read for a preview below its call', async () => {
    const home = await newHome();
    const log = await openLog(home);
    const collector = await startCollector();
    const exporter = exportTo(collector.url, log, home);
    await session(log, 1);
    await log.append(intent('bad'));
    await log.append({ type: 'outcome', callId: 'bad', outcome: 'failed', afterwards: 'not checkable', isError: true, error: null, resultDigest: null, ms: 3 });
    await exporter.caughtUp();
    soundly(collector);
    const spans = spansTaken(collector) as { name: string; kind: number; traceId: string; spanId: string; parentSpanId?: string; status: object; attributes: object[] }[];
    const [look, call, bad] = spans;
    expect(spans).toHaveLength(3);
    expect(call).toMatchObject({ name: 'tools/call write_file', kind: 3, status: {} });
    expect(call?.attributes).toEqual(expect.arrayContaining([
      { key: 'mcp.method.name', value: { stringValue: 'tools/call' } }, { key: 'gen_ai.operation.name', value: { stringValue: 'execute_tool' } },
      { key: 'gen_ai.tool.name', value: { stringValue: 'write_file' } }, { key: 'countersign.outcome', value: { stringValue: 'executed' } },
    ]));
    expect(look).toMatchObject({ traceId: call?.traceId, parentSpanId: call?.spanId });
    expect(bad).toMatchObject({ status: { code: 2, message: 'tool_error' } });
    expect(bad?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: 'tool_error' } });
  });

  it('drops nothing and keeps the order while the collector is overloaded, wrong or gone, and no call waits for it', async () => {
    const home = await newHome();
    const log = await openLog(home);
    const collector = await startCollector();
    collector.answers.push({ status: 503, headers: { 'retry-after': '0' } }, { status: 429 }, { status: 400 }, { status: 401 }, { status: 302, headers: { location: '/v1/logs' } }, { status: 500 });
    const exporter = exportTo(collector.url, log, home);
    await session(log, 30);
    await exporter.caughtUp();
    expect(exporter.state()).toEqual({ sent: log.total(), waiting: 0, trouble: null, rejected: 0, noSpans: false });
    await collector.close();
    await session(log, 30, 'while-gone');
    while (exporter.state().trouble === null) await new Promise((resolve) => { setTimeout(resolve, 2); });
    expect(exporter.state()).toMatchObject({ trouble: 'ECONNREFUSED' });
    const again = await startCollector(Number(new URL(collector.url).port));
    await exporter.caughtUp();
    soundly(collector);
    soundly(again);
    expect([...new Set([...linesTaken(collector), ...linesTaken(again)])]).toEqual(await allLines(home));
  });

  it.each([404, 405, 501])('goes on with the records alone where a collector has nothing for spans (%i), and tells that once', async (status) => {
    const home = await newHome();
    const log = await openLog(home);
    const collector = await startCollector();
    collector.nothingAt.set('/v1/traces', status);
    const news: ExportNews[] = [];
    const exporter = exportTo(collector.url, log, home, (one) => news.push(one));
    await session(log, 2);
    await exporter.caughtUp();
    await session(log, 2, 'later');
    await exporter.caughtUp();
    soundly(collector);
    expect(linesTaken(collector)).toEqual(await allLines(home));
    expect(news).toEqual([{ what: 'no-spans' }]);
    expect(exporter.state()).toMatchObject({ sent: log.total(), trouble: null, noSpans: true });
  });

  it('sends no record a second time because its spans have to wait', async () => {
    const home = await newHome();
    const log = await openLog(home);
    const collector = await startCollector();
    collector.nothingAt.set('/v1/traces', 503);
    const exporter = exportTo(collector.url, log, home);
    await session(log, 2);
    while (exporter.state().trouble === null) await new Promise((resolve) => { setTimeout(resolve, 2); });
    await session(log, 2, 'later');
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    expect(exporter.state()).toMatchObject({ trouble: 'http-503', noSpans: false });
    collector.nothingAt.clear();
    await exporter.caughtUp();
    soundly(collector);
    expect(linesTaken(collector)).toEqual(await allLines(home));
    expect(spansTaken(collector)).toHaveLength(8);
  });

  it.each([
    ['a call that went otherwise than it was shown', { afterwards: 'different' }, 'ERROR', { code: 2, message: 'not_as_shown' }],
    ['an end that nobody knows', { outcome: 'unknown' }, 'WARN', { code: 2, message: 'outcome_unknown' }],
    ['a call that went as it was shown', {}, 'INFO', {}],
  ])('says how grave it is: %s', (_, more, severityText, status) => {
    const start = recordOf(intent('a'), '2026-01-02T00:00:10.000Z');
    // The clock was set back while the call was out.
    const end = recordOf({ ...outcome('a'), ...more } as AuditEvent, '2026-01-02T00:00:05.000Z');
    expect(JSON.stringify(logsRequest([{ record: end, start }], '0'))).toContain(`"severityText":"${severityText}"`);
    const spans = tracesRequest([{ record: end, start }], '0') as unknown as { resourceSpans: [{ scopeSpans: [{ spans: [{ startTimeUnixNano: string; endTimeUnixNano: string; status: object }] }] }] };
    const [span] = spans.resourceSpans[0].scopeSpans[0].spans;
    expect(span.status).toEqual(status);
    expect(span.endTimeUnixNano).toBe(span.startTimeUnixNano);
  });

  it.each([
    ['a page of a portal', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please log in</html>' }, 'not-a-collector'],
    ['an answer longer than any', { status: 200, body: `{"a":"${'x'.repeat(100_000)}"}` }, 'not-a-collector'],
    ['an answer that breaks off', { status: 200, headers: { 'content-length': '100', connection: 'close' }, body: '{}' }, expect.stringMatching(/^[A-Za-z_]+$/) as string],
    ['an answer to something else', { status: 200, body: '"ok"' }, 'not-a-collector'],
  ])('takes %s for no delivery: the records are sent again', async (_, answer, trouble) => {
    const home = await newHome();
    const log = await openLog(home);
    const collector = await startCollector();
    collector.answers.push(...Array.from({ length: 1_000 }, () => answer));
    const exporter = exportTo(collector.url, log, home);
    await log.append(started());
    while (exporter.state().trouble === null) await new Promise((resolve) => { setTimeout(resolve, 2); });
    expect(exporter.state()).toMatchObject({ sent: 0, waiting: 1, trouble });
    collector.answers.splice(0, collector.answers.length, { status: 200 });
    await exporter.caughtUp();
    expect(exporter.state()).toMatchObject({ sent: 1, trouble: null });
  });

  it('goes on after a restart where it was, and knows the calls that were out', async () => {
    const home = await newHome();
    const collector = await startCollector();
    const log = await openLog(home);
    const first = exportTo(collector.url, log, home);
    await log.append(intent('long'));
    await first.caughtUp();
    await first.close();
    await log.append(outcome('long'));
    const again = exportTo(collector.url, log, home);
    await again.caughtUp();
    soundly(collector);
    expect(linesTaken(collector)).toEqual(await allLines(home));
    expect(spansTaken(collector)).toMatchObject([{ name: 'tools/call write_file' }]);
  });

  it('sends everything again where its cursor is damaged or of another log: twice is safe, never is not', async () => {
    const home = await newHome();
    const collector = await startCollector();
    const log = await openLog(home);
    await session(log, 2);
    const path = join(home, 'exports', 'one.json');
    for (const damage of ['', JSON.stringify({ ...JSON.parse('{"v":1,"seq":5,"open":{}}'), hash: 'f'.repeat(64) }), '{"v":1,"seq":1e9,"hash":"x","open":{}}']) {
      const exporter = exportTo(collector.url, log, home);
      await exporter.caughtUp();
      await exporter.close();
      await writeFile(path, damage);
    }
    const last = exportTo(collector.url, log, home);
    await last.caughtUp();
    soundly(collector);
    const lines = await allLines(home);
    expect(linesTaken(collector)).toEqual([...lines, ...lines, ...lines, ...lines]);
    expect(await readCursor(path)).toMatchObject({ seq: log.total(), open: {} });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ v: 1 });
  });
});
