import { describe, expect, it } from "vitest";
import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import { startTerminateJob } from "../../../../simulator/src/lifecycle/startTerminateJob";
import type { InstanceFile, WorldFile } from "../../../../simulator/src/world/schema/worldFile";
import { listedInstances } from "../../../../simulator/src/world/state/lookup";
import { first, START, serverID } from "../aWorld";
import { drilledServer, events, failure, HOUR } from "./aDrill";

const TARGET = "i-0123456789abcdef9";
const into = {
  launchConfiguration: { launchIntoInstanceProperties: { launchIntoEC2InstanceID: TARGET } },
  launchTemplate: { instanceType: "m5.large" },
};

/** A machine in production that may be launched into. */
function aMachine(given: Partial<InstanceFile> = {}): WorldFile {
  const tags = { Name: "erp", AWSDRS: "AllowLaunchingIntoThisInstance" };
  return { instances: [{ ec2InstanceID: TARGET, instanceType: "r5.4xlarge", tags, ...given }] };
}

describe("a launch into an instance", () => {
  it("makes that machine the recovery instance: same id, type, address and tags, other volumes", () => {
    const state = drilledServer(into, aMachine({ privateIp: "172.31.0.77" }));
    expect(state.instances).toMatchObject([
      {
        ec2InstanceID: TARGET,
        sourceServerID: serverID(1),
        jobID: first(state.jobs).jobID,
        isDrill: true,
        instanceType: "r5.4xlarge",
        privateIp: "172.31.0.77",
        ec2State: "RUNNING",
        drsView: "LISTED",
        ec2Tags: { Name: "erp", "drs.amazonaws.com-source-server": serverID(1) },
      },
    ]);
    expect(first(state.jobs).log.find(({ event }) => event === "LAUNCH_END")?.eventData.targetInstanceID).toBe(TARGET);
  });

  it("stops it first, where it runs", () => {
    const state = drilledServer({ ...into, timings: { conversionEnd: 100, launchEnd: 200 } }, aMachine(), 50);
    expect(first(state.instances).ec2State).toBe("RUNNING");
    advance(state, START + 120_000);
    expect(first(state.instances)).toMatchObject({ ec2State: "STOPPED", drsView: "NONE" });
  });

  it("takes no further address of the subnet", () => {
    const before = first(drilledServer(into, aMachine(), 0).subnets).availableIpAddressCount;
    expect(first(drilledServer(into, aMachine()).subnets).availableIpAddressCount).toBe(before);
  });

  it("that is repeated does not terminate it first", () => {
    const state = drilledServer(into, aMachine());
    startLaunchJob(state, [{ server: first(state.sourceServers), snapshotTime: undefined }], true, {}, START + HOUR);
    advance(state, START + 2 * HOUR);
    expect(state.jobs.at(-1)?.log.map(({ event }) => event)).not.toContain("CLEANUP_START");
    expect(state.instances).toMatchObject([{ ec2InstanceID: TARGET, ec2State: "RUNNING", drsView: "LISTED" }]);
  });

  it("ends with that machine terminated when DRS is asked to terminate the recovery instance", () => {
    const state = drilledServer(into, aMachine());
    startTerminateJob(state, listedInstances(state), START + HOUR);
    advance(state, START + HOUR + 300_000);
    expect(first(state.instances)).toMatchObject({ ec2InstanceID: TARGET, ec2State: "TERMINATED" });
  });

  it("works with a machine that the world only names: it is there, stopped and tagged", () => {
    expect(first(drilledServer(into).instances)).toMatchObject({ ec2InstanceID: TARGET, ec2State: "RUNNING" });
  });

  it.each([
    {
      label: "without the tag",
      given: { tags: {} },
      message: `Instance ${TARGET} does not have the tag AWSDRS=AllowLaunchingIntoThisInstance`,
    },
    {
      label: "that is terminated",
      given: { state: "TERMINATED" as const },
      message: `An error occurred (InvalidInstanceID.NotFound) when calling the DescribeInstances operation: The instance ID '${TARGET}' does not exist`,
    },
  ])("fails for a machine $label, which stays as it was", ({ given, message }) => {
    const state = drilledServer(into, aMachine(given));
    expect(events(state).at(-2)).toBe("LAUNCH_FAILED");
    expect(failure(state)).toBe(message);
    expect(first(state.instances).drsView).toBe("NONE");
  });
});
