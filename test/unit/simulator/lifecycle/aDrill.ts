import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import type { SourceServerFile, WorldFile } from "../../../../simulator/src/world/schema/worldFile";
import type { WorldState } from "../../../../simulator/src/world/state/worldState";
import { aServer, aState, first, START } from "../aWorld";

/** In milliseconds. */
export const HOUR = 3600 * 1000;
/** The id of a subnet. */
export const SUBNET = "subnet-0123456789abcdef0";

/** Starts a drill of all servers of a world and lets `seconds` pass. */
export function drilled(file: WorldFile, seconds = 3600): WorldState {
  const state = aState(file);
  startLaunchJob(
    state,
    state.sourceServers.map((server) => ({ server, snapshotTime: undefined })),
    true,
    {},
    START,
  );
  advance(state, START + seconds * 1000);
  return state;
}

/** The same with one server. */
export function drilledServer(given: Partial<SourceServerFile> = {}, rest: WorldFile = {}, seconds = 3600): WorldState {
  return drilled({ ...rest, sourceServers: [aServer(1, given)] }, seconds);
}

/** The job's log, event names alone. */
export function events(state: WorldState): string[] {
  return first(state.jobs).log.map((item) => item.event);
}

/** The message of the job's failure. */
export function failure(state: WorldState): string | undefined {
  return first(state.jobs).log.find((item) => item.eventData.rawError !== undefined)?.eventData.rawError;
}
