import { describe, expect, it } from "vitest";
import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import type { SourceServerFile, WorldFile } from "../../../../simulator/src/world/schema/worldFile";
import { aState, first, START } from "../aWorld";
import { drilledServer, events, failure, HOUR, SUBNET } from "./aDrill";

const FOREIGN_GROUP = "sg-0000000000000000f";
const NO_SIZING = { targetInstanceTypeRightSizingMethod: "NONE" } as const;

describe("a launch that fails", () => {
  it.each([
    { event: "SERVER_SKIPPED" as const, before: "JOB_START" },
    { event: "SNAPSHOT_FAIL" as const, before: "SNAPSHOT_START" },
    { event: "USING_PREVIOUS_SNAPSHOT_FAILED" as const, before: "SNAPSHOT_START" },
    { event: "CONVERSION_FAIL" as const, before: "CONVERSION_START" },
    { event: "LAUNCH_FAILED" as const, before: "LAUNCH_START" },
  ])("ends in $event after $before, and the job is COMPLETED all the same", ({ event, before }) => {
    const state = drilledServer({ outcome: { event, message: "told so" } });
    expect(events(state).slice(-3)).toEqual([before, event, "JOB_END"]);
    expect(failure(state)).toBe("told so");
    expect(first(state.jobs)).toMatchObject({
      status: "COMPLETED",
      participatingServers: [{ launchStatus: "FAILED" }],
    });
    expect(first(state.sourceServers)).toMatchObject({ lastLaunchResult: "FAILED", lastLaunch: { status: "FAILED" } });
    expect(state.instances).toEqual([]);
  });

  it("fails as often as its world says", () => {
    const state = drilledServer({ outcome: { event: "LAUNCH_FAILED", times: 1 } });
    startLaunchJob(state, [{ server: first(state.sourceServers), snapshotTime: undefined }], true, {}, START + HOUR);
    advance(state, START + 2 * HOUR);
    expect(state.jobs.map((job) => first(job.participatingServers).launchStatus)).toEqual(["FAILED", "LAUNCHED"]);
  });

  it("launches from an older snapshot when the new one fails", () => {
    const state = drilledServer({ outcome: { event: "USING_PREVIOUS_SNAPSHOT" }, snapshots: [{ ageSeconds: 600 }] });
    expect(events(state)).toContain("USING_PREVIOUS_SNAPSHOT");
    expect(first(first(state.jobs).participatingServers).launchStatus).toBe("LAUNCHED");
    expect(Date.parse(first(state.instances).pointInTimeSnapshotDateTime ?? "")).toBe(START - 600_000);
  });

  it.each<{ label: string; given: Partial<SourceServerFile>; rest?: WorldFile; message: string }>([
    {
      label: "an address outside the subnet",
      given: {
        privateIp: "10.5.5.5",
        launchConfiguration: { copyPrivateIp: true },
        launchTemplate: { subnetId: SUBNET },
      },
      rest: { subnets: [{ subnetId: SUBNET, cidrBlock: "10.0.1.0/24" }] },
      message:
        "An error occurred (InvalidParameterValue) when calling the RunInstances operation: Address 10.5.5.5 does not fall within the subnet's address range",
    },
    {
      label: "a full subnet",
      given: { launchTemplate: { subnetId: SUBNET } },
      rest: { subnets: [{ subnetId: SUBNET, availableIpAddressCount: 0 }] },
      message: `An error occurred (InsufficientFreeAddressesInSubnet) when calling the RunInstances operation: There are not enough free addresses in subnet '${SUBNET}' to satisfy the requested number of instances.`,
    },
    {
      label: "a template without a subnet, where there is no default VPC",
      given: { launchTemplate: { instanceType: "m5.large" } },
      rest: { defaultVpc: false },
      message:
        "An error occurred (VPCIdNotSpecified) when calling the RunInstances operation: No default VPC for this user",
    },
    {
      label: "IMDSv2 that is not required, in an account that enforces it",
      given: { launchTemplate: { httpTokens: "optional" } },
      rest: { metadataDefaults: { httpTokens: "required", httpTokensEnforced: "enabled" } },
      message:
        "An error occurred (UnsupportedOperation) when calling the RunInstances operation: The account enforces IMDSv2: HttpTokens must be required.",
    },
    {
      label: "a security group of another VPC than the subnet's",
      given: { launchTemplate: { subnetId: SUBNET, securityGroupIds: [FOREIGN_GROUP] } },
      rest: {
        subnets: [{ subnetId: SUBNET, vpcId: "vpc-00000000000000001" }],
        securityGroups: [{ groupId: FOREIGN_GROUP, vpcId: "vpc-00000000000000002" }],
      },
      message: `An error occurred (InvalidParameter) when calling the RunInstances operation: Security group ${FOREIGN_GROUP} and subnet ${SUBNET} belong to different networks.`,
    },
    {
      label: "an instance type of another architecture than the source",
      given: { launchConfiguration: NO_SIZING, architecture: "x86_64", launchTemplate: { instanceType: "m6g.large" } },
      message:
        "An error occurred (InvalidParameterValue) when calling the RunInstances operation: The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.",
    },
    {
      label: "an instance type on Nitro for a source that does not support it",
      given: {
        launchConfiguration: NO_SIZING,
        supportsNitroInstances: false,
        launchTemplate: { instanceType: "m5.large" },
      },
      message:
        "An error occurred (InvalidParameterCombination) when calling the RunInstances operation: Enhanced networking with the Elastic Network Adapter (ENA) is required for the 'm5.large' instance type. Ensure that you are using an AMI that is enabled for ENA.",
    },
    {
      label: "a licence of one's own without a dedicated host",
      given: { os: "WINDOWS", launchConfiguration: { licensing: { osByol: true } } },
      message: "OS BYOL can only be used with EC2 Dedicated Hosts",
    },
    {
      label: "a licence of one's own on a dedicated instance",
      given: {
        os: "WINDOWS",
        launchConfiguration: { licensing: { osByol: true } },
        launchTemplate: { tenancy: "dedicated" },
      },
      message: "OS BYOL can only be used with EC2 Dedicated Hosts",
    },
    {
      label: "data that has never been in sync",
      given: { replicationState: "INITIAL_SYNC" },
      message:
        "instance not launched because server lifecycle state is not READY_FOR_TEST (data replication is INITIAL_SYNC)",
    },
    {
      label: "an initial sync that was not completed, whatever the state",
      given: { replicationState: "RESCAN", initialSyncDone: false },
      message:
        "instance not launched because server lifecycle state is not READY_FOR_TEST (its initial sync has not been completed)",
    },
    {
      label: "no replication at all",
      given: { replicationState: null },
      message:
        "instance not launched because server lifecycle state is not READY_FOR_TEST (data replication is not there)",
    },
    {
      label: "an extended server in error",
      given: { stagingArea: { status: "EXTENSION_ERROR", errorMessage: "no access" } },
      message:
        "instance not launched because server lifecycle state is not READY_FOR_TEST (the extended source server is in error: no access)",
    },
  ])("fails for $label", ({ given, rest, message }) => {
    const state = drilledServer(given, rest);
    expect(failure(state)).toBe(message);
    expect(first(first(state.jobs).participatingServers).launchStatus).toBe("FAILED");
  });

  it("launches a licence of one's own onto a host resource group, where the tenancy may be left out", () => {
    const HostResourceGroupArn = "arn:aws:resource-groups:us-west-2:111122223333:group/hosts";
    const state = drilledServer({
      os: "WINDOWS",
      launchConfiguration: { licensing: { osByol: true } },
      launchTemplate: { data: { Placement: { HostResourceGroupArn } } },
    });
    expect(first(first(state.jobs).participatingServers).launchStatus).toBe("LAUNCHED");
  });

  it("launches where the account enforces IMDSv2 and requires it for a template that does not say", () => {
    const metadataDefaults = { httpTokens: "required", httpTokensEnforced: "enabled" } as const;
    const state = drilledServer({ launchTemplate: { instanceType: "m5.large" } }, { metadataDefaults });
    expect(first(first(state.jobs).participatingServers).launchStatus).toBe("LAUNCHED");
  });

  it("takes the world's own default subnet, which gives public addresses or not, where a template names none", () => {
    const subnets = [{ subnetId: SUBNET, defaultForAz: true, mapPublicIpOnLaunch: false }];
    const state = drilledServer({ launchTemplate: { instanceType: "m5.large" } }, { defaultVpc: false, subnets });
    expect(first(state.instances).subnetId).toBe(SUBNET);
    expect(state.subnets).toMatchObject([{ subnetId: SUBNET, defaultForAz: true, mapPublicIpOnLaunch: false }]);
  });

  it("fails for a security group that a client has put into its template and EC2 does not have", () => {
    const state = aState();
    const template = first(state.launchTemplates);
    const version = first(template.versions);
    const { data } = version;
    template.versions[0] = { ...version, data: { ...data, networkInterfaces: [], securityGroupIds: ["sg-00000000"] } };
    startLaunchJob(state, [{ server: first(state.sourceServers), snapshotTime: undefined }], true, {}, START);
    advance(state, START + HOUR);
    expect(failure(state)).toBe(
      "An error occurred (InvalidGroup.NotFound) when calling the RunInstances operation: The security group 'sg-00000000' does not exist",
    );
  });

  it.each(["STALLED", "BACKLOG"] as const)("does not fail for replication that is %s", (replicationState) => {
    expect(first(first(drilledServer({ replicationState }).jobs).participatingServers).launchStatus).toBe("LAUNCHED");
  });
});
