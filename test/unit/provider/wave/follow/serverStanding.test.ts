import { LaunchStatus } from "@aws-sdk/client-drs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SUCCESS_LEVELS } from "../../../../../provider/src/vocabulary";
import { reaches, type ServerFacts, standingOf } from "../../../../../provider/src/wave/follow/serverStanding";
import { aLog, aLogItem, anInstanceStatus, aParticipant, aRecoveryInstance, START } from "../../factories";

const LAUNCHED_AT = START + 529_000;
const JOB_ENDED_AT = START + 533_000;
const minutes = (count: number) => count * 60_000;

/** A server that launched, runs and passes both checks, looked at a minute after. */
function facts(changes: Partial<ServerFacts> = {}): ServerFacts {
  return {
    participant: aParticipant(),
    log: aLog(),
    jobEndedAt: JOB_ENDED_AT,
    instance: aRecoveryInstance(),
    status: anInstanceStatus(),
    launchDisposition: "STARTED",
    success: "statusChecks",
    now: LAUNCHED_AT + minutes(1),
    ...changes,
  };
}

const actions = (...statuses: string[]) =>
  aParticipant({ postLaunchActions: statuses.map((status, index) => ({ name: `action ${index}`, status })) });

const open = (verifiedTo?: string) => ({
  settled: false,
  stopped: false,
  ...(verifiedTo === undefined ? {} : { verifiedTo }),
});
const reached = (verifiedTo: string, stopped = false) => ({ settled: true, verifiedTo, stopped });
const failed = (event: string, message: string, verifiedTo?: string) => ({
  settled: true,
  stopped: false,
  failure: { event, message },
  ...(verifiedTo === undefined ? {} : { verifiedTo }),
});

