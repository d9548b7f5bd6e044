import * as v from "valibot";
import {
  dateTime,
  flag,
  freeText,
  jobID,
  objectOf,
  oneOf,
  orAbsent,
  patch,
  plainText,
  seconds,
  tagChanges,
  wholeNumber,
} from "./parts";

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

/** How the next terminations of a server's instances end. */
export const terminationOutcome = objectOf({
  event: v.literal("CLEANUP_FAIL", 'expected "CLEANUP_FAIL"'),
  message: v.optional(freeText),
  times: v.optional(wholeNumber(1)),
});

/** A post-launch action, and what its runs come to. */
export const postLaunchAction = objectOf({
  name: plainText,
  status: v.optional(oneOf(["SUCCEEDED", "FAILED", "IN_PROGRESS"])),
  failureReason: v.optional(freeText),
  optional: v.optional(flag),
  active: v.optional(flag),
  actionCode: v.optional(plainText),
  reported: v.optional(flag),
  seconds: v.optional(seconds),
  output: v.optional(freeText),
});

/** What the runs of actions with this name or document come to, whoever set them up. */
export const actionOutcome = v.pipe(
  objectOf({
    name: v.optional(plainText),
    actionCode: v.optional(plainText),
    status: v.optional(oneOf(["SUCCEEDED", "FAILED", "IN_PROGRESS"])),
    failureReason: v.optional(freeText),
    reported: v.optional(flag),
    seconds: v.optional(seconds),
    output: v.optional(freeText),
  }),
  v.check(
    ({ name, actionCode }) => (name === undefined) !== (actionCode === undefined),
    "expected either name or actionCode",
  ),
);

/** How a server shows among its job's `participatingServers`. */
export const onJob = objectOf({
  listedAfterSeconds: orAbsent(seconds),
  launchStatusDelaySeconds: v.optional(seconds),
  patch: v.optional(patch),
});

/** How a server's launched instances show. */
export const launched = objectOf({
  listedAfterSeconds: orAbsent(seconds),
  disableApiTermination: v.optional(flag),
  tags: v.optional(tagChanges),
  patch: v.optional(patch),
});

/** Changes to the items of a server in its job's log, by event; `null` leaves the item out. */
export const logPatches = v.record(freeText, v.nullable(patch), "expected an object");

/** An item of a job's log that only this world has. */
export const extraLogItem = objectOf({
  event: freeText,
  seconds,
  patch: v.optional(patch),
});

/** Moments of a launch and of a termination, in seconds after the job's creation. */
export const timings = v.pipe(
  objectOf({
    conversionStart: v.optional(seconds),
    conversionEnd: v.optional(seconds),
    launchEnd: v.optional(seconds),
    statusChecks: v.optional(seconds),
    ssmAgent: orAbsent(seconds),
    terminateEnd: v.optional(seconds),
  }),
  v.check(
    (given) => outOfOrder(given) === undefined,
    (issue) => `saw ${outOfOrder(issue.input)}, expected conversionStart <= conversionEnd <= launchEnd <= statusChecks`,
  ),
);

type Moments = Readonly<Record<string, number | null | undefined>>;

/** Describes the first two moments that are in the wrong order; undefined if there are none. */
function outOfOrder(given: Moments): string | undefined {
  const moments = ["conversionStart", "conversionEnd", "launchEnd", "statusChecks"].flatMap((name) => {
    const at = given[name];
    return at === undefined || at === null ? [] : [{ name, at }];
  });
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
