/** Why a server's URL cannot be used, or null: http beyond this machine, another scheme, a password in it. */
export function urlProblem(url: string): 'invalid' | 'not-https' | 'userinfo' | null {
  if (!URL.canParse(url)) return 'invalid';
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') return 'userinfo';
  if (parsed.protocol === 'https:') return null;
  // SECURITY: without TLS only on this machine: a token would be readable on the way.
  return parsed.protocol === 'http:' && isLoopback(parsed.hostname) ? null : parsed.protocol === 'http:' ? 'not-https' : 'invalid';
}

/** True for this machine alone. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
