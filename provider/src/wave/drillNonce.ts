/**
 * The guard's text that every job of a wave carries: 32 random hexadecimal digits, and since when there can be such
 * jobs. `…cdeft6925c2a0` was made at the second 0x6925c2a0 of the epoch, by the service's clock. Texts of earlier
 * versions, and those made while the service did not answer, say no time.
 */
import { LISTED_TOO_MS } from "../drs/status";

/** How far back other people's jobs may hold servers or fill DRS's quotas: none is known to run for two days. */
const OTHERS_MS = 48 * 3600 * 1000;

const WITH_TIME = /^[0-9a-f]{32}t([0-9a-f]{1,10})$/;

/** The text for a drill; `at` is the service's time, epoch ms, undefined where it is not known. Pure. */
export function newDrillNonce(random: Buffer, at: number | undefined): string {
  const digits = random.toString("hex");
  return at === undefined ? digits : `${digits}t${Math.floor(at / 1000).toString(16)}`;
}

/**
 * From when on jobs must be listed so that none of this drill's is missed, nor an unended one of somebody else's; epoch
 * ms. Undefined, which is all jobs, when the nonce says no time: a job that is missed would be started again. Pure.
 *
 * @param now - the service's time
 */
export function listedSince(nonce: string, now: number): number | undefined {
  const [, seconds] = WITH_TIME.exec(nonce) ?? [];
  if (seconds === undefined) {
    return undefined;
  }
  return Math.min(Number.parseInt(seconds, 16) * 1000, now - OTHERS_MS) - LISTED_TOO_MS;
}
