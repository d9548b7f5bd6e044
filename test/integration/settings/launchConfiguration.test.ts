import { UpdateLaunchConfigurationCommand, type UpdateLaunchConfigurationCommandInput } from "@aws-sdk/client-drs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LaunchConfigurationIntent, StoredSettings } from "../../../provider/src/vocabulary";
import { APP, aWorld } from "../../engine/worlds";
import { drsClient } from "../simulator/client";
import { openSimulatedSettings, type SimulatedSettings } from "./simulatedSettings";

const SUBNET = "subnet-0123456789abcdef0";
const OTHER_SUBNET = "subnet-0123456789abcdef1";
const GROUP = "sg-0123456789abcdef0";

const MACHINE = { cores: 8, ramBytes: 32 * 1024 ** 3, architecture: "x86_64" } as const;

let settings: SimulatedSettings;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await settings?.close();
});

const open = async (
  launchConfiguration: Record<string, unknown> = {},
  launchTemplate: Record<string, unknown> = {},
) => {
  settings = await openSimulatedSettings(
    aWorld({
      [APP]: {
        launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", copyTags: false, ...launchConfiguration },
        launchTemplate: { instanceType: "m5.large", subnetId: SUBNET, ...launchTemplate },
        ...MACHINE,
      },
    }),
  );
  return settings;
};

/** What another client writes. */
async function elsewhere(change: Omit<UpdateLaunchConfigurationCommandInput, "sourceServerID">): Promise<void> {
  await drsClient(settings.simulator).send(new UpdateLaunchConfigurationCommand({ sourceServerID: APP, ...change }));
}

const args = (changes: Partial<LaunchConfigurationIntent> = {}): LaunchConfigurationIntent => ({
  sourceServerId: APP,
  copyTags: true,
  launchTemplate: { instanceType: "r5.2xlarge" },
  ...changes,
});

const WRITES = ["UpdateLaunchConfiguration", "CreateLaunchTemplateVersion", "ModifyLaunchTemplate"];

