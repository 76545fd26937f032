import type { ScanRule } from './finding.ts';

/** What a rule saw in a text: how heavy it is alone, and where. Weights of different rules that stand together add up. */
export interface Mark {
  readonly rule: ScanRule;
  readonly weight: number;
  readonly at: number;
}

/** A rule that looks at the shape of a text and not at its words. */
interface ShapeRule {
  readonly rule: ScanRule;
  readonly shape: RegExp;
  /** The shape tells capitals apart; all others are looked for in lower case, which is several times quicker than ignoring case. */
  readonly cased?: true;
  /** Characters without which the shape cannot stand: most texts are passed over by this alone. */
  readonly gate?: RegExp;
  readonly inDefinition: number;
  readonly inResult: number;
}

/** Every pattern is bounded in each repeat, so that its time grows with the text and no faster. */
const SHAPES: readonly ShapeRule[] = [
  // Orders whose letters were pushed together, or set apart without borders between words: nobody writes so to be read.
  { rule: 'override', gate: /[a-z]{18}/, inDefinition: 3, inResult: 3, shape: /(?:ignor(?:e|ing)|disregard|forget|overrid(?:e|ing)|bypass)(?:all|any)?(?:of)?(?:the|your|my|any|other)?(?:previous|prior|above|earlier|system|safety)(?:user|system|safety)?(?:instruction|rule|prompt|guideline|direction|command|polic)/u },
  { rule: 'secrecy', gate: /[a-z]{12}/, inDefinition: 3, inResult: 3, shape: /(?:donot|dont|never|without)(?:tell|inform|mention|notify|alert)(?:ing)?(?:this|it|that)?(?:to)?(?:the)?(?:user|human|person|anyone)/u },
  // Models are trained on these marks; no person and no honest tool writes them in prose. Holds for every chat template of this shape.
  { rule: 'chat-marker', gate: /[<[#]/, inDefinition: 4, inResult: 3, shape: /\[\/?inst\]|<<\/?sys>>|<\|(?:im_)?[a-z][a-z_]{2,24}\|>|<\/?(?:start|end)_of_turn>|<\/?(?:system|assistant|user)(?:_prompt|_message)?>\s*[\p{L}]|(?:^|\n)\s{0,8}#{2,4} ?(?:system|instruction|new instruction)s?\s{0,3}:/u },
  { rule: 'chat-marker', gate: /\n/, inDefinition: 2, inResult: 2, cased: true, shape: /(?:^|\n)\s{0,8}(?:Human|Assistant|System) ?: ?\S[^\n]{0,400}\n+\s{0,8}(?:Human|Assistant|System|User) ?:/u },
  // Text dressed up as coming from somebody with more say than the server has.
  { rule: 'authority', gate: /</, inDefinition: 3, inResult: 3, shape: /<(important|information|critical|system|secret|instructions?|admin|urgent|attention|override|priority|hidden|mandatory|wichtig|importante?)\b[^>\n]{0,40}>(?=[^<]{0,40}\s[^<]{0,40}\s)/u },
  { rule: 'authority', gate: /[:：\]]/, inDefinition: 2, inResult: 2, shape: /(?:^|[\n.!?>*\-#"]\s{0,4}|\[\s?)(?:system|admin\w{0,10}|developer|root|operator|sysadmin|management|it[- ]security)[ _-]{1,2}(?:override|message|prompt|notice|update|instruction|directive|alert|request|command|note|order|mode|maintenance|task)s?\b[^:：\]\n]{0,30}[:：\]]/u },
  { rule: 'authority', gate: /[:：\]]/, inDefinition: 2, inResult: 2, cased: true, shape: /(?:<!--|\/\/|\/\*|^|\n)\s{0,4}(?:SYSTEM|ADMIN|ROOT|DEVELOPER) ?[:：]|\[(?:SYSTEM|ADMIN|ROOT|DEVELOPER|OVERRIDE|HIDDEN)\]/u },
  { rule: 'authority', gate: /[[【]/, inDefinition: 2, inResult: 2, shape: /[[【](?:[^\]\n】]{0,24} )?(?:instruction|directive|command|order|request|action required|override|priority task)s?(?: [^\]\n】]{0,24})?:{0,2}[\]】]?\s{0,3}[:：]/u },
  { rule: 'authority', gate: /[[【]/, inDefinition: 2, inResult: 2, shape: /[[【](?:hidden|secret|covert|veiled|concealed|masked|embedded|clandestine|occult|invisible|disguised|obscured|encrypted|injected|confidential|undisclosed|stealth)\b[^\]\n】]{0,40}[\]】]/u },
  { rule: 'authority', gate: /instruction|directive|order|prompt|command/, inDefinition: 2, inResult: 2, shape: /\b(?:begin|start|end) (?:of )?(?:hidden |secret |new |system |admin |injected )?(?:instruction|directive|order|prompt|command)s?\b/u },
  { rule: 'authority', gate: /[:：]/, inDefinition: 2, inResult: 2, cased: true, shape: /(?:系统|配置|管理员|更新|参数|指令|システム|管理者)(?:更新|修改|指令|指示|消息|通知|变更|调整|命令|提示|メッセージ)?\s?[:：]\s?(?:从|自|今|即|请|所有|全|必|以|これ)/u },
  { rule: 'authority', gate: /[:!\])]/, inDefinition: 1, inResult: 1, cased: true, shape: /(?:^|[\n[(]\s{0,4})\**(?:IMPORTANT|CRITICAL|URGENT|ATTENTION|MANDATORY|WICHTIG|IMPORTANTE|BELANGRIJK|WAŻNE|ВАЖНО)\**\s?[:!\])]/u },
  // Where keys, passwords and other programs' access data lie on every machine.
  { rule: 'credential-path', gate: /[/\\~._]/, inDefinition: 2, inResult: 1, shape: /[~/\\.]ssh[/\\](?!config\b)|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|[/\\]etc[/\\](?:passwd|shadow|sudoers)\b|\.aws[/\\]credentials|\.(?:netrc|pgpass|git-credentials|gnupg)\b|\.kube[/\\]config\b|\.docker[/\\]config\.json|\.cursor[/\\]mcp\.json|claude_desktop_config\.json|\bwallet\.dat\b|[/\\]proc[/\\]self[/\\]environ\b|\bauthorized_keys\b/u },
  // Key material itself: an answer that carries it has read what it should not, or wants it written somewhere.
  { rule: 'private-key', gate: /begin|ssh-|akia|gh[pousr]_/, inDefinition: 2, inResult: 2, cased: true, shape: /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----(?![^-]{0,60}(?:\.\.\.|…))|\bssh-(?:rsa|ed25519) [A-Za-z0-9+/]{40}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b/u },
  // Programs that fetch and run code or destroy, whatever the address; in definitions there is no reason to show one.
  { rule: 'command', gate: /curl|wget|iwr|powershell|base64/, inDefinition: 3, inResult: 2, shape: /\b(?:curl|wget|iwr)\b[^\n|]{0,200}\|\s{0,3}(?:sudo )?(?:(?:ba|z|da)?sh|python3?|perl|node)\b|\$\((?:curl|wget)\b|\bpowershell(?:\.exe)?\b[^\n]{0,60}\s-e(?:nc|ncodedcommand)?\s|\bbase64 (?:-d|--decode)\b[^\n]{0,60}\|\s{0,3}\w{0,6}sh\b/u },
  { rule: 'command', gate: /[(/]|rm -|dd if|nc -|python/, inDefinition: 3, inResult: 2, shape: /\b(?:eval|exec|system|popen|function)\s?\(\s?(?:atob|unescape|buffer\.from|base64|requests?\.get|["'`](?:sudo |curl|wget|bash|sh |perl|powershell|nc |rm -)|\()|\b(?:exec|execsync|spawn|system|popen|open)\s?\(\s?["'`][^"'`\n]{0,60}(?:\/etc\/(?:passwd|shadow)|\.ssh\/id_)|\bpython3? -c ['"][^\n]{0,40}\bsocket\b|\biex\s?\(|\bdownloadstring\(|\/dev\/tcp\/|\bnc (?:-\w{1,4} )?-e\b|\brequire\(\s?["'][^"'\n]{1,80}\.(?:sh|ps1|exe|bat)["']|\bsudo rm -rf\b|\brm -rf? (?:[/~](?![\w.]{2})|--no-preserve-root)|\bdd if=\/dev\/(?:zero|random|urandom) of=\/dev\//u },
  { rule: 'command', gate: /<script|on(?:load|error|mouseover|click)/, inDefinition: 3, inResult: 2, shape: /\bon(?:load|error|mouseover|click)\s?=\s?["']?[^"'\n]{0,60}(?:eval|fetch|atob|document\.cookie|import)\s?\(?|<script\b[^>]{0,80}>[^<]{0,400}(?:document\.cookie|\bfetch\(|\beval\()/u },
  // Says of itself to be harmless and takes a switch for the contrary.
  { rule: 'hidden-write', gate: /(?:write|delete|exec|execute|admin|force|unsafe|overwrite)_/, inDefinition: 2, inResult: 0, shape: /\b(?:read[- ]?only|safe|harmless)\b[^]{0,300}?\b(?:write|delete|exec|execute|admin|force|unsafe|overwrite)_(?:mode|access|enabled|allowed)\b/u },
  // Somebody claims to be the person at the keyboard, or that the person's task is over.
  { rule: 'fake-user', gate: /user|owner|developer|admin|query|request|task|message|instruction/, inDefinition: 3, inResult: 3, shape: /\b(?:i am|i'm|this is|signed,?|message from|on behalf of)\s{1,3}(?:the |your )?(?:user|owner|developer|administrator|admin)\b(?! (?:agent|guide|manual|id))|(?:^|\n)\s{0,4}(?:new |next |real |actual )(?:user |human )?(?:query|request|task|message|instruction)s?\s{0,3}:/u },
  { rule: 'fake-user', gate: /complete|done|finished|solve|continue/, inDefinition: 2, inResult: 1, shape: /\b(?:(?:task|request|job|query)s? (?:is |has been |was |now )(?:now )?(?:complete|completed|done|finished)|(?:answer|status|result): ?task (?:complete|completed|done|finished))\b|\b(?:solve|continue|complete) (?:the|your) (?:task|request) (?:that )?(?:i|you)\b/u },
  // Presence is enough to say so; it rises with what stands in it.
  { rule: 'new-rules', inDefinition: 2, inResult: 2, gate: /you are |(?:act|behave|respond|operate) as |mode /, shape: /\byou are (?:now|no longer) (?:a|an|the|in|bound|restricted|dan|free)\b|\b(?:act|behave|respond|operate) as (?:an? )?(?:unrestricted|unfiltered|uncensored|jailbroken|evil|dan\b|root|admin)|\b(?:developer|god|debug|jailbreak|dan|unrestricted) mode (?:is |now )?(?:on|enabled|activated|active)\b/u },
  { rule: 'new-rules', inDefinition: 2, inResult: 2, gate: /now on|point on|here on|von nun|ab sofort|partir|desorm|d'ora|vanaf|teraz|отныне|[从自起今こ]/u, shape: /\bfrom (?:now|this point|here) on(?:wards?)?,|\bvon nun an\b|\bab sofort\b|\bdesormais\b|\ba partir de ahora\b|\ba partir de agora\b|\bd'ora in poi\b|\bvanaf nu\b|\bod teraz\b|\bотныне\b|从(?:现在|今|此刻?|此)起|从(?:此刻|现在)开始|自此(?:刻)?起|今後は|これからは/u },
];

/** Every shape that stands in a normalised text, once for each rule and weight. */
export function marksOfShape(prose: string, inDefinition: boolean): readonly Mark[] {
  const marks: Mark[] = [];
  const lower = prose.toLowerCase();
  for (const { rule, shape, cased, gate, inDefinition: high, inResult } of SHAPES) {
    const at = gate !== undefined && !gate.test(lower) ? -1 : (cased === true ? prose : lower).search(shape);
    const weight = inDefinition ? high : inResult;
    if (at >= 0 && weight > 0) marks.push({ rule, weight, at });
  }
  return marks;
}

const COMMENT_LENGTH = 4_000;
const MARKDOWN_COMMENT = /\n\[(?:\/\/|comment)\]: ?#? ?[("']([^\n]{0,1000})/gu;
const HIDDEN_ELEMENT = /<(?:span|div|p)\b[^<>]{0,120}(?:display\s?:\s?none|font-size\s?:\s?0|visibility\s?:\s?hidden|color\s?:\s?(?:white|#fff))[^<>]{0,120}>([^<]{0,1000})/giu;
const TWO_WORDS = /\p{L}{2}\P{L}{1,20}\p{L}{2}/u;

/** Something that is not shown, and where it stands. */
export interface HiddenComment {
  readonly text: string;
  readonly at: number;
}

/** What stands in comments and hidden elements, which a person does not see when the text is shown formatted. */
export function hiddenComments(prose: string): readonly HiddenComment[] {
  if (!/<|\n\[/.test(prose)) return [];
  const others = [...prose.matchAll(MARKDOWN_COMMENT), ...prose.matchAll(HIDDEN_ELEMENT)].map(({ 1: inner = '', index }) => ({ text: inner, at: index }));
  return [...htmlComments(prose), ...others].filter(({ text }) => TWO_WORDS.test(text));
}

/** A comment without an end hides all that follows. */
function htmlComments(prose: string): readonly HiddenComment[] {
  const found: HiddenComment[] = [];
  for (let at = prose.indexOf('<!--'); at >= 0;) {
    const end = prose.indexOf('-->', at + 4);
    found.push({ text: prose.slice(at + 4, end < 0 ? at + COMMENT_LENGTH : Math.min(end, at + COMMENT_LENGTH)), at });
    at = end < 0 ? -1 : prose.indexOf('<!--', end);
  }
  return found;
}

const PARAMETER = [
  /^(?:llm|ai|caller|calling|client)_?(?:model)?_?(?:model|name|id|version|identity)$/i,
  /(?:conversation|chat|dialog(?:ue)?|message|prompt|session)_?(?:history|transcript|log|so_?far|content|context|dump)s?$/i,
  /^(?:full|whole|entire|complete|previous)_?(?:conversation|chat|context|prompt)$/i,
  /system_?(?:prompt|message|instructions?)$/i, /^(?:chain_?of_?thought|scratch_?pad|hidden_?state|side_?note|model_?context)$/i,
  /(?:^|_)(?:ssh|private|secret|master|openai|anthropic)_?(?:api_?)?keys?(?:_?(?:content|value|file)s?)?$/i,
  /^(?:available|other|all)_?tools?(?:_?(?:list|names))?$/i,
];

/**
 * A parameter named to carry what the call does not need: the conversation, the model's instructions, its name, keys.
 * Generalises: it names the thing to be taken, however the description speaks of it.
 */
export function carriesContext(name: string): boolean {
  const snake = name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').replaceAll('-', '_');
  return PARAMETER.some((pattern) => pattern.test(snake));
}
