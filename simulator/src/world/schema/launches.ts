import * as v from "valibot";
import { dateTime, freeText, jobID, objectOf, oneOf, seconds, wholeNumber } from "./parts";

/** The job log events that a world can choose for a server's launch. */
const OUTCOME_EVENTS = [
  "SERVER_SKIPPED",
  "CLEANUP_FAIL",
  "SNAPSHOT_FAIL",
  "USING_PREVIOUS_SNAPSHOT",
  "USING_PREVIOUS_SNAPSHOT_FAILED",
  "CONVERSION_FAIL",
  "LAUNCH_FAILED",
] as const;

/** How the next launches of a server end. */
export const outcome = v.union(
  [
    v.literal("LAUNCHED"),
    objectOf({
      event: oneOf(OUTCOME_EVENTS),
      message: v.optional(freeText),
      times: v.optional(wholeNumber(1)),
    }),
  ],
  `expected "LAUNCHED" or an object with an event (one of ${OUTCOME_EVENTS.join(", ")}) and optionally a message and times`,
);

/** Moments of a launch and of a termination, in seconds after the job's creation. */
export const timings = v.pipe(
  objectOf({
    conversionStart: v.optional(seconds),
    conversionEnd: v.optional(seconds),
    launchEnd: v.optional(seconds),
    statusChecks: v.optional(seconds),
    terminateEnd: v.optional(seconds),
  }),
  v.check(
    (given) => outOfOrder(given) === undefined,
    (issue) => `saw ${outOfOrder(issue.input)}, expected conversionStart <= conversionEnd <= launchEnd <= statusChecks`,
  ),
);

type Moments = Readonly<Record<string, number | undefined>>;

/** Describes the first two moments that are in the wrong order; undefined if there are none. */
function outOfOrder(given: Moments): string | undefined {
  const moments = ["conversionStart", "conversionEnd", "launchEnd", "statusChecks"].flatMap((name) =>
    given[name] === undefined ? [] : [{ name, at: given[name] }],
  );
  const late = moments.findIndex(({ at }, index) => at < (moments[index - 1]?.at ?? 0));
  return late < 0
    ? undefined
    : [moments[late - 1], moments[late]].map((moment) => `${moment?.name} ${moment?.at}`).join(" and ");
}

/** How a server's last launch before the world began ended. */
export const lastLaunch = v.pipe(
  objectOf({
    type: v.optional(oneOf(["RECOVERY", "DRILL"])),
    status: v.optional(oneOf(["PENDING", "IN_PROGRESS", "LAUNCHED", "FAILED", "TERMINATED"])),
    jobID: v.optional(jobID),
    apiCallDateTime: v.optional(dateTime),
    ageSeconds: v.optional(seconds),
  }),
  v.check(
    ({ apiCallDateTime, ageSeconds }) => apiCallDateTime === undefined || ageSeconds === undefined,
    "expected at most one of apiCallDateTime and ageSeconds",
  ),
);
