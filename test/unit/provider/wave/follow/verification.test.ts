import { LaunchStatus } from "@aws-sdk/client-drs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ServerFacts, verificationOf } from "../../../../../provider/src/wave/follow/verification";
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
    firstLookAt: JOB_ENDED_AT,
    expectedActions: undefined,
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

const unfinished = (seen: string) => ({ isFinal: false, seen });
const reached = (verifiedTo: string, leftStopped = false) => ({ isFinal: true, verifiedTo, leftStopped });
const failed = (event: string, message: string, verifiedTo?: string) => ({
  isFinal: true,
  leftStopped: false,
  failure: { event, message },
  ...(verifiedTo === undefined ? {} : { verifiedTo }),
});

const RUNS = "DRS lists its recovery instance i-00000001 as RUNNING";
const NOTHING_SAID =
  "the job does not say what became of it, its log has no end of its launch, and DRS lists no recovery instance of this job";
const CHECK = { actionId: "a-1", name: "check", optional: false };

describe(verificationOf.name, () => {
  it.each([
    { label: "both checks ok", given: facts(), verification: reached("statusChecks") },
    {
      label: "running is enough",
      given: facts({ success: "running", status: undefined }),
      verification: reached("running"),
    },
    {
      label: "launched is enough, whatever EC2 says",
      given: facts({
        success: "launched",
        status: undefined,
        instance: aRecoveryInstance({ ec2InstanceState: "PENDING" }),
      }),
      verification: reached("launched"),
    },
    {
      label: "left stopped by its settings: nothing more can be seen",
      given: facts({ launchDisposition: "STOPPED", instance: aRecoveryInstance({ ec2InstanceState: "STOPPED" }) }),
      verification: reached("launched", true),
    },
    {
      label: "running although its settings say STOPPED now: they were changed after the launch",
      given: facts({ launchDisposition: "STOPPED" }),
      verification: reached("statusChecks"),
    },
    {
      label: "running although its settings say STOPPED now, with checks that are not passed yet",
      given: facts({ launchDisposition: "STOPPED", status: anInstanceStatus({ instance: "initializing" }) }),
      verification: unfinished("EC2's status checks: system ok, instance initializing"),
    },
    {
      label: "booting",
      given: facts({ status: undefined, instance: aRecoveryInstance({ ec2InstanceState: "PENDING" }) }),
      verification: unfinished("the recovery instance is PENDING"),
    },
    {
      label: "checks initializing",
      given: facts({ status: anInstanceStatus({ system: "initializing", instance: "initializing" }) }),
      verification: unfinished("EC2's status checks: system initializing, instance initializing"),
    },
    {
      label: "one of two checks ok",
      given: facts({ status: anInstanceStatus({ instance: "initializing" }) }),
      verification: unfinished("EC2's status checks: system ok, instance initializing"),
    },
    {
      label: "running, no checks reported yet",
      given: facts({ status: undefined }),
      verification: unfinished("EC2's status checks: system unknown, instance unknown"),
    },
    {
      label: "impaired for less than 5 minutes, as a slow boot may be",
      given: facts({
        now: LAUNCHED_AT + minutes(9),
        status: anInstanceStatus({ instance: "impaired", impairedSince: LAUNCHED_AT + minutes(5) }),
      }),
      verification: unfinished("EC2's status checks: system ok, instance impaired"),
    },
    {
      label: "impaired for 5 minutes",
      given: facts({
        now: LAUNCHED_AT + minutes(10),
        status: anInstanceStatus({ instance: "impaired", impairedSince: LAUNCHED_AT + minutes(5) }),
      }),
      verification: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system ok, instance impaired", "running"),
    },
    {
      label: "checks still initializing 40 minutes after the launch",
      given: facts({ now: LAUNCHED_AT + minutes(40), status: anInstanceStatus({ instance: "initializing" }) }),
      verification: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system ok, instance initializing", "running"),
    },
    {
      label: "no checks reported 40 minutes after the launch: not seen is not passed",
      given: facts({ now: LAUNCHED_AT + minutes(40), status: undefined }),
      verification: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system unknown, instance unknown", "running"),
    },
    {
      label: "not running 40 minutes after the launch",
      given: facts({ now: LAUNCHED_AT + minutes(40), status: anInstanceStatus({ state: "pending" }) }),
      verification: failed("NOT_RUNNING", "the recovery instance is PENDING, 40m00s after its launch", "launched"),
    },
    ...["stopped", "stopping", "terminated", "shutting-down"].map((state) => ({
      label: `${state} in EC2`,
      given: facts({ status: anInstanceStatus({ state }) }),
      verification: failed("NOT_RUNNING", `the recovery instance is ${state.toUpperCase()}`, "launched"),
    })),
    {
      label: "instance not listed yet",
      given: facts({ instance: undefined }),
      verification: unfinished("launched, but DRS lists no recovery instance yet"),
    },
    {
      label: "instance not listed 5 minutes after the launch",
      given: facts({ instance: undefined, now: LAUNCHED_AT + minutes(5) }),
      verification: failed("INSTANCE_MISSING", "DRS reports LAUNCHED, but lists no recovery instance of this job"),
    },
    {
      label: "instance not listed 5 minutes after the job's end, which counts where the log lacks LAUNCH_END",
      given: facts({ instance: undefined, log: [], now: JOB_ENDED_AT + minutes(5) }),
      verification: failed("INSTANCE_MISSING", "DRS reports LAUNCHED, but lists no recovery instance of this job"),
    },
    {
      label: "checks still initializing 40 minutes after the job's end, where the log lacks LAUNCH_END",
      given: facts({
        log: [],
        now: JOB_ENDED_AT + minutes(40),
        status: anInstanceStatus({ system: "initializing" }),
      }),
      verification: failed("STATUS_CHECKS_FAILED", "EC2's status checks: system initializing, instance ok", "running"),
    },
    {
      label: "actions under way",
      given: facts({ participant: actions("SUCCEEDED", "IN_PROGRESS") }),
      verification: unfinished("post-launch actions in progress: action 1"),
    },
    {
      label: "actions succeeded",
      given: facts({ participant: actions("SUCCEEDED", "SUCCEEDED") }),
      verification: reached("statusChecks"),
    },
    {
      label: "an action failed, also when launched would be enough",
      given: facts({ success: "launched", participant: actions("SUCCEEDED", "FAILED", "IN_PROGRESS") }),
      verification: failed("POST_LAUNCH_ACTION_FAILED", "action 1: status FAILED", "launched"),
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
      verification: failed("POST_LAUNCH_ACTION_FAILED", "agent: no agent; check: status WHAT_AWS_ADDS", "launched"),
    },
    {
      label: "launch failed with DRS's reason",
      given: facts({
        participant: aParticipant({ launchStatus: "FAILED" }),
        instance: undefined,
        log: [aLogItem("LAUNCH_FAILED", 9, { message: "no capacity" })],
      }),
      verification: failed("LAUNCH_FAILED", "no capacity"),
    },
    {
      label: "launch failed, after a failed snapshot that DRS went on without: the last failure is the reason",
      given: facts({
        participant: aParticipant({ launchStatus: "FAILED" }),
        instance: undefined,
        log: [
          aLogItem("SNAPSHOT_FAIL", 1, { message: "snapshot limit" }),
          aLogItem("USING_PREVIOUS_SNAPSHOT", 2),
          aLogItem("LAUNCH_FAILED", 3, { message: "no capacity" }),
        ],
      }),
      verification: failed("LAUNCH_FAILED", "no capacity"),
    },
    {
      label: "skipped without a reason",
      given: facts({
        participant: aParticipant({ launchStatus: "FAILED" }),
        instance: undefined,
        log: [aLogItem("SERVER_SKIPPED", 9)],
      }),
      verification: failed("SERVER_SKIPPED", "DRS gives no reason; its launch status is FAILED"),
    },
    {
      label: "skipped, although its launch status says LAUNCHED",
      given: facts({ log: [aLogItem("SERVER_SKIPPED", 9, { message: "not ready" })] }),
      verification: failed("SERVER_SKIPPED", `not ready; but ${RUNS}`),
    },
    {
      label: "not in the job's list, and nowhere else, right after the job's end",
      given: facts({ participant: undefined, log: [], instance: undefined }),
      verification: unfinished(`the job has ended, but ${NOTHING_SAID}`),
    },
    {
      label: "not in the job's list, and nowhere else, 5 minutes after the job's end",
      given: facts({ participant: undefined, log: [], instance: undefined, now: JOB_ENDED_AT + minutes(5) }),
      verification: failed("NOT_REPORTED", NOTHING_SAID),
    },
    {
      label: "not in the job's list right after its end, launched by log and instance",
      given: facts({ participant: undefined }),
      verification: unfinished(
        `the job has ended, but the job does not say what became of it, its log has LAUNCH_END, and ${RUNS}`,
      ),
    },
    {
      label: "not in the job's list 5 minutes after its launch, launched by log and instance: it is said",
      given: facts({ participant: undefined, now: JOB_ENDED_AT + minutes(5) }),
      verification: {
        ...reached("statusChecks"),
        notes: [`the job does not say what became of it, its log has LAUNCH_END, and ${RUNS}`],
      },
    },
    {
      label: "decided by no single look at a job that ended long ago",
      given: facts({
        participant: undefined,
        firstLookAt: JOB_ENDED_AT + minutes(600),
        now: JOB_ENDED_AT + minutes(600),
      }),
      verification: unfinished(
        `the job has ended, but the job does not say what became of it, its log has LAUNCH_END, and ${RUNS}`,
      ),
    },
    {
      label: "a required action is not reported yet, the checks are ok",
      given: facts({ expectedActions: { known: [CHECK] } }),
      verification: unfinished("no run reported of check"),
    },
    {
      label: "a required action is not reported 40 minutes after the launch",
      given: facts({ expectedActions: { known: [CHECK] }, now: LAUNCHED_AT + minutes(40) }),
      verification: failed(
        "POST_LAUNCH_ACTION_MISSING",
        "no run reported of check, 40m00s after the launch (DRS reports no SSM agent on the instance)",
        "launched",
      ),
    },
    {
      label: "stopped although its action is still expected: nothing is waited for",
      given: facts({ expectedActions: { known: [CHECK] }, status: anInstanceStatus({ state: "stopped" }) }),
      verification: failed("NOT_RUNNING", "the recovery instance is STOPPED", "launched"),
    },
    {
      label: "left stopped by its settings with an action that cannot run",
      given: facts({
        launchDisposition: "STOPPED",
        instance: aRecoveryInstance({ ec2InstanceState: "STOPPED" }),
        expectedActions: { known: [CHECK] },
      }),
      verification: {
        ...reached("launched", true),
        notKnown: ["its post-launch actions have not run, because its launch configuration leaves it STOPPED"],
      },
    },
  ])("$label", ({ given, verification }) => {
    expect(verificationOf(given)).toEqual(verification);
  });

  it.each([
    { launchStatus: "LAUNCHED", verification: reached("statusChecks") },
    {
      launchStatus: "FAILED",
      verification: failed("NOT_LAUNCHED", `DRS gives no reason; its launch status is FAILED; but ${RUNS}`),
    },
    {
      launchStatus: "TERMINATED",
      verification: failed("NOT_LAUNCHED", `DRS gives no reason; its launch status is TERMINATED; but ${RUNS}`),
    },
    ...["PENDING", "IN_PROGRESS", "WHAT_AWS_ADDS"].map((launchStatus) => ({
      launchStatus,
      verification: unfinished(
        `the job has ended, but the job lists it as ${launchStatus}, its log has LAUNCH_END, and ${RUNS}`,
      ),
    })),
  ])("takes launch status $launchStatus of an ended job for what it is", ({ launchStatus, verification }) => {
    expect(verificationOf(facts({ participant: aParticipant({ launchStatus }) }))).toEqual(verification);
  });

  it("knows every launch status of the API", () => {
    expect(Object.values(LaunchStatus).sort()).toEqual(["FAILED", "IN_PROGRESS", "LAUNCHED", "PENDING", "TERMINATED"]);
  });

  it("never reaches a level with a check that is not ok, whatever else is seen", () => {
    const status = fc.constantFrom("ok", "impaired", "initializing", "insufficient-data", "not-applicable", "odd");
    const state = fc.constantFrom("running", "pending", "stopped", "terminated", "odd");
    const age = fc.integer({ min: 0, max: minutes(100) });
    fc.assert(
      fc.property(status, status, state, age, (system, instance, ec2State, ms) => {
        const verification = verificationOf(
          facts({ status: anInstanceStatus({ system, instance, state: ec2State }), now: LAUNCHED_AT + ms }),
        );
        const passed = system === "ok" && instance === "ok" && ec2State === "running";
        expect(verification.isFinal && verification.verifiedTo === "statusChecks").toBe(passed);
      }),
    );
  });

  it("is final for every server 40 minutes after its launch", () => {
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
          expect(verificationOf(given).isFinal).toBe(true);
        },
      ),
    );
  });
});
