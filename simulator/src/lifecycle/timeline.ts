import { fraction } from "../world/state/ids";
import type { Timings } from "../world/state/sourceServer";

/** The moments of one server's launch, in seconds after the job's creation. None comes before the one above it. */
export interface LaunchTimeline {
  readonly cleanupStart: number;
  readonly cleanupEnd: number;
  readonly snapshotStart: number;
  readonly snapshotEnd: number;
  readonly conversionStart: number;
  readonly conversionEnd: number;
  readonly launchStart: number;
  /** The instance exists in EC2, `pending`. */
  readonly instanceStart: number;
  readonly instanceRunning: number;
  readonly launchEnd: number;
  /** When DRS gives up a launch that fails. */
  readonly launchFailed: number;
  readonly statusChecks: number;
}

/** How long a job is PENDING before JOB_START is logged. */
export const JOB_START_SECONDS = 0.4;

/** From the end of the last server to JOB_END; 2.1 s and 2.8 s in the recorded jobs (docs/drs-facts.md). */
export const JOB_END_SECONDS = 2.8;

// Recorded jobs (docs/drs-facts.md), in seconds after their creation. Linux: two jobs of two servers each in us-west-2, 2022-12-07
// (https://github.com/aws-samples/drs-tools). Windows: a job of two 50 GB servers in us-east-1 (CONVERSION_START 69, CONVERSION_END 15m08s,
// LAUNCH_END 20m52s, LAUNCH_FAILED about 31 min).
const RECORDED = {
  LINUX: { conversionStart: [52.1, 52.9], conversionEnd: [226.9, 250.5], launchEnd: [530.5, 537.2], failedAfter: 1 },
  WINDOWS: { conversionStart: [69, 72], conversionEnd: [908, 930], launchEnd: [1252, 1290], failedAfter: 1.48 },
} as const;

/**
 * The timeline of one server in a LAUNCH job that succeeds. A launch that fails stops on the way.
 *
 * Servers differ a little, by their ids. `timings` override moments; the others keep their share of the recorded timeline. No recording has a
 * cleanup of earlier instances, so it takes part of the time before the conversion server starts.
 */
export function launchTimeline(sourceServerID: string, os: keyof typeof RECORDED, timings: Timings): LaunchTimeline {
  const recorded = RECORDED[os];
  const spread = (name: "conversionStart" | "conversionEnd" | "launchEnd"): number => {
    const [least, most] = recorded[name];
    return least + (most - least) * fraction(`${sourceServerID}/${name}`);
  };
  const usualEnd = spread("launchEnd");
  const share = (timings.launchEnd ?? usualEnd) / usualEnd;
  const conversionStart = Math.max(JOB_START_SECONDS, timings.conversionStart ?? spread("conversionStart") * share);
  const conversionEnd = Math.max(conversionStart, timings.conversionEnd ?? spread("conversionEnd") * share);
  const launchEnd = Math.max(conversionEnd, timings.launchEnd ?? usualEnd);
  const launchStart = conversionEnd + Math.min(0.6, (launchEnd - conversionEnd) / 10);
  const instanceStart = launchStart + (launchEnd - launchStart) * 0.85;
  // EC2's status checks take two to four minutes.
  const checks = launchEnd + (120 + 120 * fraction(`${sourceServerID}/statusChecks`)) * Math.min(1, share);
  return {
    ...beforeConversion(conversionStart),
    conversionStart,
    conversionEnd,
    launchStart,
    instanceStart,
    instanceRunning: instanceStart + (launchEnd - instanceStart) * 0.4,
    launchEnd,
    launchFailed: timings.launchEnd === undefined ? launchEnd * recorded.failedAfter : launchEnd,
    statusChecks: Math.max(launchEnd, timings.statusChecks ?? checks),
  };
}

/** Cleanup and snapshot must fit before the conversion, however early the world puts it. */
function beforeConversion(
  conversionStart: number,
): Pick<LaunchTimeline, "cleanupStart" | "cleanupEnd" | "snapshotStart" | "snapshotEnd"> {
  const room = conversionStart - JOB_START_SECONDS;
  const cleanupStart = JOB_START_SECONDS + Math.min(0.4, room * 0.1);
  const cleanupEnd = JOB_START_SECONDS + Math.min(30, room * 0.6);
  return { cleanupStart, cleanupEnd, ...snapshotAfter(cleanupStart, room) };
}

function snapshotAfter(from: number, room: number): Pick<LaunchTimeline, "snapshotStart" | "snapshotEnd"> {
  return { snapshotStart: from, snapshotEnd: from + Math.min(0.2, room * 0.1) };
}

/** The same launch with earlier instances to clean up: the snapshot waits for the cleanup. */
export function afterCleanup(timeline: LaunchTimeline): LaunchTimeline {
  return { ...timeline, ...snapshotAfter(timeline.cleanupEnd, timeline.conversionStart - timeline.cleanupEnd) };
}
