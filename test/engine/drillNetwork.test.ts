import { createRequire } from "node:module";
import { join } from "node:path";
import type { Output } from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";
import type { WorldFile } from "drs-simulator";
import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, drillwave, openDrillProject } from "./drillProject";
import { descendants, until } from "./processes";
import { APP, aWorld } from "./worlds";

const fromHere = createRequire(__filename);
const { runtime }: typeof import("@pulumi/pulumi") = fromHere("@pulumi/pulumi");
const EXAMPLE = join(__dirname, "..", "..", "examples", "isolated-drill", "bin");
const { buildNetwork }: typeof import("../../examples/isolated-drill/network") = fromHere(join(EXAMPLE, "network.js"));
const { drillIn }: typeof import("../../examples/isolated-drill/drill") = fromHere(join(EXAMPLE, "drill.js"));

const VPC = "vpc-0123456789abcdef9";
const SUBNETS = ["subnet-0123456789abcdef9", "subnet-0123456789abcdef8"] as const;
const GROUP = "sg-0123456789abcdef9";
const OWN = "subnet-0123456789abcdef0";

/** A world with a drill network of these ids beside the servers' own. */
function world(changes: Parameters<typeof aWorld>[0] = {}, more: Partial<WorldFile> = {}): WorldFile {
  return aWorld(changes, {
    subnets: [
      { subnetId: OWN, vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24", availabilityZone: "us-west-2a" },
      ...SUBNETS.map((subnetId, index) => ({
        subnetId,
        vpcId: VPC,
        cidrBlock: `10.99.${index}.0/24`,
        availabilityZone: index === 0 ? "us-west-2b" : "us-west-2a",
      })),
    ],
    securityGroups: [{ groupId: GROUP, groupName: "drill", vpcId: VPC }],
    ...more,
  });
}

/** Where the launch templates point now, and what of a swap they still say. */
function templates({ simulator }: DrillProject) {
  return simulator.world().launchTemplates.map(({ defaultVersionNumber, versions, tags }) => ({
    subnets: versions
      .find(({ versionNumber }) => versionNumber === defaultVersionNumber)
      ?.data.networkInterfaces?.map(({ subnetId }) => subnetId),
    tags: Object.keys(tags).filter((key) => key.startsWith("DrillWave")),
  }));
}
const PUT_BACK = { subnets: [OWN], tags: [] };

let project: DrillProject;
afterEach(() => project.close());

/** A network and a wave in it. */
const inNetwork = () => {
  const place = { region: "us-west-2", connection: { endpoint: project.simulator.url } };
  const network = new drillwave.DrillNetwork("isolated", { ...place, subnets: [...SUBNETS], securityGroups: [GROUP] });
  new drillwave.DrillWave("app", {
    ...place,
    sourceServers: [{ sourceServerId: APP }],
    network,
    retries: { maximumAttempts: 1 },
    polling: { intervalSeconds: 1 },
  });
};

describe("the example that builds its network", () => {
  const resources: MockResourceArgs[] = [];
  const ids: Record<string, string> = { "drill-us-west-2b": SUBNETS[0], "drill-us-west-2a": SUBNETS[1] };

  /** The network's ids, as a mocked AWS gives them. */
  async function built() {
    await runtime.setMocks({
      newResource: (args: MockResourceArgs) => {
        resources.push(args);
        const id = args.type === "aws:ec2/securityGroup:SecurityGroup" ? GROUP : (ids[args.name] ?? `${args.name}-id`);
        return { id, state: { ...args.inputs, name: args.name, prefixListId: "pl-01234567" } };
      },
      call: ({ inputs }: MockCallArgs) => inputs,
    });
    const network = buildNetwork("us-west-2", ["us-west-2b", "us-west-2a"]);
    const known = <T>(output: Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
    return {
      subnetIds: await Promise.all(network.subnetIds.map(known)),
      securityGroupId: await known(network.securityGroupId),
      instanceProfile: await known(network.instanceProfile),
    };
  }

  it("drills three tiers in it, and takes all down", async () => {
    const network = await built();
    await until(() => resources.filter(({ name }) => name === "ec2messages").length > 0);
    expect(network).toEqual({ subnetIds: [...SUBNETS], securityGroupId: GROUP, instanceProfile: "drill" });
    const types = resources.map(({ type }) => type);
    expect(types.filter((type) => /[Gg]ateway|peering/.test(type))).toEqual([]);
    const endpoints = resources.filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint");
    expect(endpoints.map(({ name, inputs }) => [name, inputs["vpcEndpointType"], inputs["privateDnsEnabled"]])).toEqual(
      [
        ["s3", "Gateway", undefined],
        ["ssm", "Interface", true],
        ["ssmmessages", "Interface", true],
        ["ec2messages", "Interface", true],
      ],
    );

    project = await openDrillProject(world(), { speed: 600 });
    const place = { region: "us-west-2", connection: { endpoint: project.simulator.url } };
    const up = await project.upProgram(() => drillIn({ ...place, ...network, drill: "first", pollSeconds: 1 }));

    expect(up.error).toBe("");
    const waves = await project.waves();
    expect(Object.values(waves).map(({ verdict }) => verdict)).toEqual(["PASSED", "PASSED", "PASSED"]);
    const launched = project.simulator.world().instances.map(({ subnetId }) => subnetId);
    expect(launched).toEqual([SUBNETS[1], SUBNETS[1], SUBNETS[1]]);
    expect(templates(project)).toEqual([PUT_BACK, PUT_BACK, PUT_BACK]);

    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
    expect(await project.resources()).toEqual([]);
  });
});

describe("a wave in a drill network", () => {
  it("puts its template back when its server fails, and the next preview has nothing to put back", async () => {
    project = await openDrillProject(world({ [APP]: { outcome: { event: "LAUNCH_FAILED" } } }), { speed: 600 });

    const up = await project.upProgram(inNetwork);

    expect(up.error).toContain("LAUNCH_FAILED");
    expect(templates(project)).toEqual([PUT_BACK, PUT_BACK, PUT_BACK]);
    expect((await project.waves())["app"]?.attempts[0]?.swaps).toMatchObject([{ ended: true }]);
    expect((await project.destroy()).error).toBe("");
  });

  it("is put back by a bare destroy when its provider is killed while it launches, although the wave is in no state", async () => {
    project = await openDrillProject(world(), { speed: 60 });
    const up = project.upProgram(inNetwork);
    await until(() => project.calls("DescribeJobLogItems") > 0);
    expect(templates(project)[1]).toMatchObject({ subnets: [SUBNETS[1]], tags: ["DrillWaveNetwork"] });
    for (const { pid } of descendants(process.pid).filter(({ args }) => args.includes("dynamic-provider"))) {
      process.kill(pid, "SIGKILL");
    }
    expect((await up).ok).toBe(false);
    expect(await project.waves()).toEqual({});

    const destroy = await project.destroy();

    expect(destroy.error).toBe("");
    expect(templates(project)).toEqual([PUT_BACK, PUT_BACK, PUT_BACK]);
    expect(project.alive()).toEqual([]);
    expect(await project.resources()).toEqual([]);
  });
});
