import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { canonical } from "../../../provider/src/lifecycle/engineValues";
import { serverId } from "../../unit/provider/factories";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const WAVES = 3;
const SERVERS_PER_WAVE = 4;
const VPC = "vpc-0123456789abcdef0";
const LAUNCH_SUBNET = "subnet-0123456789abcdef0";
const STAGING_SUBNET = "subnet-0123456789abcdef1";

/** Servers of which each has a template of its own, and some an earlier launch and a source in EC2. */
function aWorld() {
  const index = Array.from({ length: WAVES * SERVERS_PER_WAVE }, (_, number) => number);
  return {
    sourceServers: index.map((number) => ({
      sourceServerID: serverId(number),
      hostname: `server-${number}`,
      launchTemplate: {
        instanceType: number % 2 === 0 ? "m5.large" : "r5.2xlarge",
        subnetId: LAUNCH_SUBNET,
        securityGroupIds: [`sg-0123456789abcdef${number % 3}`],
      },
      replicationConfiguration: { stagingAreaSubnetId: STAGING_SUBNET },
      ...(number % 5 === 0 ? { awsInstanceID: `i-0000000000000000${number % 10}` } : {}),
    })),
    subnets: [LAUNCH_SUBNET, STAGING_SUBNET].map((subnetId, number) => ({
      subnetId,
      vpcId: VPC,
      cidrBlock: `10.0.${number}.0/24`,
    })),
    securityGroups: [0, 1, 2].map((number) => ({ groupId: `sg-0123456789abcdef${number}`, vpcId: VPC })),
    routeTables: [{ routeTableId: "rtb-0123456789abcdef0", vpcId: VPC, main: true, routes: [] }],
    instances: [0, 5].map((number) => ({
      ec2InstanceID: `i-0000000000000000${number}`,
      subnetId: LAUNCH_SUBNET,
      ageSeconds: 86_400,
    })),
    recoveryInstances: [
      {
        sourceServerID: serverId(3),
        ec2InstanceID: "i-0123456789abcdef0",
        launchedAt: "2026-02-27T10:00:00.000Z",
      },
    ],
  };
}

let drill: SimulatedWave;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  drill = await openSimulatedWave(aWorld());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

function args(wave: number, isPreview: boolean) {
  const first = wave * SERVERS_PER_WAVE;
  const ids = Array.from({ length: SERVERS_PER_WAVE }, (_, number) => serverId(first + number));
  return {
    wave: `wave-${wave}`,
    sourceServers: ids.map((sourceServerId) => ({ sourceServerId })),
    __isPreview: isPreview,
  };
}

/** The waves' observations, one after the other as the engine checks a chain, without the times of the looks. */
async function lookAtAll(isPreview: boolean): Promise<string[]> {
  const seen: string[] = [];
  for (let wave = 0; wave < WAVES; wave++) {
    const { observed } = await drill.check(args(wave, isPreview));
    seen.push(canonical({ ...observed, observedAt: "", machineTime: "", clockDaysAhead: 0 }));
  }
  return seen;
}

/** Requests in the journal since its n-th entry, by operation. */
function callsSince(entries: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of drill.simulator.journal.entries().slice(entries)) {
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

describe("the looks of one preview", () => {
  it("ask two things a server, everything else once for all waves, and see what separate looks see", async () => {
    const seen = await lookAtAll(true);
    expect(callsSince(0)).toEqual({
      GetLaunchConfiguration: WAVES * SERVERS_PER_WAVE,
      GetReplicationConfiguration: WAVES * SERVERS_PER_WAVE,
      DescribeSourceServers: 1,
      DescribeRecoveryInstances: 1,
      // The first template alone, and then those of the account.
      DescribeLaunchTemplateVersions: 2,
      // By id, and by each tag that may name a server or a job.
      DescribeInstances: 3,
      DescribeSubnets: 1,
      DescribeRouteTables: 1,
      DescribeSecurityGroups: 1,
      DescribeInstanceTypes: 1,
      // Of these waves each is told that it is the first of its program.
      GetCallerIdentity: 1,
      SimulatePrincipalPolicy: 6,
      GetInstanceMetadataDefaults: 1,
    });
    expect(seen).toEqual(await lookAtAll(false));
  });

  it("read each template by its id for a role that may not list those of the account", async () => {
    const operation = "DescribeLaunchTemplateVersions";
    const kind = "error" as const;
    const denied = { operation, kind, status: 403, code: "UnauthorizedOperation", contains: "MaxResults", times: 9 };
    drill.simulator.faults.add(denied);
    const seen = await lookAtAll(true);
    expect(drill.calls(operation)).toBe(1 + WAVES * SERVERS_PER_WAVE);
    expect(seen).toEqual(await lookAtAll(false));
  });

  it("say of each wave what a role may not read, and ask for it once", async () => {
    const operation = "DescribeSubnets";
    const denied = { operation, kind: "error" as const, status: 403, code: "UnauthorizedOperation", times: 99 };
    drill.simulator.faults.add(denied);
    const seen = await lookAtAll(true);
    expect(seen.filter((each) => each.includes("calling ec2:DescribeSubnets: UnauthorizedOperation"))).toHaveLength(
      WAVES,
    );
    expect(drill.calls(operation)).toBe(1);
  });

  it("are over for what starts: create looks for itself in the same process", async () => {
    await lookAtAll(true);
    const before = drill.simulator.journal.entries().length;
    await drill.create(args(1, true));
    const calls = callsSince(before);
    expect(calls["StartRecovery"]).toBe(1);
    const order = drill.simulator.journal
      .entries()
      .slice(before)
      .map((entry) => entry.operation);
    const beforeStart = order.slice(0, order.indexOf("StartRecovery"));
    expect(beforeStart).toEqual(
      expect.arrayContaining([
        "DescribeSourceServers",
        "DescribeRecoveryInstances",
        "GetLaunchConfiguration",
        "DescribeLaunchTemplateVersions",
        "DescribeInstances",
      ]),
    );
    expect(beforeStart.filter((each) => each === "GetLaunchConfiguration")).toHaveLength(SERVERS_PER_WAVE);
  });
});
