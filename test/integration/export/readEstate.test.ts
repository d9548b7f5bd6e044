import { afterEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator, type WorldFile } from "../../../simulator/src/index";
import { exportFrom, withKeys } from "./exportFrom";

const id = (number: number) => `s-${number.toString(16).padStart(17, "0")}`;

function aWorld(servers: number, world: Partial<WorldFile> = {}): WorldFile {
  const sourceServers = Array.from({ length: servers }, (_each, index) => ({
    sourceServerID: id(index + 1),
    hostname: `host-${index + 1}`,
    tags: { Tier: index % 3 === 0 ? "database" : "web" },
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" as const },
    launchTemplate: { instanceType: "m5.large", subnetId: "subnet-0123456789abcdef0" },
  }));
  return { region: "us-west-2", account: "111122223333", sourceServers, ...world };
}

const withoutRequest = (text: string) => text.replace(/ \(request [\w-]+\)/g, "");

withKeys();

describe("the reads of an export", () => {
  let simulator: Simulator;
  afterEach(() => simulator.close());
  const open = async (world: WorldFile) => {
    simulator = await startSimulator({ world });
  };
  const calls = () => {
    const counts: Record<string, number> = {};
    for (const { operation } of simulator.journal.entries()) {
      counts[operation] = (counts[operation] ?? 0) + 1;
    }
    return counts;
  };

  it("are few, at once, and change nothing: 300 servers at 100 ms a call", async () => {
    await open(aWorld(300, { latencyMs: 100 }));
    const began = performance.now();
    const { program, leftOut, unread } = await exportFrom(simulator);
    const seconds = (performance.now() - began) / 1000;
    expect({ leftOut, unread, kinds: program.resources.map(({ kind, name }) => `${kind} ${name}`) }).toEqual({
      leftOut: [],
      unread: [],
      kinds: ["LaunchConfigurations database", "LaunchConfigurations web"],
    });
    expect(calls()).toEqual({
      DescribeSourceServers: 3,
      GetLaunchConfiguration: 300,
      ListLaunchActions: 300,
      DescribeLaunchTemplateVersions: 3,
    });
    // One after the other they would take a minute; on a machine with nothing else to do they take three seconds.
    expect(seconds).toBeLessThan(30);
  });

  it("wait for their turn where AWS takes few at a time", async () => {
    await open(aWorld(30, { rateLimit: { perSecond: 20, burst: 10 } }));
    const { unread, program } = await exportFrom(simulator);
    expect({ unread, resources: program.resources.length }).toEqual({ unread: [], resources: 2 });
    expect(simulator.journal.entries().some(({ status }) => status === 429)).toBe(true);
  });

  it("that fail are told of their server, which no group takes in, and the rest is written", async () => {
    await open(aWorld(5));
    const denied = { kind: "error" as const, status: 403, code: "AccessDeniedException", message: "no", times: 1 };
    simulator.faults.add({ ...denied, operation: "GetLaunchConfiguration", contains: id(2) });
    simulator.faults.add({ ...denied, operation: "ListLaunchActions", contains: id(3) });
    const { text, unread, program } = await exportFrom(simulator);
    expect(unread.map(withoutRequest)).toEqual([
      `reading the launch configuration of host-2 (${id(2)}): calling drs:GetLaunchConfiguration: AccessDeniedException: no`,
      `reading the launch actions of host-3 (${id(3)}): calling drs:ListLaunchActions: AccessDeniedException: no`,
    ]);
    expect(program.resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "LaunchConfigurations database",
      "LaunchConfiguration host-3",
      "LaunchConfiguration host-5",
    ]);
    expect(withoutRequest(text)).toContain(
      `// Not here: host-2 (${id(2)}): its launch configuration could not be read: calling drs:GetLaunchConfiguration: AccessDeniedException: no\n`,
    );
    expect(text).not.toContain(`"${id(2)}"`);
  });

  it("are of the selected servers alone, and no group takes in another one", async () => {
    await open(aWorld(6));
    const { program } = await exportFrom(simulator, { sourceServerIds: [id(1), id(2), id(3), id(4)] });
    expect(program.resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "LaunchConfigurations database",
      "LaunchConfiguration host-2",
      "LaunchConfiguration host-3",
    ]);
    const { program: tier } = await exportFrom(simulator, { tags: { Tier: "web" } });
    expect(tier.resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["LaunchConfigurations web"]);
    await expect(exportFrom(simulator, { sourceServerIds: [id(1), id(9)] })).rejects.toThrow(
      `reading the source servers of us-west-2: ${id(9)} is not among them. Nothing was written. Fix: correct --servers, or name another Region with --region.`,
    );
  });

  it("see a template that is not there, and an instance that DRS may not launch into", async () => {
    const world = aWorld(2);
    const [first, second] = world.sourceServers ?? [];
    const into = { launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-0123456789abcdef0" } };
    await open({
      ...world,
      sourceServers: [first, { ...second, launchConfiguration: into }].flatMap((each) => each ?? []) as NonNullable<
        WorldFile["sourceServers"]
      >,
      instances: [{ ec2InstanceID: "i-0123456789abcdef0", state: "STOPPED", tags: { Name: "spare" } }],
    });
    const { text } = await exportFrom(simulator);
    expect(text).toContain(
      '// Not here: launchIntoInstance "i-0123456789abcdef0": i-0123456789abcdef0 lacks the tag AWSDRS=AllowLaunchingIntoThisInstance, without which DRS does not launch into it\n',
    );
  });
});
