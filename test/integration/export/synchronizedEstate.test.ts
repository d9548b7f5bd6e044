import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator, type WorldFile } from "../../../simulator/src/index";
import { evaluated, type Leaves, leavesOf, managed } from "../../unit/provider/export/evaluated";
import { exportFrom, withKeys } from "./exportFrom";

/**
 * An estate as a synchronizer of others leaves it (CONTRIBUTING.md#another-tools-word-on-the-simulator): settings by
 * account, tag and address. What it stored is here as the AWS SDK for Python has read it afterwards.
 */
const WORLD: WorldFile = JSON.parse(readFileSync(join(__dirname, "synchronized.json"), "utf8"));

type Named = Record<string, unknown>;

/** Which arg says a member of the launch configuration, by DRS's path. */
const CONFIGURATION: Record<string, string[]> = {
  '["launchDisposition"]': ["launchDisposition"],
  '["targetInstanceTypeRightSizingMethod"]': ["targetInstanceTypeRightSizingMethod"],
  '["copyPrivateIp"]': ["copyPrivateIp"],
  '["copyTags"]': ["copyTags"],
  '["licensing","osByol"]': ["licensing", "osByol"],
  '["postLaunchEnabled"]': ["postLaunchEnabled"],
};

/** Which arg says a member of the launch template, by EC2's path; a list is one value. */
const TEMPLATE: Record<string, string[]> = {
  '["InstanceType"]': ["instanceType"],
  '["IamInstanceProfile","Name"]': ["iamInstanceProfile"],
  '["IamInstanceProfile","Arn"]': ["iamInstanceProfile"],
  '["MetadataOptions","HttpTokens"]': ["metadataOptions", "httpTokens"],
  '["MetadataOptions","HttpEndpoint"]': ["metadataOptions", "httpEndpoint"],
  '["MetadataOptions","InstanceMetadataTags"]': ["metadataOptions", "instanceMetadataTags"],
};

/** Members that DRS itself keeps. */
const OF_DRS = ["EbsOptimized", "BlockDeviceMappings", "NetworkInterfaces", "TagSpecifications"];

/** What the server's program has to say, and what it has to leave as comments, from what was recorded. */
function recorded({ launchConfiguration = {}, launchTemplate = {} }: NonNullable<WorldFile["sourceServers"]>[number]) {
  const said: Leaves = new Map();
  const left: Named = {};
  for (const [path, value] of leavesOf(launchConfiguration)) {
    said.set(JSON.stringify(CONFIGURATION[path] ?? ["unknown", path]), value);
  }
  const data = launchTemplate.data as Named & {
    NetworkInterfaces: [{ SubnetId?: string; Groups?: string[] }];
    TagSpecifications: { Tags: { Key: string; Value: string }[] }[];
  };
  const [{ SubnetId, Groups }] = data.NetworkInterfaces;
  const tags = data.TagSpecifications.flatMap(({ Tags }) => Tags).filter(({ Key }) => Key === "Backup");
  const template: Named = {
    ...(SubnetId === undefined ? {} : { subnetId: SubnetId }),
    ...(Groups === undefined ? {} : { securityGroupIds: Groups }),
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
  };
  for (const [path, value] of leavesOf({ launchTemplate: template })) {
    said.set(path, value);
  }
  for (const [member, value] of Object.entries(data).filter(([each]) => !OF_DRS.includes(each))) {
    for (const [path, leaf] of leavesOf({ [member]: value })) {
      const arg = TEMPLATE[path];
      if (arg === undefined) {
        left[member] = value;
      } else {
        said.set(JSON.stringify(["launchTemplate", ...arg]), leaf);
      }
    }
  }
  if (launchConfiguration.targetInstanceTypeRightSizingMethod !== "NONE") {
    said.delete('["launchTemplate","instanceType"]');
    left["launchTemplate.instanceType"] = data["InstanceType"];
  }
  return { said, left };
}

const inOrder = (leaves: Leaves | undefined) => [...(leaves ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));

withKeys();

describe("an estate that a synchronizer has set", () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ world: WORLD });
  });
  afterEach(() => simulator.close());

  it.each([false, true])("is in the program, member by member; single: %s", async (isSingle) => {
    const { text, unread } = await exportFrom(simulator, {}, { isSingle });
    expect(unread).toEqual([]);
    const servers = WORLD.sourceServers ?? [];
    const tags = Object.fromEntries(servers.map((server) => [server.sourceServerID, server.tags ?? {}]));
    const found = managed(evaluated(text), tags as Record<string, Record<string, string>>);
    for (const server of servers) {
      const { said, left } = recorded(server);
      expect({ server: server.hostname, said: inOrder(found.get(server.sourceServerID)) }).toEqual({
        server: server.hostname,
        said: inOrder(said),
      });
      for (const [member, value] of Object.entries(left)) {
        expect(text).toContain(`// Not here: ${member} ${JSON.stringify(value)}`);
      }
    }
  });

  it("is three groups by its tiers, and three servers that are like no other", async () => {
    const { program, leftOut } = await exportFrom(simulator);
    expect(program.resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "LaunchConfigurations app",
      "LaunchConfigurations database",
      "LaunchConfigurations web",
      "LaunchConfiguration dc1",
      "LaunchConfiguration far1",
      "LaunchConfiguration legacy",
    ]);
    const why = "LaunchConfiguration has no arg for it";
    expect(leftOut).toEqual([
      `not in the program: Monitoring {"Enabled":true} of app1, app2, app3 and 5 more: ${why}`,
      'not in the program: launchTemplate.instanceType "c5.large" of legacy: DRS sets it itself while targetInstanceTypeRightSizingMethod is BASIC',
      `not in the program: Monitoring {"Enabled":false} of sql1 and sql2: ${why}`,
      `not in the program: CpuOptions {"CoreCount":2,"ThreadsPerCore":2} of sql1 and sql2: ${why}`,
      `not in the program: CreditSpecification {"CpuCredits":"standard"} of web1.example.com, web2.example.com, web3.example.com and 1 more: ${why}`,
    ]);
  });
});