describe("a launch configuration", () => {
  it("tells policies what somebody else has changed, and not what the program changes", async () => {
    await open({ launchDisposition: "STARTED" });
    const driftedIn = async (wanted: LaunchConfigurationIntent) => {
      const { inputs } = await settings.check(wanted);
      return (inputs["stored"] as StoredSettings).drifted;
    };
    const both = args({ launchDisposition: "STARTED" });
    expect(await driftedIn(both)).toBeUndefined();
    await settings.up(both);
    await elsewhere({ copyTags: false, launchDisposition: "STOPPED" });
    expect({
      asBefore: await driftedIn(both),
      takenOver: await driftedIn({ ...both, launchDisposition: "STOPPED" }),
      edited: await driftedIn({ ...both, launchTemplate: { instanceType: "r5.4xlarge" } }),
    }).toEqual({
      asBefore: ["launchDisposition", "copyTags"],
      takenOver: ["copyTags"],
      edited: ["launchDisposition", "copyTags"],
    });
  });

  it("writes what differs, DRS's first, reads it back and remembers what was there", async () => {
    await open();
    await settings.up(args());
    expect(settings.writes()).toEqual(WRITES);
    expect(settings.lines()).toEqual([
      "changed copyTags from false to true; launchTemplate.instanceType from m5.large to r5.2xlarge",
    ]);
    expect(settings.state()).toMatchObject({
      region: "us-west-2",
      before: { copyTags: false, "launchTemplate.instanceType": "m5.large" },
      written: { copyTags: true, "launchTemplate.instanceType": "r5.2xlarge" },
      stored: { values: { copyTags: true, "launchTemplate.instanceType": "r5.2xlarge" }, ec2LaunchTemplateVersion: 2 },
    });
  });

  it("writes nothing where everything is so already, neither at first nor later", async () => {
    await open();
    const same = args({ copyTags: false, launchTemplate: { instanceType: "m5.large", subnetId: SUBNET } });
    await settings.up(same);
    expect(settings.writes()).toEqual([]);
    expect(settings.lines()).toEqual([]);
    expect(await settings.diff(same)).toBe(false);
  });

  it("changes one member and leaves the others, in DRS and in the template", async () => {
    await open({ launchDisposition: "STOPPED" });
    await settings.up(args());
    settings.writes();
    await settings.up(args({ launchTemplate: { instanceType: "r5.2xlarge", subnetId: OTHER_SUBNET } }));
    expect(settings.writes()).toEqual(["CreateLaunchTemplateVersion", "ModifyLaunchTemplate"]);
    expect(settings.state()?.before).toEqual({
      copyTags: false,
      "launchTemplate.instanceType": "m5.large",
      "launchTemplate.subnetId": SUBNET,
    });
  });

  it("shows at a refresh what another client has changed, and puts it right", async () => {
    await open();
    await settings.up(args());
    await elsewhere({ copyTags: false });
    await settings.refresh();
    expect(settings.state()?.stored.values["copyTags"]).toBe(false);
    settings.writes();
    expect(await settings.diff(args())).toBe(true);
    await settings.up(args());
    expect(settings.writes()).toEqual(["UpdateLaunchConfiguration"]);
    expect(settings.state()?.stored.values["copyTags"]).toBe(true);
  });

  it("keeps its settings at a destroy", async () => {
    await open();
    await settings.up(args());
    settings.writes();
    await settings.destroy();
    expect(settings.writes()).toEqual([]);
  });

  it("puts back at a destroy what is still as it was written, and names the rest", async () => {
    await open();
    const restored = args({
      onDelete: "restore",
      launchTemplate: { instanceType: "r5.2xlarge", securityGroupIds: [GROUP], tags: { Tier: "app" } },
    });
    await settings.up(restored);
    await elsewhere({ copyTags: false, launchDisposition: "STOPPED" });
    settings.lines();
    settings.writes();
    await settings.destroy();
    expect(settings.writes()).toEqual(["CreateLaunchTemplateVersion", "ModifyLaunchTemplate"]);
    expect(settings.lines()).toEqual([
      "put back launchTemplate.instanceType from r5.2xlarge to m5.large; " +
        `launchTemplate.securityGroupIds from ${GROUP} to not set; launchTemplate.tags.Tier from app to not set`,
    ]);
  });

  it("remembers that something was not set before, however often it is written", async () => {
    await open();
    const group = (id: string) => args({ onDelete: "restore", launchTemplate: { securityGroupIds: [id] } });
    await settings.up(group(GROUP));
    await settings.up(group("sg-0123456789abcdef1"));
    expect(settings.state()?.before).toEqual({ copyTags: false, "launchTemplate.securityGroupIds": null });
    await settings.destroy();
    await settings.up(args({ copyTags: false, launchTemplate: { securityGroupIds: [GROUP] } }));
    expect(settings.state()?.before["launchTemplate.securityGroupIds"]).toBeNull();
  });

  it("says nothing of what it could not read, and changes nothing then", async () => {
    await open();
    await settings.up(args());
    settings.simulator.faults.add({
      operation: "GetLaunchConfiguration",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
    });
    settings.writes();
    expect(await settings.diff(args())).toBe(false);
    expect(settings.writes()).toEqual([]);
  });

  it("is refused, all at once, where its values are wrong or do not fit together", async () => {
    await open({ targetInstanceTypeRightSizingMethod: "BASIC" });
    const misspelt = { launchDispositon: "STARTED" };
    const { failures } = await settings.check({
      ...args({ copyPrivateIp: true }),
      launchTemplate: {
        instanceType: "r5",
        privateIpAddress: "10.0.0.999",
        subnetId: "subnet-x",
        securityGroupIds: [],
      },
      ...misspelt,
    });
    expect(failures).toEqual([
      "launchDispositon is not a member of this object: did you mean launchDisposition?",
      'launchTemplate.instanceType: expected an instance type such as "r5.2xlarge", or "source", got "r5"',
      'launchTemplate.subnetId: expected subnet- and hexadecimal digits, got "subnet-x"',
      "launchTemplate.securityGroupIds: expected at least one security group, got []",
      'launchTemplate.privateIpAddress: expected an IPv4 address such as 10.0.1.20, got "10.0.0.999"',
    ]);
  });

  it("names what is stored beside it and would undo it", async () => {
    await open({ targetInstanceTypeRightSizingMethod: "BASIC", copyPrivateIp: true });
    const { failures } = await settings.check(
      args({ launchTemplate: { instanceType: "r5.2xlarge", privateIpAddress: "10.0.0.9" } }),
    );
    expect(failures).toEqual([
      'launchTemplate.instanceType: needs targetInstanceTypeRightSizingMethod "NONE": in DRS it is BASIC, and DRS overwrites the type',
      "launchTemplate.privateIpAddress: needs copyPrivateIp false: in DRS it is true, and DRS writes the source's own address every hour",
    ]);
  });

  it('looks the type "source" up once, shows it and keeps it until it is asked to look again', async () => {
    await open();
    const source = args({ launchTemplate: { instanceType: "source" } });
    await settings.up(source);
    const type = settings.state()?.written["launchTemplate.instanceType"];
    expect(type).toMatch(/^[a-z0-9-]+\.[a-z0-9]+$/);
    const reads = () => settings.simulator.journal.entries("DescribeInstanceTypes").length;
    const once = reads();
    expect(await settings.diff(source)).toBe(false);
    expect(reads()).toBe(once);
    expect(await settings.diff({ ...source, triggers: ["2026-Q2"] })).toBe(true);
  });

  it("sends recoveryMode, which the client does not know", async () => {
    await open();
    await settings.up({ sourceServerId: APP, recoveryMode: "FAST" });
    expect(settings.state()?.stored.values).toEqual({ recoveryMode: "FAST" });
    expect(settings.simulator.journal.entries("UpdateLaunchConfiguration").at(-1)?.request).toEqual({
      sourceServerID: APP,
      recoveryMode: "FAST",
    });
  });

  it("goes on after a failure between DRS and EC2", async () => {
    await open();
    settings.simulator.faults.add({
      operation: "CreateLaunchTemplateVersion",
      kind: "error",
      status: 403,
      code: "UnauthorizedOperation",
    });
    await expect(settings.up(args())).rejects.toThrow(
      /UnauthorizedOperation.*Fix: grant ec2:CreateLaunchTemplateVersion/,
    );
    expect(settings.state()).toMatchObject({
      before: { copyTags: false, "launchTemplate.instanceType": "m5.large" },
      written: { copyTags: true },
    });
    settings.writes();
    await settings.up(args());
    expect(settings.writes()).toEqual(["CreateLaunchTemplateVersion", "ModifyLaunchTemplate"]);
    expect(settings.state()?.before).toEqual({ copyTags: false, "launchTemplate.instanceType": "m5.large" });
  });
});
