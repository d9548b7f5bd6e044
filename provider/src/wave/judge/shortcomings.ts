/** Why a wave is not PASSED. A wave without any is; so a verdict and its reasons cannot disagree. Pure. */
import { count, formatDuration, nameServer, nameSome, type ServerRecord, type SuccessLevel } from "../../vocabulary";
import { isRecovered, reaches } from "./levels";
import type { MissedObjective } from "./objectives";

/** What else than its records a wave is judged by. */
export interface Findings {
  success: SuccessLevel;
  /** Servers that were asked for and are not known by name. */
  unnamed: number;
  missed: readonly MissedObjective[];
  /** Why objectives cannot be determined. */
  gaps: readonly string[];
}

/** One clause each, what a person must act on first. */
export function shortcomingsOf(servers: readonly ServerRecord[], { success, ...found }: Findings): string[] {
  const unrecovered = servers.filter((server) => !isRecovered(server, success));
  const launchedOnly = servers.filter((server) => isRecovered(server, success) && !reaches(server.verifiedTo, success));
  const older = servers.filter((server) => server.usedPreviousSnapshot === true);
  return [
    ...unrecovered.map((server) => `${nameServer(server)} did not recover: ${causeOf(server, success)}`),
    ...(found.unnamed === 0 ? [] : [`${count(found.unnamed, "server")} that DRS does not name did not recover`]),
    ...missedTexts(found.missed),
    ...found.gaps,
    ...(older.length === 0 ? [] : [`${nameSome(older, servers)} launched from an older snapshot`]),
    ...(launchedOnly.length === 0
      ? []
      : [`${nameSome(launchedOnly, servers)} left STOPPED by the launch configuration, judged as launched only`]),
    ...servers.flatMap((server) => (server.notKnown === undefined ? [] : notKnownText(server, server.notKnown))),
  ];
}

function causeOf({ failure, verifiedTo }: ServerRecord, success: SuccessLevel): string {
  if (failure !== undefined) {
    return `${failure.event}: ${failure.message.replace(/[.\s]+$/, "")}`;
  }
  return verifiedTo === undefined ? "not seen launched" : `verified to ${verifiedTo}, asked for ${success}`;
}

/** `recovery time objective 1m00s missed by db-1 (8m27s) and db-2 (8m20s)`: the worst first. */
function missedTexts(missed: readonly MissedObjective[]): string[] {
  return (["recovery time", "recovery point"] as const).flatMap((objective) => {
    const those = missed.filter((each) => each.objective === objective).sort((a, b) => b.seconds - a.seconds);
    const [worst] = those;
    if (worst === undefined) {
      return [];
    }
    const names = nameSome(those.map((each) => each.server));
    const figure = `${those.length === 1 ? "" : "at worst "}${formatDuration(worst.seconds)}`;
    return [`${objective} objective ${formatDuration(worst.limit)} missed by ${names} (${figure})`];
  });
}

function notKnownText(server: ServerRecord, notKnown: readonly string[]): string[] {
  return notKnown.length === 0
    ? [`${nameServer(server)}: not everything is known`]
    : notKnown.map((text) => `${nameServer(server)}: ${text}`);
}
