import { z } from 'zod';
import { ENVIRONMENTS, SERVER_CLASSES } from '../words/index.ts';

/**
 * A value handed to a server: written in the configuration, or kept in the keychain under this
 * server's identity and only named here. What could be a secret is never written in plain.
 */
export const givenValueSchema = z.union([
  z.strictObject({ plain: z.string() }),
  z.strictObject({ secret: z.literal(true) }),
]);
export type GivenValue = z.infer<typeof givenValueSchema>;

const common = {
  /** Stable id of the entry, `[a-z0-9-]{1,64}`; addresses the server everywhere, never identifies its code. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  /** The person's own name for it; shown, never compared. */
  name: z.string().min(1).max(120),
  class: z.enum(SERVER_CLASSES),
  environment: z.enum(ENVIRONMENTS),
};

/** A program on this machine, spoken to over stdio. Started without a shell. */
export const localServerSchema = z.strictObject({
  ...common,
  kind: z.literal('local'),
  command: z.string().min(1),
  args: z.array(z.string()),
  env: z.record(z.string(), givenValueSchema),
  cwd: z.string().nullable(),
});

/** A server at a URL, spoken to over streamable HTTP. */
export const remoteServerSchema = z.strictObject({
  ...common,
  kind: z.literal('remote'),
  url: z.url({ protocol: /^https?$/ }),
  headers: z.record(z.string(), givenValueSchema),
});

/** A server that ships inside Countersign. */
export const bundledServerSchema = z.strictObject({
  ...common,
  kind: z.literal('bundled'),
  bundle: z.enum(['demo-cms']),
});

export const serverConfigSchema = z.discriminatedUnion('kind', [
  localServerSchema, remoteServerSchema, bundledServerSchema,
]);
export type LocalServer = z.infer<typeof localServerSchema>;
export type RemoteServer = z.infer<typeof remoteServerSchema>;
export type ServerConfig = z.infer<typeof serverConfigSchema>;
