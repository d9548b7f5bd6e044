/** Credentials as the SDK passes them around. */
export interface Identity {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When they end; absent where nobody says. */
  expiration?: Date;
}

/** Gives credentials; asks again whoever issues them once they are about to end. */
export type CredentialProvider = () => Promise<Identity>;

/** How long before their end credentials are asked for anew, as the SDK does. Milliseconds. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * One source of credentials for all clients of a connection: asked once at a time, and again only when they are about to
 * end. A renewal that fails leaves what still lasts.
 */
export function shared(ask: CredentialProvider, now: () => number = Date.now): CredentialProvider {
  let known: Identity | undefined;
  let asking: Promise<Identity> | undefined;
  const lastsFor = (identity: Identity) => (identity.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - now();
  return async () => {
    if (known !== undefined && lastsFor(known) >= RENEW_BEFORE_MS) {
      return known;
    }
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    try {
      known = await asking;
    } catch (error) {
      if (known === undefined || lastsFor(known) <= 0) {
        throw error;
      }
    }
    return known;
  };
}
