/** Letters and digits that no service ever gave to anybody, others for each name. */
function fill(name: string, length: number, letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'): string {
  let state = [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);
  return `Zq8${Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return letters[(state >>> 8) % letters.length];
  }).join('')}`.slice(letters.length > 16 ? 0 : 3).slice(0, length);
}
const hex = (name: string, length = 32): string => fill(name, length, '0123456789abcdef');
/** Taken apart, so that no scanner of sources takes a sample for the real thing. */
const glue = (...parts: readonly string[]): string => parts.join('');
type Sample = readonly [name: string, text: string, secret: string];
const sample = (name: string, secret: string, text: (secret: string) => string): Sample => [name, text(secret), secret];
const token = (name: string, begin: string, secret: string): Sample => [name, begin + secret, secret];

/** Kinds of secrets that are known by their shape: a name, a text that holds one, and what must be gone from it. */
export const TOKENS: readonly Sample[] = [
  token('OpenAI', glue('sk', '-proj-'), fill('OpenAI', 32)), token('Anthropic', glue('sk', '-ant-api03-'), fill('Anthropic', 32)),
  token('Stripe live', glue('sk', '_live_'), fill('Stripe live', 24)), token('Stripe restricted', glue('rk', '_test_'), fill('Stripe restricted', 24)),
  token('GitHub classic', glue('gh', 'p_'), fill('GitHub classic', 36)), token('GitHub app', glue('gh', 's_'), fill('GitHub app', 36)),
  token('GitHub refresh', glue('gh', 'r_'), fill('GitHub refresh', 36)), token('GitHub fine-grained', glue('github', '_pat_'), fill('GitHub fine', 40)),
  token('GitLab', glue('gl', 'pat-'), fill('GitLab', 20)), token('GitLab deploy', glue('gl', 'dt-'), fill('GitLab deploy', 20)),
  token('Slack bot', glue('xox', 'b-1234567890-'), fill('Slack bot', 20)), token('Slack user', glue('xox', 'p-1234567890-'), fill('Slack user', 20)),
  token('Slack app', glue('xapp', '-1-A0'), fill('Slack app', 24)), token('AWS key', glue('AK', 'IA'), '2E0A8F3B244C9986'), token('AWS session', glue('AS', 'IA'), '7D1B9F4C355E0877'),
  token('Google API', glue('AI', 'za'), fill('Google API', 35)), token('Google OAuth', glue('ya', '29.'), fill('Google OAuth', 40)), token('Google client', glue('GOCS', 'PX-'), fill('Google client', 28)),
  token('npm', glue('npm', '_'), fill('npm', 36)), token('PyPI', glue('py', 'pi-'), fill('PyPI', 40)), token('Hugging Face', glue('hf', '_'), fill('Hugging Face', 34)),
  token('SendGrid', glue('SG', '.'), `${fill('SendGrid', 22)}.${fill('SendGrid too', 30)}`), token('DigitalOcean', glue('dop', '_v1_'), hex('DigitalOcean', 64)),
  token('Shopify', glue('shp', 'at_'), hex('Shopify')), token('Square', glue('sq0', 'atp-'), fill('Square', 22)), token('Linear', glue('lin', '_api_'), fill('Linear', 40)),
  token('Notion old', glue('secret', '_'), fill('Notion old', 43)), token('Notion', glue('ntn', '_'), fill('Notion', 43)), token('Postman', glue('PMAK', '-'), `${hex('Postman', 24)}-${hex('Postman too', 34)}`),
  token('Grafana', glue('gl', 'sa_'), fill('Grafana', 32)), token('Docker', glue('dckr', '_pat_'), fill('Docker', 27)), token('Vault', glue('hv', 's.'), fill('Vault', 30)),
  token('Atlassian', glue('ATA', 'TT3'), fill('Atlassian', 40)), token('Figma', glue('fig', 'd_'), fill('Figma', 40)), token('Mailgun', glue('key', '-'), hex('Mailgun')),
  token('age', glue('AGE-SECRET', '-KEY-1'), 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'),
  sample('web token', `${fill('claims', 30)}.${fill('signed', 30)}`, (secret) => `eyJhbGciOiJIUzI1NiJ9.${secret}`),
  sample('bearer header', fill('bearer header', 32), (secret) => `Authorization: Bearer ${secret}`),
  sample('basic header', Buffer.from(`ada:${fill('basic header', 12)}`).toString('base64'), (secret) => `Authorization: Basic ${secret}`),
  sample('password in an address', fill('password in an address', 14), (secret) => `postgres://app:${secret}@db.example.org/x`),
  sample('key in a query', fill('key in a query', 20), (secret) => `https://x.example/?api_key=${secret}&q=1`),
  sample('token in a query', fill('token in a query', 20), (secret) => `https://x.example/?a=1&access_token=${secret}`),
  sample('signature in a query', fill('signature in a query', 20), (secret) => `https://x.example/?sig=${secret}`),
  sample('connection string', fill('connection string', 12), (secret) => `Server=x;Password=${secret};Encrypt=yes`),
  sample('storage account', fill('storage account', 44), (secret) => `AccountName=x;AccountKey=${secret}==;`),
  sample('private key', fill('private key', 60), (secret) => `-----BEGIN RSA PRIVATE KEY-----\\n${secret}\\n${secret}\\n-----END RSA PRIVATE KEY-----`),
];

/** Kinds of secrets of our own, that are known by their value whatever their shape. */
export const OWN_SECRETS: readonly (readonly [name: string, secret: string])[] = [
  ['a password', 'correct horse battery staple'], ['with marks', 'p"ä/ss w\\ord+1='], ['with a slash', 'aZ/9+kk/==Q'], ['in another script', 'пароль-密码-رمز'], ['with an emoji', 'secret-\u{1f511}-key'],
  ['a number', '4711081509120'], ['hex', hex('our own hex')], ['base64', 'c2VjcmV0LXZhbHVlLTEyMw=='], ['a UUID', '7f9c24e5-2b31-4c1a-9d0e-5a6b7c8d9e0f'], ['long', fill('our own long one', 120)],
  ['with a line end', 'first-line\nsecond-line'], ['with a tab', 'tab\there-and-there'], ['like a pattern', '^(a|b)*[c-d]$'], ['like a mark', '[secret]-of-ours'], ['with percent', '100%25-of-it%2F'],
  ['with a backslash', 'C:\\keys\\one-two'], ['with quotes', `it's "so" secret`], ['with angles', '<script>secret</script>'],
];
