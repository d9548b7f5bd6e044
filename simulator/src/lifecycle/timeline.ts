import { fraction } from "../world/state/ids";
import type { LaunchTimeline } from "../world/state/plannedLaunch";
import type { Timings } from "../world/state/sourceServer";

/** From when after its creation a job works on its servers. */
export const WORK_START_SECONDS = 0.4;

/** The moments of a job itself, in seconds: JOB_START after its creation, its end after its last server's, JOB_END after that. */
interface JobMoments {
  readonly start: number;
  readonly end: number;
  readonly endLogged: number;
}

/** What a job's times depend on: the same text gives the same times. Absent in a state of an earlier version, which timed all jobs alike. */
export type Timing = string | undefined;

/**
 * A job's own moments. In recorded jobs (docs/drs-facts.md, "How long a job takes") JOB_START is logged 0.30 s and 0.36 s after creation, the
 * job ends 2.1 s and 2.8 s after its last server, and JOB_END is logged 26 ms and 27 ms after `endDateTime`.
 */
export function jobMoments(job: Timing): JobMoments {
  if (job === undefined) {
    return { start: WORK_START_SECONDS, end: 2.8, endLogged: 0 };
  }
  const within = (least: number, most: number, name: string) => least + (most - least) * fraction(`${job}/${name}`);
  return { start: within(0.3, WORK_START_SECONDS, "start"), end: within(2.1, 2.8, "end"), endLogged: 0.027 };
}

// Recorded jobs (docs/drs-facts.md), in seconds after their creation. Linux: two jobs of two servers each in us-west-2, 2022-12-07
// (https://github.com/aws-samples/drs-tools). Windows: a job of two 50 GB servers in us-east-1 (CONVERSION_START 69, CONVERSION_END 15m08s,
// LAUNCH_END 20m52s, LAUNCH_FAILED about 31 min).
const RECORDED = {
  LINUX: { conversionStart: [52.1, 52.9], conversionEnd: [226.9, 250.5], launchEnd: [530.5, 537.2], failedAfter: 1 },
  WINDOWS: { conversionStart: [69, 72], conversionEnd: [908, 930], launchEnd: [1252, 1290], failedAfter: 1.48 },
} as const;

/** How far the servers of one recorded job are apart, in seconds: much less than two jobs are. */
const WITHIN_JOB = { conversionStart: 0.06, conversionEnd: 0.06, launchEnd: 1.4 } as const;

/** What a launch's times depend on. */
interface Launch {
  readonly sourceServerID: string;
  readonly os: keyof typeof RECORDED;
  readonly timings: Timings;
  readonly job: Timing;
}

/**
 * The timeline of one server in a LAUNCH job that succeeds. A launch that fails stops on the way.
 *
 * Jobs differ as recorded jobs do, and the servers of one job hardly. `timings` override moments; the others keep their share of the recorded
 * timeline. No recording has a cleanup of earlier instances, so it takes part of the time before the conversion server starts.
 */
export function launchTimeline({ sourceServerID, os, timings, job }: Launch): LaunchTimeline {
  const usual = usualMoments(sourceServerID, os, job);
  const share = (timings.launchEnd ?? usual.launchEnd) / usual.launchEnd;
  const conversionStart = Math.max(WORK_START_SECONDS, timings.conversionStart ?? usual.conversionStart * share);
  const conversionEnd = Math.max(conversionStart, timings.conversionEnd ?? usual.conversionEnd * share);
  const launchEnd = Math.max(conversionEnd, timings.launchEnd ?? usual.launchEnd);
  const launchStart = conversionEnd + Math.min(0.6, (launchEnd - conversionEnd) / 10);
  const instanceStart = launchStart + (launchEnd - launchStart) * 0.85;
  // EC2's status checks take two to four minutes.
  const checks =
    launchEnd + (120 + 120 * fraction(`${subjectOf(sourceServerID, job)}/statusChecks`)) * Math.min(1, share);
  return {
    ...beforeConversion(conversionStart),
    conversionStart,
    conversionEnd,
    launchStart,
    instanceStart,
    instanceRunning: instanceStart + (launchEnd - instanceStart) * 0.4,
    launchEnd,
    launchFailed: timings.launchEnd === undefined ? launchEnd * RECORDED[os].failedAfter : launchEnd,
    statusChecks: Math.max(launchEnd, timings.statusChecks ?? checks),
  };
}

type Spread = keyof typeof WITHIN_JOB;

function subjectOf(sourceServerID: string, job: Timing): string {
  return job === undefined ? sourceServerID : `${job}/${sourceServerID}`;
}

function usualMoments(sourceServerID: string, os: keyof typeof RECORDED, job: Timing): Record<Spread, number> {
  const moment = (name: Spread): number => {
    const [least, most] = RECORDED[os][name];
    const apart = job === undefined ? most - least : WITHIN_JOB[name];
    return (
      least +
      (most - apart - least) * fraction(`${job}/${name}`) +
      apart * fraction(`${subjectOf(sourceServerID, job)}/${name}`)
    );
  };
  return {
    conversionStart: moment("conversionStart"),
    conversionEnd: moment("conversionEnd"),
    launchEnd: moment("launchEnd"),
  };
}

/**
 * The same launch without a conversion, as `recoveryMode: FAST` has it: what follows comes earlier by as much as the conversion took.
 *
 * A moment that the world gives stays where it is.
 */
export function withoutConversion(timeline: LaunchTimeline, timings: Timings): LaunchTimeline {
  const launchStart = timeline.snapshotEnd + Math.min(0.6, (timeline.launchEnd - timeline.snapshotEnd) / 10);
  const earlier = timings.launchEnd === undefined ? timeline.launchStart - launchStart : 0;
  const launchEnd = timeline.launchEnd - earlier;
  const instanceStart = launchStart + (launchEnd - launchStart) * 0.85;
  return {
    ...timeline,
    conversionStart: launchStart,
    conversionEnd: launchStart,
    launchStart,
    instanceStart,
    instanceRunning: instanceStart + (launchEnd - instanceStart) * 0.4,
    launchEnd,
    launchFailed: timeline.launchFailed - earlier,
    statusChecks: timings.statusChecks === undefined ? timeline.statusChecks - earlier : timeline.statusChecks,
  };
}

/** Cleanup and snapshot must fit before the conversion, however early the world puts it. */
function beforeConversion(
  conversionStart: number,
): Pick<LaunchTimeline, "cleanupStart" | "cleanupEnd" | "snapshotStart" | "snapshotEnd"> {
  const room = conversionStart - WORK_START_SECONDS;
  const cleanupStart = WORK_START_SECONDS + Math.min(0.4, room * 0.1);
  const cleanupEnd = WORK_START_SECONDS + Math.min(30, room * 0.6);
  return { cleanupStart, cleanupEnd, ...snapshotAfter(cleanupStart, room) };
}

function snapshotAfter(from: number, room: number): Pick<LaunchTimeline, "snapshotStart" | "snapshotEnd"> {
  return { snapshotStart: from, snapshotEnd: from + Math.min(0.2, room * 0.1) };
}

/** The same launch with earlier instances to clean up: the snapshot waits for the cleanup. */
export function afterCleanup(timeline: LaunchTimeline): LaunchTimeline {
  return { ...timeline, ...snapshotAfter(timeline.cleanupEnd, timeline.conversionStart - timeline.cleanupEnd) };
}
