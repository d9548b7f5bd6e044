/** Whether a server's replication allows a launch, and what is not known of it. Pure. */
import {
  EXTENDED,
  FAILBACK,
  FAILOVER,
  GOOD_EXTENSIONS,
  LAUNCHABLE_REPLICATION_STATES,
  NOT_LAUNCHABLE_REPLICATION_STATES,
  SYNCHRONISED,
} from "../../drs/status";
import { count, formatDuration, nameServer, type ObservedServer } from "../../vocabulary";
import type { SeenServer } from "../look/observe";
import type { Wave } from "../wave";
import { type Finding, refuse, warn } from "./finding";

/** The part of a wave that decides. */
export type ReplicationWishes = Pick<Wave, "isDrill" | "preflight">;

/** What speaks against launching the server as it replicates now; what is not known is said. */
export function replicationFindings({ declared, seen }: SeenServer, wave: ReplicationWishes): Finding[] {
  const canLaunch = LAUNCHABLE_REPLICATION_STATES.includes(seen.replicationState ?? "");
  return [
    ...(canLaunch ? firstSyncFindings(seen) : [stateFinding(seen)]),
    ...extensionFindings(seen),
    ...directionFindings(seen, declared.allowFailback),
    ...(canLaunch ? [...lagFindings(seen, wave), ...doubts(seen)] : []),
    ...volumeFindings(seen),
  ];
}

function stateFinding(seen: ObservedServer): Finding {
  const { replicationState: state } = seen;
  if (state === undefined) {
    return refuse(`${nameServer(seen)} cannot be launched as far as is known: DRS does not say its replication state`);
  }
  const known = NOT_LAUNCHABLE_REPLICATION_STATES.includes(state) ? "" : ", a state that DrillWave does not know";
  const words = troubles(seen).map((trouble) => ` (${trouble})`);
  return refuse(`${nameServer(seen)} cannot be launched: its replication is ${state}${known}${words.join("")}`);
}

/** What DRS itself reports. */
function troubles({ replication: { error, failedStep } = {} }: ObservedServer): string[] {
  return [
    ...(error === undefined ? [] : [`error ${error}`]),
    ...(failedStep === undefined ? [] : [`its initiation failed at ${failedStep}`]),
  ];
}

/** For what can be launched all the same: DRS launches from the last data that it has. */
function doubts(seen: ObservedServer): Finding[] {
  return troubles(seen).map((trouble) =>
    warn(`the replication of ${nameServer(seen)} is in trouble: ${seen.replicationState}, ${trouble}`),
  );
}

/** Only once the first synchronisation has ended there is data to launch from. */
function firstSyncFindings(seen: ObservedServer): Finding[] {
  const { replicationState: state = "", lagSeconds, replication: { firstByteAt, missingBytes, extension } = {} } = seen;
  if (firstByteAt === undefined) {
    const text = `DRS does not say when the first byte of ${nameServer(seen)} was replicated`;
    // An extended server replicates into another account, which may know more.
    return [
      extension === EXTENDED
        ? warn(`${text}; it replicates into another account`)
        : refuse(`${text}: as far as is known it was never synchronised and cannot be launched`),
    ];
  }
  if (missingBytes !== undefined && missingBytes > 0) {
    const text = `${count(missingBytes, "byte")} of ${nameServer(seen)} are not replicated while its replication is ${state}`;
    return [state === SYNCHRONISED ? warn(text) : refuse(`${text}: its first synchronisation has not ended`)];
  }
  if (state !== SYNCHRONISED && missingBytes === undefined && lagSeconds === undefined) {
    return [
      refuse(
        `${nameServer(seen)} cannot be launched as far as is known: its replication is ${state}, and DRS does not say ` +
          "whether its first synchronisation has ended",
      ),
    ];
  }
  return [];
}

function extensionFindings(seen: ObservedServer): Finding[] {
  const { extension, extensionError } = seen.replication ?? {};
  if (extension === undefined) {
    return [warn(`DRS does not say whether ${nameServer(seen)} is extended from another account`)];
  }
  if (GOOD_EXTENSIONS.includes(extension)) {
    return [];
  }
  const words = extensionError === undefined ? extension : `${extension}: ${extensionError}`;
  return [refuse(`${nameServer(seen)} cannot be launched: its extension from another account is ${words}`)];
}

/** On the way back a launch reaches for the machines that the server once came from. */
function directionFindings(seen: ObservedServer, isAllowed: boolean | undefined): Finding[] {
  const { direction } = seen.replication ?? {};
  if (direction === FAILOVER || (direction === FAILBACK && isAllowed === true)) {
    return [];
  }
  if (direction === undefined) {
    return [warn(`DRS does not say in which direction ${nameServer(seen)} replicates`)];
  }
  const allowed =
    direction === FAILBACK
      ? ", towards where it once came from (allowFailback: true of the server allows that)"
      : `, expected ${FAILOVER}`;
  return [refuse(`${nameServer(seen)} replicates in the direction ${direction}${allowed}`)];
}

function lagFindings(seen: ObservedServer, { isDrill, preflight }: ReplicationWishes): Finding[] {
  const { lagSeconds, replication: { unreadableLag, error } = {} } = seen;
  if (lagSeconds === undefined) {
    const given = unreadableLag === undefined ? "DRS gives none" : `DRS gives ${JSON.stringify(unreadableLag)}`;
    const text = `the replication lag of ${nameServer(seen)} is not known: ${given}`;
    const limit = formatDuration(preflight.maximumLagSeconds);
    // A recovery starts on what is left; a drill of it would prove nothing.
    const isInTrouble = isDrill && error !== undefined;
    return [
      preflight.lagMustBeKnown || isInTrouble
        ? refuse(`${text}, at most ${limit} allowed (preflight.maximumLagSeconds)`)
        : warn(text),
    ];
  }
  if (lagSeconds <= preflight.maximumLagSeconds) {
    return [];
  }
  const [lag, limit] = [formatDuration(lagSeconds), formatDuration(preflight.maximumLagSeconds)];
  return [
    refuse(`${nameServer(seen)} lags up to ${lag} behind, at most ${limit} allowed (preflight.maximumLagSeconds)`),
  ];
}

function volumeFindings(seen: ObservedServer): Finding[] {
  return (seen.replication?.volumeProblems ?? []).map((problem) =>
    warn(`DRS has doubts about a volume of ${nameServer(seen)}: ${problem}`),
  );
}
