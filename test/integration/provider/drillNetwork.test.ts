import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const OWN = "subnet-0123456789abcdef0";
const DRILL = "subnet-0123456789abcdef9";
const GROUP = "sg-0123456789abcdef0";
const DRILL_GROUP = "sg-0123456789abcdef9";
const NETWORK = { subnets: [DRILL], securityGroups: [DRILL_GROUP] };

let drill: SimulatedWave | undefined;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill?.close();
});

function world(launchConfiguration: Record<string, unknown> = {}, template: Record<string, unknown> = {}) {
  const own = { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24", availabilityZone: "us-west-2a" };
  const drills = { vpcId: "vpc-0123456789abcdef9", cidrBlock: "10.9.0.0/24", availabilityZone: "us-west-2a" };
  return aWorld(
    {
      [APP]: {
        launchConfiguration,
        launchTemplate: { subnetId: OWN, securityGroupIds: [GROUP], instanceType: "m5.large", ...template },
      },
    },
    {
      subnets: [
        { subnetId: OWN, ...own },
        { subnetId: DRILL, ...drills },
      ],
      securityGroups: [
        { groupId: GROUP, groupName: "own", vpcId: own.vpcId },
        { groupId: DRILL_GROUP, groupName: "drill", vpcId: drills.vpcId },
      ],
    },
  );
}

/** Ids of the subnets that the simulator launched into, and where the template points now. */
function seen({ simulator }: SimulatedWave) {
  const state = simulator.world();
  const template = state.launchTemplates[1];
  const version = template?.versions.find((each) => each.versionNumber === template.defaultVersionNumber);
  return {
    launchedIn: state.instances.map((instance) => instance.subnetId),
    pointsAt: version?.data.networkInterfaces?.map((each) => each.subnetId),
    version: version?.versionNumber,
    tags: Object.keys(template?.tags ?? {}).filter((key) => key.startsWith("DrillWave")),
  };
}

const DENIED = {
  operation: "StartRecovery",
  kind: "error",
  status: 403,
  code: "AccessDeniedException",
} as const;

const ARGS = { sourceServers: [{ sourceServerId: APP }], network: NETWORK };

describe("a wave in its own network", () => {
  it("launches there, and leaves the launch template as it was", async () => {
    drill = await openSimulatedWave(world());
    const state = await drill.create(ARGS);

    expect(state).toMatchObject({ verdict: "PASSED", pending: [] });
    expect(seen(drill)).toEqual({ launchedIn: [DRILL], pointsAt: [OWN], version: 1, tags: [] });
    expect(state.attempts[0]?.swaps).toMatchObject([
      { sourceServerId: APP, version: 1, drillVersion: 2, subnetId: DRILL, ended: true },
    ]);
    const template = drill.simulator.world().launchTemplates[1]?.launchTemplateId;
    expect(drill.lines).toContain(
      "pointing 1 launch template at the drill's network until the servers are launched; this ends it at once, without Pulumi: " +
        `aws ec2 modify-launch-template --region us-west-2 --launch-template-id ${template} --default-version 1`,
    );
    expect(drill.lines).toContain(`1 launch template out of the drill's network again: ${template} (version 1)`);
  });

  it("puts the template back at once when nothing is started", async () => {
    drill = await openSimulatedWave(world());
    drill.simulator.faults.add(DENIED);
    await expect(drill.create(ARGS)).rejects.toThrow("Nothing was started");
    expect(seen(drill)).toEqual({ launchedIn: [], pointsAt: [OWN], version: 1, tags: [] });
  });

  it.each([
    ["copyPrivateIp", { copyPrivateIp: true }, {}, "copyPrivateIp is on, and its address is none of the drill subnet"],
  ])("is refused before anything is written: %s", async (_name, configuration, template, obstacle) => {
    drill = await openSimulatedWave(world(configuration, template));
    await expect(drill.create(ARGS)).rejects.toThrow(obstacle);
    expect(drill.calls("CreateTags")).toBe(0);
  });
});
