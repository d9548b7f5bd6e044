import { describe, expect, it } from "vitest";
import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startTerminateJob } from "../../../../simulator/src/lifecycle/startTerminateJob";
import type { SourceServerFile } from "../../../../simulator/src/world/schema/worldFile";
import { listedInstances } from "../../../../simulator/src/world/state/lookup";
import type { WorldState } from "../../../../simulator/src/world/state/worldState";
import { first, START, serverID } from "../aWorld";
import { drilledServer, events, HOUR } from "./aDrill";

/** A drill whose instance DRS was then asked to terminate. */
function terminated(given: Partial<SourceServerFile>): WorldState {
  const state = drilledServer(given);
  startTerminateJob(state, listedInstances(state), START + HOUR);
  advance(state, START + HOUR + 300_000);
  return state;
}

/** What the last job came to. */
function outcome(state: WorldState) {
  const job = state.jobs.at(-1);
  return {
    status: job?.status,
    launchStatus: job?.participatingServers[0]?.launchStatus,
    events: job?.log.map(({ event }) => event),
    rawError: job?.log.find(({ eventData }) => eventData.rawError !== undefined)?.eventData.rawError,
    instance: state.instances[0]?.ec2State,
    listed: listedInstances(state).length,
  };
}

const NOT_AUTHORIZED =
  "An error occurred (UnauthorizedOperation) when calling the TerminateInstances operation: You are not authorized to perform this operation.";
const failed = {
  status: "COMPLETED",
  launchStatus: "FAILED",
  events: ["JOB_START", "CLEANUP_START", "CLEANUP_FAIL", "JOB_END"],
  instance: "RUNNING",
  listed: 1,
};

describe(startTerminateJob.name, () => {
  it("terminates the instance and takes it from DRS's list", () => {
    expect(outcome(terminated({}))).toEqual({
      status: "COMPLETED",
      launchStatus: "TERMINATED",
      events: ["JOB_START", "CLEANUP_START", "CLEANUP_END", "JOB_END"],
      rawError: undefined,
      instance: "TERMINATED",
      listed: 0,
    });
  });

  it.each([
    { given: { terminationOutcome: { event: "CLEANUP_FAIL" as const } }, rawError: NOT_AUTHORIZED },
    { given: { terminationOutcome: { event: "CLEANUP_FAIL" as const, message: "no" } }, rawError: "no" },
  ])("leaves the instance and says why where the world says so: $rawError", ({ given, rawError }) => {
    expect(outcome(terminated(given))).toEqual({ ...failed, rawError });
  });

  it("fails as often as the world says", () => {
    const state = terminated({ terminationOutcome: { event: "CLEANUP_FAIL", times: 1 } });
    startTerminateJob(state, listedInstances(state), START + 2 * HOUR);
    advance(state, START + 3 * HOUR - 1000);
    expect(outcome(state)).toMatchObject({ launchStatus: "TERMINATED", instance: "TERMINATED", listed: 0 });
  });

  it("is refused by EC2 while the instance's termination protection is on", () => {
    const state = terminated({ launched: { disableApiTermination: true } });
    const { ec2InstanceID } = first(state.instances);
    expect(outcome(state)).toEqual({
      ...failed,
      rawError: `An error occurred (OperationNotPermitted) when calling the TerminateInstances operation: The instance '${ec2InstanceID}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    });
    first(state.instances).disableApiTermination = false;
    startTerminateJob(state, listedInstances(state), START + 2 * HOUR);
    advance(state, START + 2 * HOUR + 300_000);
    expect(outcome(state)).toMatchObject({ launchStatus: "TERMINATED", listed: 0 });
  });

  it("fails a launch whose cleanup it keeps from ending", () => {
    const rest = { recoveryInstances: [{ sourceServerID: serverID(1), disableApiTermination: true }] };
    const state = drilledServer({}, rest);
    expect(events(state)).toEqual(["JOB_START", "CLEANUP_START", "CLEANUP_FAIL", "JOB_END"]);
    expect(state.instances).toMatchObject([{ ec2State: "RUNNING", drsView: "LISTED" }]);
  });
});
