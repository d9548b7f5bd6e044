import { clauseOf, DrsRequestError, NO_ACCESS, remedyFor } from "../errors";

/** What is true when a request fails, and what to do once that is mended; a sentence, and a command. */
export interface Aftermath {
  truth: string;
  command: string;
}

/** A destroy that was cut off by a failed request. */
export const DESTROYING: Aftermath = {
  truth: "What the drill launched may still be running.",
  command: "pulumi destroy",
};

/**
 * The operation's result. The error of a failed request does not mention the drill; this adds what is true of it now, and
 * what to do.
 */
export async function withAdvice<T>({ truth, command }: Aftermath, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DrsRequestError)) {
      throw error;
    }
    throw new Error(`${clauseOf(error)}. ${truth} ${remedyFor(error)}, then run \`${command}\` again.`);
  }
}

/** Credentials that are missing, wrong or over, by the names that AWS and its SDK give that. */
const BAD_CREDENTIALS =
  /CredentialsProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|AuthFailure|TokenProviderError/;

/** A preview on a machine without AWS is the one case that not looking helps: the drill itself looks with the same access. */
const WITHOUT_AWS = 'a preview that cannot reach AWS needs observe: "off", and the drill needs AWS';

/** Why check could not look at the servers, what is true now, and what to do. Pure. */
export function describeFailedLook(error: unknown, subject: "servers" | "settings" = "servers"): string {
  const done = subject === "servers" ? "started" : "written";
  const seen = `looking at the ${subject} as they are now: ${clauseOf(error)}. Nothing was ${done}.`;
  // What is wrong with a setting says itself how to set it.
  const without = subject === "servers" ? WITHOUT_AWS : "settings cannot be previewed without AWS";
  return error instanceof DrsRequestError ? `${seen} Fix: ${remedyForLook(error, without)}.` : seen;
}

function remedyForLook(error: DrsRequestError, without: string): string {
  if (BAD_CREDENTIALS.test(error.awsError)) {
    return `give valid AWS credentials (environment, aws:profile, or the arg \`connection\`); ${without}`;
  }
  const remedy = remedyFor(error);
  if (remedy !== NO_ACCESS) {
    return `${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}; the drill needs it too`;
  }
  return error.refused ? "do what AWS asks for" : `let this machine reach AWS (network, proxy, endpoint); ${without}`;
}
