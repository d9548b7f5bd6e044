import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect } from "../../../provider/src/aws/connect";
import { createDrsGateway } from "../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../provider/src/ec2/awsGateway";
import { drillNetworkKind } from "../../../provider/src/lifecycle/settings/drillNetworkKind";
import { settingsLifecycle } from "../../../provider/src/lifecycle/settings/settingsLifecycle";
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

/** The resource that describes the network, over the same simulator; `said` is what its row kept. */
function networkOf({ simulator }: SimulatedWave) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const provider = settingsLifecycle(drillNetworkKind(), async ({ region, connection }) => {
    const connected = connect(region, connection);
    const { signal } = new AbortController();
    return {
      drs: await createDrsGateway(connected, signal),
      ec2: createEc2Gateway(connected, signal),
      clock: { monotonicMs: () => 0, sleep: async () => {} },
      deadline: { timeoutSeconds: 60, remainingMs: () => 60_000 },
      status: { show() {}, keep: say, warn: say },
    };
  });
  const place = { region: "us-west-2", connection: { endpoint: simulator.url }, __provider: "pointer" };
  return { provider, said, inputs: (args: object = {}) => ({ ...place, ...NETWORK, ...args }) };
}

describe("a drill network", () => {
  it("says what it is, and that no launch template launches into it", async () => {
    drill = await openSimulatedWave(world());
    const { provider, inputs } = networkOf(drill);
    const checked = await provider.check?.({}, inputs());
    expect(checked?.failures).toEqual([]);
    const { outs } = await provider.create(checked?.inputs);
    expect(outs).toMatchObject({
      vpcId: "vpc-0123456789abcdef9",
      availabilityZones: ["us-west-2a"],
      templatesInside: [],
    });
    expect((await provider.diff?.("id", outs, checked?.inputs))?.changes).toBe(false);
    await provider.delete?.("id", outs);
  });

  it.each([
    [
      "a subnet that is not there",
      { subnets: ["subnet-0123456789abcdef7"] },
      "EC2 shows no subnet-0123456789abcdef7 in this Region",
    ],
    [
      "a group of another VPC",
      { securityGroups: [GROUP] },
      `its subnets and security groups are not of one VPC: ${DRILL} of vpc-0123456789abcdef9, ${GROUP} of vpc-0123456789abcdef0`,
    ],
  ])("is refused with %s", async (_name, args, reason) => {
    drill = await openSimulatedWave(world());
    const { provider, inputs } = networkOf(drill);
    const checked = await provider.check?.({}, inputs(args));
    expect(checked?.failures?.map((failure) => failure.reason)).toEqual([reason]);
  });

  it("is not deleted while a drill that was cut off has a launch template in it; a refresh of that drill puts it back", async () => {
    drill = await openSimulatedWave(world());
    const { provider, inputs, said } = networkOf(drill);
    const { outs } = await provider.create(inputs());
    drill.simulator.faults.add({ ...DENIED, operation: "DescribeJobLogItems" });
    const failure = await drill.create(ARGS).catch((error: unknown) => error);
    const { properties } = Object(failure);
    const [, template] = drill.simulator.world().launchTemplates;
    const id = template?.launchTemplateId;
    const command = `aws ec2 modify-launch-template --region us-west-2 --launch-template-id ${id} --default-version 1`;
    expect(properties).toMatchObject({ pending: ["wait", "judge", "network"] });
    expect(drill.lines.at(-1)).toContain(command);

    await expect(provider.delete?.("id", outs)).rejects.toThrow(
      `Deleting the drill network: launch templates launch into the drill network: ${id} (version 2, ${DRILL}). Without it a recovery ` +
        "of their servers would fail, so it is kept. Fix: run `pulumi up` or `pulumi refresh` where their drill is, or: " +
        `${command}; then run \`pulumi destroy\` again.`,
    );
    const during = await provider.read?.("id", outs);
    expect(during?.props).toMatchObject({ templatesInside: [{ launchTemplateId: id, version: 2, versionBefore: 1 }] });
    expect(said.join("\n")).toContain(command);

    // The job still launches: the template stays where the job may look for it.
    const early = await drill.wave.read?.("id", properties);
    expect(seen(drill).pointsAt).toEqual([DRILL]);
    drill.pass(900);
    const late = await drill.wave.read?.("id", early?.props);
    expect(seen(drill)).toMatchObject({ pointsAt: [OWN], tags: [] });
    expect(late?.props).toMatchObject({ pending: ["wait", "judge"], attempts: [{ swaps: [{ ended: true }] }] });
    await provider.delete?.("id", outs);
  });

  it("keeps another wave from launching into it", async () => {
    drill = await openSimulatedWave(world());
    drill.simulator.faults.add({ ...DENIED, operation: "DescribeJobLogItems" });
    await drill.create(ARGS).catch(() => undefined);
    drill.pass(900);
    const { network: _network, ...withoutNetwork } = ARGS;
    await expect(
      drill.create({ ...withoutNetwork, drillNonce: "ffff", replaceRecoveryInstances: true }),
    ).rejects.toThrow(/is in the network of the drill 0123456789abcdef .*: a launch would go there/);
  });
});
