import { describe, expect, it } from "vitest";
import * as errors from "../../../provider/src/errors";
import {
  CleanupIncompleteError,
  DrsRequestError,
  LaunchRefusedError,
  LaunchUnknownError,
  messageOf,
  NotFoundError,
  PreflightError,
  TemplatesLeftError,
  UnexpectedStateError,
  WaitTimeoutError,
  WaveFailedError,
  WrongPlaceError,
} from "../../../provider/src/errors";
import { aRefusal, DB, WEB } from "./factories";

describe(messageOf.name, () => {
  it.each([
    { label: "an error", thrown: new Error("no"), expected: "no" },
    {
      label: "an error with causes",
      thrown: new Error("a", { cause: new Error("b", { cause: "c" }) }),
      expected: "a: b: c",
    },
    {
      label: "an error without a message",
      thrown: Object.assign(new TypeError("x"), { message: "" }),
      expected: "TypeError",
    },
    { label: "an error of several lines", thrown: new Error("one \n  two\nthree"), expected: "one two three" },
    { label: "a text", thrown: "no", expected: "no" },
    { label: "nothing", thrown: undefined, expected: "undefined" },
  ])("is one line for $label", ({ thrown, expected }) => {
    expect(messageOf(thrown)).toBe(expected);
  });
});

const CASES = [
  {
    error: new TemplatesLeftError("lt-1 may still launch into the drill's network"),
    name: "TemplatesLeftError",
    message: "Putting launch templates back: lt-1 may still launch into the drill's network",
  },
  {
    error: new PreflightError(["db-1 lags", "web-1 lags"]),
    name: "PreflightError",
    message: "Checking that the drill can start: db-1 lags; web-1 lags. Nothing was started.",
  },
  {
    error: new LaunchRefusedError([DB, WEB], aRefusal("ServiceQuotaExceededException")),
    name: "LaunchRefusedError",
    message:
      "Starting a recovery job for s-00000000000000001, s-00000000000000002: calling drs:StartRecovery: " +
      "ServiceQuotaExceededException: says AWS (request req-1). Nothing was started. " +
      "Fix the cause, then run `pulumi up`.",
  },
  {
    error: new LaunchRefusedError([DB], new Error("20 jobs are in progress"), "Wait for it"),
    name: "LaunchRefusedError",
    message:
      "Starting a recovery job for s-00000000000000001: 20 jobs are in progress. Nothing was started. " +
      "Wait for it, then run `pulumi up`.",
  },
  {
    error: new LaunchUnknownError("abc", [DB], new Error("socket hang up")),
    name: "LaunchUnknownError",
    message:
      "Starting a recovery job for s-00000000000000001: socket hang up; no job with the tag ExecutionId=abc has been seen since. " +
      "A job may have started. The next `pulumi up` looks for it before it starts anything; `pulumi destroy` cleans it up.",
  },
  {
    error: new WaitTimeoutError("recovery job drsjob-1", "COMPLETED", "STARTED", 5400.2),
    name: "WaitTimeoutError",
    message:
      "Waiting for recovery job drsjob-1: last seen STARTED, expected COMPLETED within 5400 s. " +
      "It goes on in AWS; `pulumi up` resumes the wait and starts nothing.",
  },
  {
    error: new NotFoundError("recovery job drsjob-1", 31),
    name: "NotFoundError",
    message:
      "Waiting for recovery job drsjob-1: AWS did not show it in 31 looks in a row. It may still exist. " +
      "Fix: check whether it was deleted in AWS. `pulumi up` looks again and starts nothing.",
  },
  {
    error: new UnexpectedStateError("job drsjob-1", "PAUSED", ["PENDING", "COMPLETED"]),
    name: "UnexpectedStateError",
    message:
      "Waiting for job drsjob-1: seen PAUSED, expected one of PENDING, COMPLETED. " +
      "AWS may have added a state: please report it. `pulumi up` looks again.",
  },
  { error: new WaveFailedError("Judging the wave: …"), name: "WaveFailedError", message: "Judging the wave: …" },
  {
    error: new CleanupIncompleteError(["i-1", "i-2"], "they live"),
    name: "CleanupIncompleteError",
    message: "Cleaning up recovery instances: i-1, i-2 remain: they live. Run `pulumi destroy` again.",
  },
  { error: new WrongPlaceError("elsewhere"), name: "WrongPlaceError", message: "elsewhere" },
  {
    error: new DrsRequestError({ action: "drs:DescribeJobs", awsError: "TimeoutError", text: "late", refused: false }),
    name: "DrsRequestError",
    message: "calling drs:DescribeJobs: TimeoutError: late",
  },
];

describe("every error", () => {
  it("is told of here", () => {
    const classes = Object.entries(errors).filter(
      ([, member]) => typeof member === "function" && member.prototype instanceof Error,
    );
    expect([...new Set(CASES.map(({ name }) => name))].sort()).toEqual(classes.map(([name]) => name).sort());
  });

  it.each(CASES)("$name tells what was done, seen, true now and to do, in one line", ({ error, name, message }) => {
    expect({ name: error.name, message: error.message }).toEqual({ name, message });
  });

  it.each(CASES)("$name has none of the properties that the engine reads", ({ error }) => {
    expect(["id", "properties", "reasons"].filter((key) => key in error)).toEqual([]);
  });
});
