import { z } from 'zod';
import { EFFECTS, ENVIRONMENTS, PINNED_KINDS, ROLES, SERVER_CLASSES, TRUST_LEVELS } from '../../main/core/words/index.ts';
import { aMoment, aName, anId, aValue, jsonObject, MOST } from './bounded.ts';
import type { Channel } from './channels.ts';
import { planSchemas } from './plan-schemas.ts';
import { skillSchemas } from './skill-schemas.ts';
import {
  activityFilter, auditEntryView, daySummaryView, EXPORT_FORMATS, objectAnswerView, shownCallView, grantView, grantWish, historyStepView, launchView, pageView, plannedCallView, policyAnswerView, policyCheckView, policyView, receiptView, requestView, reviewItemView, reviewRowView, reviewSummaryView, reviewView, serverView, settingsView, statusView,
  toolDetailView, toolView, verifyView,
} from './views.ts';

const nothing = z.strictObject({});
const serverId = z.string().max(64);
/** The digest of what stood on the screen; another one is refused by name, so its form is not looked at here. */
const shown = anId;
const byReview = z.strictObject({ serverId, digest: shown });
const byServer = z.strictObject({ serverId });
const policyText = z.string().max(4_000_000);
const reason = z.string().max(500).nullable().default(null);

const variable = z.strictObject({ name: aValue.min(1), value: aValue, secret: z.boolean() });

/** A server as a person enters it: `secret` values go to the keychain and never come back. */
export const serverDraft = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('local'), name: z.string().min(1).max(120), command: aValue.min(1), args: z.array(aValue).max(MOST.entries),
    env: z.array(variable).max(MOST.entries),
    cwd: aValue.nullable(), class: z.enum(SERVER_CLASSES), environment: z.enum(ENVIRONMENTS),
  }),
  z.strictObject({
    kind: z.literal('remote'), name: z.string().min(1).max(120), url: aValue.min(1),
    headers: z.array(variable).max(MOST.entries),
    class: z.enum(SERVER_CLASSES), environment: z.enum(ENVIRONMENTS),
  }),
]);
export type ServerDraft = z.infer<typeof serverDraft>;

/** What a person chose on a card. `painted` is the digest of the card as it stood on the screen. */
export const choice = z.strictObject({
  callId: anId,
  painted: z.string().regex(/^[0-9a-f]{64}$/),
  choice: z.enum(['approve', 'deny', 'edit', 'look-first']),
  /** The new arguments of an edit; null otherwise. */
  args: jsonObject.nullable(),
  /** True when the effect's word was typed, where the card asks for it. */
  wordTyped: z.boolean(),
  /** With an approval: what is allowed for longer. */
  grant: grantWish.nullable().default(null),
});
export type Choice = z.infer<typeof choice>;

