/** Letters and digits that no service ever gave to anybody. */
const FILL = 'Zq8Rk2Vn5Wx7Ty3Bm6Cp9Df4Gh1Jl0Ns';
const HEX = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';
const fill = (length: number): string => FILL.repeat(4).slice(0, length);
/** Taken apart, so that no scanner of sources takes a sample for the real thing. */
const glue = (...parts: readonly string[]): string => parts.join('');

/** Kinds of secrets that are known by their shape: a name, a text that holds one, and what must be gone from it. */
export const TOKENS: readonly (readonly [name: string, text: string, secret: string])[] = [
  ...([
    ['OpenAI', glue('sk', '-proj-', fill(32))], ['Anthropic', glue('sk', '-ant-api03-', fill(32))], ['Stripe live', glue('sk', '_live_', fill(24))],
    ['Stripe restricted', glue('rk', '_test_', fill(24))], ['GitHub classic', glue('gh', 'p_', fill(36))], ['GitHub app', glue('gh', 's_', fill(36))],
    ['GitHub refresh', glue('gh', 'r_', fill(36))], ['GitHub fine-grained', glue('github', '_pat_', fill(40))], ['GitLab', glue('gl', 'pat-', fill(20))],
    ['GitLab deploy', glue('gl', 'dt-', fill(20))], ['Slack bot', glue('xox', 'b-1234567890-', fill(20))], ['Slack user', glue('xox', 'p-1234567890-', fill(20))],
    ['Slack app', glue('xapp', '-1-A0', fill(24))], ['AWS key', glue('AK', 'IA', '2E0A8F3B244C9986')], ['AWS session', glue('AS', 'IA', '2E0A8F3B244C9986')],
    ['Google API', glue('AI', 'za', fill(35))], ['Google OAuth', glue('ya', '29.', fill(40))], ['Google client', glue('GOCS', 'PX-', fill(28))],
    ['npm', glue('npm', '_', fill(36))], ['PyPI', glue('py', 'pi-', fill(40))], ['Hugging Face', glue('hf', '_', fill(34))], ['SendGrid', glue('SG', '.', fill(22), '.', fill(30))],
    ['DigitalOcean', glue('dop', '_v1_', HEX, HEX)], ['Shopify', glue('shp', 'at_', HEX)], ['Square', glue('sq0', 'atp-', fill(22))], ['Linear', glue('lin', '_api_', fill(40))],
    ['Notion old', glue('secret', '_', fill(43))], ['Notion', glue('ntn', '_', fill(43))], ['Postman', glue('PMAK', '-', HEX, '-', HEX)], ['Grafana', glue('gl', 'sa_', fill(32))],
    ['Docker', glue('dckr', '_pat_', fill(27))], ['Vault', glue('hv', 's.', fill(30))], ['Atlassian', glue('ATA', 'TT3', fill(40))], ['Figma', glue('fig', 'd_', fill(40))],
    ['Mailgun', glue('key', '-', HEX)], ['age', glue('AGE-SECRET', '-KEY-1', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')],
  ] as const).map(([name, token]) => [name, token, token.slice(6)] as const),
  ['web token', `eyJhbGciOiJIUzI1NiJ9.${fill(30)}.${fill(30)}`, `${fill(30)}.${fill(30)}`],
  ['bearer header', `Authorization: Bearer ${fill(32)}`, fill(32)], ['basic header', `Authorization: Basic ${Buffer.from(`ada:${fill(12)}`).toString('base64')}`, Buffer.from(`ada:${fill(12)}`).toString('base64')],
  ['password in an address', `postgres://app:${fill(14)}@db.example.org/x`, fill(14)], ['key in a query', `https://x.example/?api_key=${fill(20)}&q=1`, fill(20)],
  ['token in a query', `https://x.example/?a=1&access_token=${fill(20)}`, fill(20)], ['signature in a query', `https://x.example/?sig=${fill(20)}`, fill(20)],
  ['connection string', `Server=x;Password=${fill(12)};Encrypt=yes`, fill(12)], ['storage account', `AccountName=x;AccountKey=${fill(44)}==;`, fill(44)],
  ['private key', `-----BEGIN RSA PRIVATE KEY-----\\n${fill(60)}\\n${fill(60)}\\n-----END RSA PRIVATE KEY-----`, fill(60)],
];

/** Kinds of secrets of our own, that are known by their value whatever their shape. */
export const OWN_SECRETS: readonly (readonly [name: string, secret: string])[] = [
  ['a password', 'correct horse battery staple'], ['with marks', 'p"ä/ss w\\ord+1='], ['with a slash', 'aZ/9+kk/==Q'], ['in another script', 'пароль-密码-رمز'], ['with an emoji', 'secret-\u{1f511}-key'],
  ['a number', '4711081509120'], ['hex', HEX], ['base64', 'c2VjcmV0LXZhbHVlLTEyMw=='], ['a UUID', '7f9c24e5-2b31-4c1a-9d0e-5a6b7c8d9e0f'], ['long', fill(120)],
  ['with a line end', 'first-line\nsecond-line'], ['with a tab', 'tab\there-and-there'], ['like a pattern', '^(a|b)*[c-d]$'], ['like a mark', '[secret]-of-ours'], ['with percent', '100%25-of-it%2F'],
  ['with a backslash', 'C:\\keys\\one-two'], ['with quotes', `it's "so" secret`], ['with angles', '<script>secret</script>'],
];
