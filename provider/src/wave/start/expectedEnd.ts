import { formatDuration, toIso } from "../../vocabulary";
import type { CredentialsEnd } from "../context";
import type { SeenServer } from "../look/observe";
import type { Wave } from "../wave";

/**
 * Seconds from a job's creation to its end, by operating system: the longest that was recorded
 * (docs/drs-facts.md#how-long-a-job-takes). A server whose system is not known is taken for the slower one.
 */
const JOB_SECONDS = { Linux: 540, Windows: 1861 } as const;

/** Seconds of EC2's status checks after a job, and of the job that terminates the instances (same heading). */
const STATUS_CHECK_SECONDS = 240;
const CLEANUP_SECONDS = 300;

/** How long a wave is expected to take from its start on, and what that is made of. */
export interface ExpectedTime {
  seconds: number;
  parts: string;
}

/** From recorded jobs of its operating systems; waiting for other jobs, post-launch actions and retries not included. Pure. */
export function expectedTime(
  { success, cleanup }: Pick<Wave, "success" | "cleanup">,
  servers: readonly Pick<SeenServer, "seen">[],
): ExpectedTime {
  const systems = servers.map(({ seen }) => systemOf(seen.source?.operatingSystem));
  const isLinux = systems.every((system) => system === "Linux");
  const label = isLinux ? "Linux" : systems.includes("Windows") ? "Windows" : "an unknown system";
  const parts: [number, string][] = [
    [isLinux ? JOB_SECONDS.Linux : JOB_SECONDS.Windows, `for a job of ${label}`],
    ...(success === "statusChecks" ? [[STATUS_CHECK_SECONDS, "for status checks"] as [number, string]] : []),
    ...(cleanup === "afterDrill" ? [[CLEANUP_SECONDS, "for the cleanup"] as [number, string]] : []),
  ];
  return {
    seconds: parts.reduce((sum, [seconds]) => sum + seconds, 0),
    parts: parts.map(([seconds, what]) => `${formatDuration(seconds)} ${what}`).join(", "),
  };
}

function systemOf(name: string | undefined): "Linux" | "Windows" | undefined {
  if (name === undefined) {
    return undefined;
  }
  if (/windows/i.test(name)) {
    return "Windows";
  }
  return /linux|ubuntu|debian|centos|red hat|rhel|suse|sles|fedora|rocky|alma|oracle/i.test(name) ? "Linux" : undefined;
}

/**
 * What to say of credentials that may end before a wave does; undefined when they last. Never a reason not to start:
 * a drill whose credentials ended is resumed by the next `pulumi up`. Pure.
 *
 * @param now - epoch ms, the service's time
 */
export function credentialsWarning(end: CredentialsEnd, time: ExpectedTime, now: number): string | undefined {
  const ending = now + time.seconds * 1000;
  if (end.kind === "none" || (end.kind === "at" && end.at >= ending)) {
    return undefined;
  }
  const fix =
    "Fix: ask for a longer session (--duration-seconds, the role's maximum session duration, the permission set's session duration), " +
    "or set connection.profile to a profile whose credentials are renewed";
  if (end.kind === "unknown") {
    return (
      `${end.what} ends at a time that is not known, and nobody renews it: this wave takes about ${formatDuration(time.seconds)} (${time.parts}). ` +
      `If it ends before, \`pulumi up\` with new credentials resumes. ${fix}; AWS_CREDENTIAL_EXPIRATION tells the end`
    );
  }
  return (
    `${end.what} ends at ${toIso(end.at)}, and nobody renews it: this wave, started now, ends at about ${toIso(ending)} (${time.parts}). ` +
    `\`pulumi up\` with new credentials resumes. ${fix}`
  );
}