describe(standingOf.name, () => {
  it.each([
    { label: "both checks ok", given: facts(), standing: reached("statusChecks") },
    {
      label: "running is enough",
      given: facts({ success: "running", status: undefined }),
      standing: reached("running"),
    },
    {
      label: "launched is enough, whatever EC2 says",
      given: facts({
        success: "launched",
        status: undefined,
        instance: aRecoveryInstance({ ec2InstanceState: "PENDING" }),
      }),
      standing: reached("launched"),
    },
    {
      label: "left stopped by its settings: nothing more can be seen",
      given: facts({ launchDisposition: "STOPPED", instance: aRecoveryInstance({ ec2InstanceState: "STOPPED" }) }),
      standing: reached("launched", true),
    },
    {
      label: "running although its settings say STOPPED now: they were changed after the launch",
      given: facts({ launchDisposition: "STOPPED" }),
      standing: reached("statusChecks"),
    },
    {
      label: "running although its settings say STOPPED now, with checks that are not passed yet",
      given: facts({ launchDisposition: "STOPPED", status: anInstanceStatus({ instance: "initializing" }) }),
      standing: open("running"),
    },
    {
      label: "booting",
      given: facts({ status: undefined, instance: aRecoveryInstance({ ec2InstanceState: "PENDING" }) }),
      standing: open("launched"),
    },
    {
      label: "checks initializing",
      given: facts({ status: anInstanceStatus({ system: "initializing", instance: "initializing" }) }),
      standing: open("running"),
    },
    {
      label: "one of two checks ok",
      given: facts({ status: anInstanceStatus({ instance: "initializing" }) }),
      standing: open("running"),
    },
    { label: "running, no checks reported yet", given: facts({ status: undefined }), standing: open("running") },
    {
      label: "impaired for less than 5 minutes, as a slow boot may be",
      given: facts({
        now: LAUNCHED_AT + minutes(9),
        status: anInstanceStatus({ instance: "impaired", impairedSince: LAUNCHED_AT + minutes(5) }),
      }),
      standing: open("running"),
    },
    {
      label: "impaired for 5 minutes",
      given: facts({
        now: LAUNCHED_AT + minutes(10),
        status: anInstanceStatus({ instance: "impaired", impairedSince: LAUNCHED_AT + minutes(5) }),
      }),
      standing: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system ok, instance impaired", "running"),
    },
    {
      label: "checks still initializing 40 minutes after the launch",
      given: facts({ now: LAUNCHED_AT + minutes(40), status: anInstanceStatus({ instance: "initializing" }) }),
      standing: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system ok, instance initializing", "running"),
    },
    {
      label: "no checks reported 40 minutes after the launch: not seen is not passed",
      given: facts({ now: LAUNCHED_AT + minutes(40), status: undefined }),
      standing: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system unknown, instance unknown", "running"),
    },
    {
      label: "not running 40 minutes after the launch",
      given: facts({ now: LAUNCHED_AT + minutes(40), status: anInstanceStatus({ state: "pending" }) }),
      standing: failed("NOT_RUNNING", "the recovery instance is PENDING, 40m00s after its launch", "launched"),
    },
    ...["stopped", "stopping", "terminated", "shutting-down"].map((state) => ({
      label: `${state} in EC2`,
      given: facts({ status: anInstanceStatus({ state }) }),
      standing: failed("NOT_RUNNING", `the recovery instance is ${state.toUpperCase()}`, "launched"),
    })),
    {
      label: "instance not listed yet",
      given: facts({ instance: undefined }),
      standing: open(),
    },
    {
      label: "instance not listed 5 minutes after the launch",
      given: facts({ instance: undefined, now: LAUNCHED_AT + minutes(5) }),
      standing: failed("INSTANCE_MISSING", "DRS reports LAUNCHED, but lists no recovery instance of this job"),
    },
    {
      label: "instance not listed 5 minutes after the job's end, which counts where the log lacks LAUNCH_END",
      given: facts({ instance: undefined, log: [], now: JOB_ENDED_AT + minutes(5) }),
      standing: failed("INSTANCE_MISSING", "DRS reports LAUNCHED, but lists no recovery instance of this job"),
    },
    {
      label: "checks still initializing 40 minutes after the job's end, where the log lacks LAUNCH_END",
      given: facts({
        log: [],
        now: JOB_ENDED_AT + minutes(40),
        status: anInstanceStatus({ system: "initializing" }),
      }),
      standing: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system initializing, instance ok", "running"),
    },
    {
      label: "actions under way",
      given: facts({ participant: actions("SUCCEEDED", "IN_PROGRESS") }),
      standing: open(),
    },
    {
      label: "actions succeeded",
      given: facts({ participant: actions("SUCCEEDED", "SUCCEEDED") }),
      standing: reached("statusChecks"),
    },
    {
      label: "an action failed, also when launched would be enough",
      given: facts({ success: "launched", participant: actions("SUCCEEDED", "FAILED", "IN_PROGRESS") }),
      standing: failed("POST_LAUNCH_ACTION_FAILED", "action 1: status FAILED", "launched"),
    },
    {
      label: "an action failed with a reason, another has a status that AWS added: that is no success",
      given: facts({
        participant: aParticipant({
          postLaunchActions: [
            { name: "agent", status: "FAILED", failureReason: "no agent" },
            { name: "check", status: "WHAT_AWS_ADDS" },
          ],
        }),
      }),
      standing: failed("POST_LAUNCH_ACTION_FAILED", "agent: no agent; check: status WHAT_AWS_ADDS", "launched"),
    },
    {
      label: "launch failed with DRS's reason",
      given: facts({
        participant: aParticipant({ launchStatus: "FAILED" }),
        log: [aLogItem("LAUNCH_FAILED", 9, { message: "no capacity" })],
      }),
      standing: failed("LAUNCH_FAILED", "no capacity"),
    },
    {
      label: "launch failed, after a failed snapshot that DRS went on without: the last failure is the reason",
      given: facts({
        participant: aParticipant({ launchStatus: "FAILED" }),
        log: [
          aLogItem("SNAPSHOT_FAIL", 1, { message: "snapshot limit" }),
          aLogItem("USING_PREVIOUS_SNAPSHOT", 2),
          aLogItem("LAUNCH_FAILED", 3, { message: "no capacity" }),
        ],
      }),
      standing: failed("LAUNCH_FAILED", "no capacity"),
    },
    {
      label: "skipped without a reason",
      given: facts({ participant: aParticipant({ launchStatus: "FAILED" }), log: [aLogItem("SERVER_SKIPPED", 9)] }),
      standing: failed("SERVER_SKIPPED", "DRS gives no reason; its launch status is FAILED"),
    },
    {
      label: "skipped, although its launch status says LAUNCHED",
      given: facts({ log: [aLogItem("SERVER_SKIPPED", 9, { message: "not ready" })] }),
      standing: failed("SERVER_SKIPPED", "not ready"),
    },
    {
      label: "not part of the job",
      given: facts({ participant: undefined, log: [] }),
      standing: failed("NOT_LAUNCHED", "DRS gives no reason; its launch status is not part of the job"),
    },
  ])("$label", ({ given, standing }) => {
    expect(standingOf(given)).toEqual(standing);
  });

  it.each([...Object.values(LaunchStatus), "WHAT_AWS_ADDS"])(
    "takes launch status %s for recovered only if LAUNCHED",
    (launchStatus) => {
      const standing = standingOf(facts({ participant: aParticipant({ launchStatus }) }));
      expect(standing).toEqual(
        launchStatus === "LAUNCHED"
          ? reached("statusChecks")
          : failed("NOT_LAUNCHED", `DRS gives no reason; its launch status is ${launchStatus}`),
      );
    },
  );

  it("never reaches a level with a check that is not ok, whatever else is seen", () => {
    const status = fc.constantFrom("ok", "impaired", "initializing", "insufficient-data", "not-applicable", "odd");
    const state = fc.constantFrom("running", "pending", "stopped", "terminated", "odd");
    const age = fc.integer({ min: 0, max: minutes(100) });
    fc.assert(
      fc.property(status, status, state, age, (system, instance, ec2State, ms) => {
        const standing = standingOf(
          facts({ status: anInstanceStatus({ system, instance, state: ec2State }), now: LAUNCHED_AT + ms }),
        );
        const passed = system === "ok" && instance === "ok" && ec2State === "running";
        expect(standing.verifiedTo === "statusChecks").toBe(passed);
      }),
    );
  });

  it("is settled for every server 40 minutes after its launch", () => {
    const status = fc.constantFrom("ok", "impaired", "initializing", "odd");
    const state = fc.constantFrom("running", "pending", "stopped", "odd");
    fc.assert(
      fc.property(
        status,
        state,
        fc.option(fc.constant(aRecoveryInstance()), { nil: undefined }),
        (check, ec2State, instance) => {
          const now = LAUNCHED_AT + minutes(40);
          const given = facts({ status: anInstanceStatus({ system: check, state: ec2State }), instance, now });
          expect(standingOf(given).settled).toBe(true);
        },
      ),
    );
  });
});

describe(reaches.name, () => {
  it("orders the levels, and nothing reaches none", () => {
    const table = [undefined, ...SUCCESS_LEVELS].map((got) => SUCCESS_LEVELS.map((wanted) => reaches(got, wanted)));
    expect(table).toEqual([
      [false, false, false], // not launched
      [true, false, false], // launched
      [true, true, false], // running
      [true, true, true], // statusChecks
    ]);
  });
});