/** Request and reply of every channel. A channel without both does not compile. */
export const schemas = {
  'app:status': { request: nothing, reply: statusView },
  'settings:read': { request: nothing, reply: settingsView },
  'settings:change': { request: settingsView.partial(), reply: settingsView },
  'servers:list': { request: nothing, reply: z.array(serverView) },
  /** Reads the usual `mcpServers` JSON into drafts, adding nothing; `unknown` names entries that no draft holds. */
  'servers:parse': { request: z.strictObject({ text: z.string().max(1_000_000) }), reply: z.strictObject({ drafts: z.array(serverDraft), unknown: z.array(z.string()) }) },
  'servers:add': { request: z.strictObject({ drafts: z.array(serverDraft).min(1).max(100) }), reply: z.array(serverView) },
  'servers:launch': { request: byServer, reply: launchView },
  'servers:consent': { request: z.strictObject({ serverId, digest: shown, yes: z.boolean() }), reply: serverView },
  'servers:start': { request: byServer, reply: serverView },
  'servers:stop': { request: byServer, reply: serverView },
  'servers:remove': { request: byServer, reply: nothing },
  'servers:log': { request: byServer, reply: z.strictObject({ lines: z.array(z.string()), dropped: z.number() }) },
  'servers:trust': { request: z.strictObject({ serverId, trust: z.enum(TRUST_LEVELS) }), reply: serverView },
  'servers:secret': { request: z.strictObject({ serverId, name: aValue, value: z.string().max(65_536) }), reply: serverView },
  /** Installs the package of the launch once; the reply comes when that is done. A stop cancels it. */
  'servers:pin': { request: byServer, reply: serverView },
  'review:read': { request: byServer, reply: reviewView },
  /** Every definition of the review with this digest, in a few words; `review-moved` where it is another by now. */
  'review:rows': { request: byReview, reply: z.array(reviewRowView) },
  /** Some of them whole, in the order asked for. */
  'review:items': {
    request: byReview.extend({ items: z.array(z.strictObject({ kind: z.enum(PINNED_KINDS), name: aName })).min(1).max(50) }),
    reply: z.array(reviewItemView),
  },
  'review:decide': {
    request: z.strictObject({
      serverId,
      digest: shown,
      /** Null: the trust stays as it is. */
      trust: z.enum(TRUST_LEVELS).nullable(),
      decisions: z.array(z.strictObject({
        kind: z.enum(PINNED_KINDS),
        name: aName,
        decision: z.enum(['accept', 'block']),
        effect: z.enum(EFFECTS).nullable(),
        /** True: the read that was offered is used. */
        readBack: z.boolean().exactOptional(),
        /** True: the dry run that was offered may be asked for. */
        dryRun: z.boolean().exactOptional(),
        reason,
      })).max(200_000),
      /** Why, for all that give no reason of their own. */
      reason,
    }),
    reply: serverView,
  },
  /** Accepts every item that changed in nothing but looks. */
  'review:batch': { request: z.strictObject({ serverId, digest: shown, reason }), reply: serverView },
  'review:history': {
    request: z.strictObject({ serverId, kind: z.enum(PINNED_KINDS), name: aName }),
    reply: z.array(historyStepView),
  },
  'review:summary': { request: byServer, reply: reviewSummaryView },
  'tools:list': { request: nothing, reply: z.array(toolView) },
  'tools:read': { request: z.strictObject({ serverId, tool: aName }), reply: toolDetailView },
  /** Enters the gate. The reply comes at once; the card or the receipt follow. */
  'calls:plan': { request: z.strictObject({ serverId, tool: aName, args: jsonObject }), reply: z.strictObject({ callId: z.string() }) },
  'calls:cancel': { request: z.strictObject({ callId: anId }), reply: nothing },
  'calls:receipt': { request: z.strictObject({ callId: anId }), reply: receiptView },
  ...planSchemas,
  ...skillSchemas,
  'approvals:list': { request: nothing, reply: z.array(plannedCallView) },
  /** One page that a card names by its digest: rows of a change, or a piece of the text of long arguments. */
  'approvals:page': { request: z.strictObject({ callId: anId, digest: z.string().regex(/^[0-9a-f]{64}$/) }), reply: z.strictObject({ page: pageView }) },
  'approvals:answer': { request: choice, reply: nothing },
  /** Writes a refused call into a file that the person chooses; false where nothing was chosen. */
  'requests:save': { request: z.strictObject({ callId: anId }), reply: z.strictObject({ saved: z.boolean() }) },
  /** The same of what a set was refused for the role. */
  'requests:save-plan': { request: z.strictObject({ planId: anId }), reply: z.strictObject({ saved: z.boolean() }) },
  'requests:save-review': { request: byServer, reply: z.strictObject({ saved: z.boolean() }) },
  'requests:open': { request: z.strictObject({ text: z.string().max(5_000_000) }), reply: requestView },
  /** Plans one call of a request anew: judged, previewed and asked like any call. */
  'requests:run': { request: z.strictObject({ text: z.string().max(5_000_000), index: z.number().int().min(0), serverId }), reply: z.strictObject({ callId: z.string() }) },
  /** Plans all calls of a request as one set. */
  'requests:run-set': { request: z.strictObject({ text: z.string().max(5_000_000) }), reply: z.strictObject({ planId: z.string() }) },
  'grants:list': { request: nothing, reply: z.array(grantView) },
  'grants:revoke': { request: z.strictObject({ grantId: z.string().max(100) }), reply: z.array(grantView) },
  'policy:read': { request: nothing, reply: policyView },
  /** Takes a role by hand; null: the owner again. Refused where policy says the roles. */
  'policy:choose-role': { request: z.strictObject({ role: z.enum(ROLES).nullable() }), reply: policyView },
  /** A policy made of this home: its servers, their reviewed tools and pins. Nothing is written. */
  'policy:build': { request: nothing, reply: z.strictObject({ text: z.string() }) },
  'policy:check': { request: z.strictObject({ text: policyText }), reply: policyCheckView },
  /** Asks a draft, or with null what holds now, about one call. Nothing is called. */
  'policy:try': {
    request: z.strictObject({ text: policyText.nullable(), role: z.string().max(300), serverId, tool: z.string().max(500), args: jsonObject }),
    reply: policyAnswerView,
  },
  /** Asks where to, and writes: what holds, or a draft with its seal made anew. `saved` false: the person did not want to. */
  'policy:export': {
    request: z.discriminatedUnion('what', [z.strictObject({ what: z.literal('effective') }), z.strictObject({ what: z.literal('draft'), text: policyText })]),
    reply: z.strictObject({ saved: z.boolean() }),
  },
  /** With a filter: what passes it. `more`: the record number to go on below; null: that is all. */
  'activity:list': {
    request: z.strictObject({ before: z.number().nullable(), limit: z.number().int().min(1).max(500), filter: activityFilter.nullable().default(null) }),
    reply: z.strictObject({ entries: z.array(auditEntryView), total: z.number(), more: z.number().nullable() }),
  },
  'activity:read': { request: z.strictObject({ seq: z.number() }), reply: z.strictObject({ records: z.array(z.json()) }) },
  'activity:verify': { request: nothing, reply: verifyView },
  'activity:shown': { request: z.strictObject({ seq: z.number() }), reply: shownCallView.nullable() },
  'activity:object': { request: z.strictObject({ object: z.string().min(1).max(300), server: z.string().max(300).nullable() }), reply: objectAnswerView },
  'activity:summary': { request: z.strictObject({ from: aMoment, until: aMoment }), reply: daySummaryView },
  /** Deletes the keys of what was kept of a call, of a person's calls or of the calls about an object. */
  'activity:erase': {
    request: z.strictObject({ of: z.enum(['call', 'person', 'object']), value: z.string().min(1).max(300) }),
    reply: z.strictObject({ calls: z.number(), pieces: z.number(), inRecord: z.number() }),
  },
  /** Asks where to put it, and answers once it is there. `path` null: nobody chose a place, or it was stopped. */
  'activity:export': { request: z.strictObject({ format: z.enum(EXPORT_FORMATS) }), reply: z.strictObject({ path: z.string().nullable(), stopped: z.boolean(), leftOut: z.strictObject({ lines: z.number(), files: z.number() }) }) },
  /** How far the export is that runs; null: none writes. */
  'activity:export-progress': { request: nothing, reply: z.strictObject({ written: z.number(), of: z.number() }).nullable() },
  'activity:export-stop': { request: nothing, reply: nothing },
} satisfies Record<Channel, { request: z.ZodType; reply: z.ZodType }>;
