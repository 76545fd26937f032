import type { Mark } from './markers.ts';
import { followed, near, says, type Sentence } from './sentences.ts';
import type { ScanRule } from './finding.ts';

/** Where a text stands: a definition describes a tool, a result answers a call; an order is odd in both. */
export type Where = 'definition' | 'result';

interface OrderRule {
  readonly rule: ScanRule;
  readonly weight: number;
  readonly where?: Where;
  readonly test: (sentence: Sentence, next: Sentence | undefined) => boolean;
}

/** An address that data can go to: URL, mail address, share, bare host. */
const ADDRESS = /\b[a-z]{2,6}:\/\/|[\w.+-]{1,64}@[\w-]{1,64}\.\w|(?:^|\s)\/\/[\w.]{4,}|\\\\[\w.]{4,}|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[\w-]{2,40}\.(?:com|net|org|io|xyz|ru|cn|site|top|info|dev|evil|server|test|example)\b|\bexternal\b|\b(?:third|3rd)[- ]party\b|\battacker\b/i;
/** A tool meant by name: `read_file`, "SendMail", 'kill_process' tool. */
const NAMED_TOOL = /\b[a-z]{2,}(?:_[a-z0-9]{2,}){1,5}\b|["'`‘“][\w.-]{3,60}["'`’”]|\b[A-Z][a-z]+[A-Z]\w{2,}\b/u;
/** In results, where programs are spoken of, `function` is an everyday word. */
const TOOL_ITSELF = /\btools?\b|工具|ツール|werkzeug|\boutils?\b|herramient|ferrament|strument[oi]|hulpmiddel|narz.dzi|инструмент/iu;
const PROTECTION = /\b(?:content|safety|security|moderation|compliance|access|rate|privacy|audit|ethic\w{0,6})[- ](?:filter|check|control|guard|guideline|restriction|measure|protocol|rule|polic|limit|review|feature|mechanism|scan)\w{0,4}/i;
const COURTESY = /\b(?:please|bitte)\s+(?:also\s+)?\[?(?:see|note|read|refer|visit|only use|bear in mind|update|upgrade|check|review|keep|ensure|open|file|report|contact|let|make|feel|be|don'?t|do|use|try|consider|follow|submit|consult|reach|email|e-mail|reply|find|go|click|look|remember|take|help|star|install|upgrade|update your|send (?:us|me|a)|provide a|add (?:a|an|your)|create an?|raise|post|ask|give|beachten|lesen|siehe)\b/i;
/** `please` as a part of a name, such as that of a program. */
const IN_A_NAME = /[-_/]please|please[-_/]/i;
const LACKS_RIGHT = /\b(?:no|without|not have) (?:[\w-]{1,20} ){0,2}(?:permissions?|authori[sz]ation|consent header)\b/i;
const QUOTED_SHOUT = /(?<![(=[{,:]\s?)["'‘“「『«][\p{Lu}\d -]{4,40}["'’”」』»]/u;
const ADDRESSED = /^\W{0,6}(?:[\p{L} ]{0,24}\b)?(?:to|for|notice|note|message|attention|alert|hey|dear|heads up|reminder)\b,?(?: (?:to|for|the|any|all))*[ ,-]{1,2}(?:ai|llm|assistant|agent|language model|chatbot|model)s?\b(?: \p{L}{2,20}){0,2}\W{0,2}[:,\-–]/iu;
const CLAIM = /\b(?:this|it|ours?) (?:is|tool is)(?: \p{L}+){0,3} (?:best|greatest|finest|superior|ultimate|only|most \p{L}+)\b/iu;
/** Languages that say "tell the user not" for "do not tell the user". */
const NOT_AFTER_VERB = /\p{Script=Hiragana}|\p{Script=Hangul}|\b(?:nicht|niemals|keinesfalls|niet|nooit)\b/iu;
const MAIL_ADDRESS = /[\w.+-]{1,64}@[\w-]{1,64}\.\w/;
const IN_YOUR_ANSWER = /\b(?:in|to|into|of|with|within|throughout) (?:all )?your (?:next |final )?(?:reply|response|answer|replies|responses|answers)\b/i;
const EXPECTS_ANSWER = /\b(?:forward|await|waiting|thanks?|appreciat\w{1,4}|receiv\w{1,4}|regards?|reply to (?:this|us))\b/i;
const GIVEN_CODE = /\b(?:following|below|subsequent|accompanying|attached|next|provided|given)\b.{0,20}\bcode\b|\bcode (?:block|snippet|section|excerpt|segment|fragment|piece) (?:below|that follows)\b/i;
const YOUR_CODE = /\byour (?:\w{1,20} )?(?:code|solution|implementation|algorithm|script|program|codebase|project|application|answer|response)\b|\bthe code (?:that )?you\b/i;
const FIRST_WORDS = 3;

/** Says that something is *not* sent. */
const refused = (sentence: Sentence): boolean => followed(sentence, 'not', 'move', 3);
const startsWith = (sentence: Sentence, meaning: 'please' | 'add'): boolean => (sentence.places.get(meaning) ?? []).some((place) => place < FIRST_WORDS);

const ORDERS: readonly OrderRule[] = [
  // Setting aside what the model was told before is of use only to somebody who may not say so openly.
  { rule: 'override', weight: 4, where: 'definition', test: (s) => near(s, 'override', 'rules', 6) && says(s, 'previous') && (near(s, 'previous', 'rules', 3) || says(s, 'all')) },
  { rule: 'override', weight: 3, test: (s) => near(s, 'override', 'rules', 6) && (says(s, 'previous') || says(s, 'all') || says(s, 'you') || says(s, 'model')) },
  { rule: 'override', weight: 2, test: (s) => says(s, 'override') && PROTECTION.test(s.text) },
  // What must be kept from the person is not in their interest, whatever it is.
  { rule: 'secrecy', weight: 3, test: (s) => followed(s, 'not', 'tell', 4) && near(s, 'tell', 'user', 7) },
  { rule: 'secrecy', weight: 3, test: (s) => near(s, 'not', 'tell', 7) && near(s, 'tell', 'user', 8) && NOT_AFTER_VERB.test(s.text) },
  // One word for it, in languages that have one for keeping something from somebody and for nothing else.
  { rule: 'secrecy', weight: 3, test: (s) => near(s, 'conceal', 'user', 6) },
  { rule: 'secrecy', weight: 3, test: (s) => followed(s, 'not', 'tell', 4) && says(s, 'rules') },
  { rule: 'secrecy', weight: 3, test: (s) => followed(s, 'not', 'add', 4) && says(s, 'rules', 'answer') },
  { rule: 'secrecy', weight: 2, test: (s) => near(s, 'silent', 'move', 4) || followed(s, 'silent', 'use', 2) },
  // The question to the person is what stands between a model and harm; a server has no say in it.
  { rule: 'no-confirmation', weight: 2, test: (s) => followed(s, 'not', 'confirm', 4) && (says(s, 'user') || says(s, 'order') || says(s, 'move')) && !LACKS_RIGHT.test(s.text) },
  // Private things and somewhere else to put them: neither part alone is odd.
  { rule: 'data-movement', weight: 3, test: (s) => says(s, 'move') && (near(s, 'move', 'secret', 8) || near(s, 'move', 'conversation', 8)) && ADDRESS.test(s.text) && (says(s, 'order') || says(s, 'all') || says(s, 'please')) && !refused(s) },
  { rule: 'data-movement', weight: 2, test: (s) => followed(s, 'move', 'secret', 8) && (says(s, 'order') || says(s, 'all')) && ADDRESS.test(s.text) && !refused(s) },
  { rule: 'data-movement', weight: 2, where: 'definition', test: (s) => followed(s, 'order', 'move', 4) && followed(s, 'move', 'secret', 8) && !refused(s) },
  { rule: 'data-movement', weight: 2, test: (s) => near(s, 'move', 'data', 5) && says(s, 'all') && ADDRESS.test(s.text) && !says(s, 'you') && !refused(s) },
  { rule: 'data-movement', weight: 2, where: 'definition', test: (s) => followed(s, 'order', 'move', 4) && (ADDRESS.test(s.text) || (says(s, 'data') && NAMED_TOOL.test(s.text) && says(s, 'all', 'data'))) },
  { rule: 'data-movement', weight: 2, where: 'definition', test: (s) => followed(s, 'order', 'move', 4) && says(s, 'data', 'tool') },
  { rule: 'data-movement', weight: 2, where: 'definition', test: (s) => followed(s, 'order', 'add', 3) && MAIL_ADDRESS.test(s.text) },
  { rule: 'data-movement', weight: 2, where: 'definition', test: (s) => near(s, 'all', 'conversation', 2) && says(s, 'order') && (says(s, 'use') || says(s, 'add') || says(s, 'move')) },
  // A description that says what to do before, after or instead of other tools steers work it was not asked about.
  { rule: 'tool-order', weight: 2, where: 'definition', test: (s) => followed(s, 'before', 'use', 3) && says(s, 'tool', 'all') && followed(s, 'use', 'order', 12) },
  { rule: 'tool-order', weight: 2, where: 'definition', test: (s) => near(s, 'use', 'tool', 5) && says(s, 'instead', 'other') },
  { rule: 'tool-order', weight: 2, where: 'definition', test: (s) => followed(s, 'before', 'use', 2) && followed(s, 'use', 'please', 6) },
  { rule: 'tool-order', weight: 2, where: 'definition', test: (s) => followed(s, 'before', 'use', 2) && followed(s, 'use', 'use', 8) && says(s, 'tool') && says(s, 'add') },
  // A tool that praises itself wants to be chosen; an honest one says what it does.
  { rule: 'self-praise', weight: 2, where: 'definition', test: (s) => says(s, 'best') && near(s, 'best', 'tool', 3) && CLAIM.test(s.text) },
  { rule: 'self-praise', weight: 2, where: 'definition', test: (s) => followed(s, 'order', 'use', 3) && says(s, 'tool', 'instead', 'other') && says(s, 'all') },
  // A definition describes; who asks for something in it speaks to the model.
  { rule: 'request', weight: 2, where: 'definition', test: (s) => startsWith(s, 'please') && !IN_A_NAME.test(s.text) && !COURTESY.test(s.text) && !says(s, 'wrong') },
  { rule: 'request', weight: 2, where: 'result', test: (s) => startsWith(s, 'please') && !IN_A_NAME.test(s.text) && s.length >= 5 && !COURTESY.test(s.text) && !says(s, 'you', 'user') },
  // Answers hold data. Orders in them, addressed to whoever reads, come from whoever wrote the data.
  { rule: 'addressed-order', weight: 3, where: 'result', test: (s) => followed(s, 'order', 'follow', 4) && followed(s, 'follow', 'rules', 6) },
  { rule: 'addressed-order', weight: 2, test: (s) => says(s, 'model') && ADDRESSED.test(s.text) },
  { rule: 'addressed-order', weight: 2, where: 'result', test: (s) => (says(s, 'please') || says(s, 'order')) && near(s, 'use', 'tool', 5) && TOOL_ITSELF.test(s.text) && NAMED_TOOL.test(s.text) && !says(s, 'you') },
  { rule: 'addressed-order', weight: 2, where: 'result', test: (s) => followed(s, 'model', 'order', 3) && says(s, 'use') && NAMED_TOOL.test(s.text) },
  { rule: 'addressed-order', weight: 2, test: (s) => followed(s, 'model', 'order', 3) && (says(s, 'rules') || says(s, 'override')) && says(s, 'follow') },
  { rule: 'addressed-order', weight: 2, where: 'result', test: (s) => followed(s, 'not', 'instead', 10) && followed(s, 'instead', 'add', 2) && says(s, 'answer') },
  { rule: 'addressed-order', weight: 2, where: 'result', test: (s) => says(s, 'add') && QUOTED_SHOUT.test(s.text) && (says(s, 'order') || says(s, 'answer') || says(s, 'before')) },
  // What the model's own answer shall look like is for the person to say.
  { rule: 'answer-order', weight: 2, where: 'result', test: (s) => near(s, 'you', 'answer', 3) && says(s, 'add') && (startsWith(s, 'add') || followed(s, 'answer', 'add', 4)) && s.length >= 5 },
  { rule: 'answer-order', weight: 2, where: 'result', test: (s) => says(s, 'answer', 'you') && s.length <= 30 && IN_YOUR_ANSWER.test(s.text) && !EXPECTS_ANSWER.test(s.text) },
  { rule: 'answer-order', weight: 2, where: 'result', test: (s) => says(s, 'you') && GIVEN_CODE.test(s.text) && YOUR_CODE.test(s.text) },
  // Declares earlier work void and asks to do it again with what it brings.
  { rule: 'redo', weight: 2, where: 'result', test: (s, next) => says(s, 'wrong') && near(s, 'wrong', 'work', 6) && (says(s, 'redo') || (next !== undefined && says(next, 'redo'))) },
  // Data that says the rules of the running session have changed.
  { rule: 'new-rules', weight: 2, where: 'result', test: (s) => says(s, 'session') && (followed(s, 'new', 'rules', 3) || followed(s, 'new', 'terms', 2)) && s.length <= 30 && /\b(?:this|current|present|immediate|ongoing)\b/i.test(s.text) },
  { rule: 'credential-path', weight: 2, test: (s) => says(s, 'move') && /\.env\b|\.ssh\b|\bid_rsa\b|\/etc\/(?:passwd|shadow)|\bcredentials?\b.{0,20}\bfiles?\b|\bprivate keys?\b/i.test(s.text) && ADDRESS.test(s.text) },
];

/** What orders the sentences of a text give, and where. */
export function marksOfOrders(sentences: readonly Sentence[], where: Where): readonly Mark[] {
  const marks: Mark[] = [];
  sentences.forEach((sentence, index) => {
    // One meaning alone is an order only where it asks, sets aside or speaks to a model.
    if (sentence.places.size < 2 && !says(sentence, 'please') && !says(sentence, 'override') && !says(sentence, 'model')) return;
    for (const order of ORDERS) {
      if ((order.where ?? where) === where && order.test(sentence, sentences[index + 1])) marks.push({ rule: order.rule, weight: order.weight, at: sentence.at });
    }
  });
  return marks;
}
