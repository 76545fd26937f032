import type { RequestView } from '../../preload/contract/views.ts';
import { sentenceView } from '../../preload/contract/views.ts';
import type { OpenedRequest, RequestsRoom, RequestText } from '../host/requests/requests.ts';
import { ProblemError, type Handlers } from './handle.ts';
import type { SaveText } from './policy.ts';

type RequestChannels = Extract<keyof Handlers, `requests:${string}`>;

/** Requests at the window: written into a file the person chooses, opened from one, and run as calls like any other. */
export function requestHandlers(requests: RequestsRoom, save: SaveText): Pick<Handlers, RequestChannels> {
  const saved = async (request: RequestText | null): Promise<{ saved: boolean }> => {
    if (request === null) throw new ProblemError('request-not-possible');
    return { saved: await save(request.name, request.text) };
  };
  return {
    'requests:save': async ({ callId }) => saved(await requests.ofCall(callId)),
    'requests:save-plan': async ({ planId }) => saved(await requests.ofPlan(planId)),
    'requests:save-review': async ({ serverId }) => saved(await requests.ofReview(serverId)),
    'requests:open': ({ text }) => requestViewOf(requests.open(text)),
    'requests:run': async ({ text, index, serverId }) => {
      const ran = await requests.run(text, index, serverId, 'desktop');
      if (!ran.ok) throw new ProblemError(ran.why);
      return { callId: ran.callId };
    },
    'requests:run-set': async ({ text }) => {
      const ran = await requests.runSet(text, 'desktop');
      if (!ran.ok) throw new ProblemError(ran.why);
      return { planId: ran.planId };
    },
  };
}

const PROBLEMS = { 'too-large': 'request-too-large', 'no-request': 'no-request', 'later-format': 'request-later-format' } as const;

function requestViewOf(opened: OpenedRequest): RequestView {
  if (!opened.ok) throw new ProblemError(PROBLEMS[opened.why]);
  const { request, intact, candidates } = opened;
  const head = { intact, requestedAt: request.requestedAt, person: request.requestedBy.person, role: request.requestedBy.role };
  if (request.kind === 'review') {
    const { server, items } = request;
    return { ...head, content: { kind: 'review', serverName: server.name, target: server.target, items } };
  }
  const calls = request.calls.map(({ server, tool, args, effect, references, preview }, at) => ({
    serverName: server.name, tool: tool.name, args, effect, waitsFor: [...new Set((references ?? []).map(({ call }) => call + 1))], servers: [...(candidates[at] ?? [])],
    preview: preview === null ? null : { kind: preview.kind, sentence: sentenceView.safeParse(preview.sentence).data ?? null },
  }));
  return { ...head, content: { kind: 'calls', title: request.set?.title ?? null, calls } };
}
