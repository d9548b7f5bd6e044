import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { drillPolicies } from "../../../../policy/src/policies/drillPolicies";
import { launchConfigurationSchema } from "../../../../provider/src/lifecycle/settings/launchConfigurationSchema";
import { conflictsOf } from "../../../../provider/src/settings/launchConfiguration/conflicts";
import type { LaunchConfigurationIntent } from "../../../../provider/src/vocabulary";
import {
  aLaunchConfiguration,
  aSeenServer,
  aServer,
  aTemplate,
  aWave,
  aWaveOf,
  DB,
  GROUP,
  OBSERVED_AT,
  observing,
  SUBNET,
  WEB,
} from "../factories";
import { FIXED_WITHOUT_COMMAND } from "../fixedWithoutCommand";
import { type Managing, managing, planning } from "../managed";
import { runPolicies, type Shown } from "../runPolicies";
import { VIOLATIONS } from "../violations";

beforeAll(() => {
  vi.useFakeTimers({ now: new Date(OBSERVED_AT), toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

/** What the rule tells to do. */
async function fixesOf(rule: string, shown: readonly Shown[]): Promise<string[]> {
  const reports = await runPolicies(drillPolicies(), shown);
  return reports
    .filter(({ policy }) => policy === rule)
    .map(({ message }) => / Fix: (.+) \(https:[^ ]+\)$/s.exec(message)?.[1] ?? message);
}

const SIZING = "drs-server-require-right-sizing";
const BASIC = { launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" }) };
const SET_NONE = "set NONE, and see that the launch template's type is the one you want";
const basic = { wave: aWaveOf(BASIC, { settings: ["r1"] }) };

describe("the fix of a setting that the program manages", () => {
  it.each<{ label: string; managed: Managing; fix: string }>([
    {
      label: "is added to the resource that manages others of the server",
      managed: {},
      fix: 'in code: add targetInstanceTypeRightSizingMethod: "NONE" to LaunchConfiguration database',
    },
    {
      label: "is in the resource that manages it",
      managed: { args: { targetInstanceTypeRightSizingMethod: "IN_AWS" } },
      fix: 'in code: targetInstanceTypeRightSizingMethod: "NONE" in LaunchConfiguration database',
    },
    {
      label: "is in the resource, where it is not known whether it manages it",
      managed: { unknownInputs: ["targetInstanceTypeRightSizingMethod"] },
      fix: 'in code: targetInstanceTypeRightSizingMethod: "NONE" in LaunchConfiguration database',
    },
    {
      label: "is in the component that made the resource",
      managed: {
        name: "databases-s-00000000000000001",
        parent: "urn:pulumi:prod::orders::drillwave:drs:LaunchConfigurations::databases",
      },
      fix: 'in code: add targetInstanceTypeRightSizingMethod: "NONE" to LaunchConfigurations databases',
    },
    {
      label: "is to be waited for, where the program says so already",
      managed: { args: { targetInstanceTypeRightSizingMethod: "NONE" } },
      fix:
        "LaunchConfiguration database says so in code already: see that it is among the wave's settings, and that " +
        "--target does not leave it out",
    },
  ])("$label", async ({ managed, fix }) => {
    expect(await fixesOf(SIZING, [managing(managed), basic])).toEqual([`${SET_NONE}; ${fix}`]);
  });

  it("is a command where another server is managed, or in another Region", async () => {
    for (const args of [{ sourceServerId: "s-00000000000000009" }, { region: "eu-west-1" }]) {
      const stored = { ec2LaunchTemplateId: "lt-00000000000000009" };
      expect(await fixesOf(SIZING, [managing({ args, stored }), basic])).toEqual([
        expect.stringContaining("aws drs update-launch-configuration --region us-west-2"),
      ]);
    }
  });

  it("says that the wave has to wait for the resource, where it waits for nothing", async () => {
    const unawaited = { wave: aWaveOf(BASIC) };
    expect(await fixesOf(SIZING, [managing(), unawaited])).toEqual([
      `${SET_NONE}; in code: add targetInstanceTypeRightSizingMethod: "NONE" to LaunchConfiguration database, to be named ` +
        "in the wave's settings",
    ]);
    const args: Partial<LaunchConfigurationIntent> = { targetInstanceTypeRightSizingMethod: "NONE" };
    expect(await fixesOf(SIZING, [planning({ args }), unawaited])).toEqual([
      `${SET_NONE}; LaunchConfiguration database says so in code already: name it in the wave's settings, so that it is ` +
        "written before the drill",
    ]);
  });

  it("is one line for forty servers, and a command for the one that the program does not manage", async () => {
    const ids = Array.from({ length: 41 }, (_, index) => `s-${String(index + 10).padStart(17, "0")}`);
    const template = (id: string) => aTemplate({ launchTemplateId: id.replace("s-", "lt-") });
    const seen = ids.map((sourceServerId) =>
      aSeenServer({ ...BASIC, sourceServerId, hostname: sourceServerId, launchTemplate: template(sourceServerId) }),
    );
    const sourceServers = ids.map((sourceServerId) => aServer({ sourceServerId }));
    const wave = aWave({ sourceServers, observed: observing(seen), settings: ["r1"] });
    const settings = ids.slice(1).map((sourceServerId, index) =>
      managing({
        name: `db-${index}`,
        args: { sourceServerId },
        stored: { ec2LaunchTemplateId: sourceServerId.replace("s-", "lt-") },
      }),
    );
    expect(await fixesOf(SIZING, [...settings, { wave }])).toEqual([
      `${SET_NONE}; in code: add targetInstanceTypeRightSizingMethod: "NONE" to LaunchConfiguration db-0, ` +
        "LaunchConfiguration db-1, LaunchConfiguration db-2 and 37 more; aws drs update-launch-configuration --region " +
        `us-west-2 --source-server-id ${ids[0]} --target-instance-type-right-sizing-method NONE`,
    ]);
  });
});

/** Rules whose commands change what is no setting of a `LaunchConfiguration`, and what that is. */
const NOT_IN_CODE: Record<string, string> = {
  "drs-server-require-byol-tenancy": "the template's Placement",
  "drs-replication-require-coverage": "a replication configuration",
  "drs-replication-require-encryption": "a replication configuration",
  "drs-replication-require-private-routing": "a replication configuration",
  "drs-subnet-require-staging-room": "a replication configuration",
  "drs-server-limit-lag": "nothing: the command shows a backlog",
  "drs-server-disallow-leftover-instances": "an instance that is to end",
  "drs-template-disallow-open-drill-network": "the default version, which the drill's own wave puts back",
};

/** What a person fills in; items of a list are security groups. */
const FILLED_IN: Record<string, string> = {
  subnetId: SUBNET,
  privateIpAddress: "10.0.1.9",
  instanceType: "m5.large",
};

const filledIn = (name: string, value: unknown) =>
  typeof value === "string" && value.includes("<") ? (FILLED_IN[name] ?? GROUP) : value;

/** The members of args that a line gives, as code has them. */
function membersIn(line: string): LaunchConfigurationIntent {
  const [, literal = ""] = /in code: (?:add )?(.+?) (?:in|to) LaunchConfiguration /.exec(line) ?? [];
  const members = new Function(`return JSON.stringify({ ${literal} })`)();
  return { sourceServerId: DB, ...JSON.parse(members, filledIn) };
}

describe("the fix of each rule that has a command", () => {
  const both = [
    managing(),
    managing({ name: "web", args: { sourceServerId: WEB }, stored: { ec2LaunchTemplateId: "lt-00000000000000002" } }),
  ];
  const messagesOf = async (rule: string) => {
    const { waves = [], settings = [], config = {} } = VIOLATIONS[rule] ?? {};
    const reports = await runPolicies(drillPolicies({ set: "strict" }), [...both, ...settings, ...waves], {
      [rule]: config,
    });
    return reports.filter(({ policy }) => policy === rule).map(({ message }) => message);
  };
  const commanding = Object.keys(VIOLATIONS).filter((rule) => !(rule in FIXED_WITHOUT_COMMAND));

  it.each(commanding.filter((rule) => !(rule in NOT_IN_CODE)))(
    "%s is a line of code that LaunchConfiguration takes",
    async (rule) => {
      for (const message of await messagesOf(rule)) {
        expect(message).not.toMatch(/\baws (drs|ec2) /);
        const args = membersIn(message);
        expect(v.safeParse(launchConfigurationSchema, args).issues ?? []).toEqual([]);
        expect(conflictsOf(args, () => false)).toEqual([]);
      }
    },
  );

  it.each(Object.keys(NOT_IN_CODE))("%s stays a command, because what it changes is no setting there", async (rule) => {
    const messages = await messagesOf(rule);
    expect(messages.filter((message) => message.includes("in code:") || !/\baws (drs|ec2) /.test(message))).toEqual([]);
    expect(messages.length).toBeGreaterThan(0);
  });
});

describe("the fix of a launch template that the program manages", () => {
  const templated = (changes: Parameters<typeof aTemplate>[0], more: Parameters<typeof aWaveOf>[0] = {}) => ({
    wave: aWaveOf({ launchTemplate: aTemplate(changes), ...more }, { settings: ["r1"] }),
  });

  it("is a member of the args, beside what only a command changes", async () => {
    const wave = templated({ associatePublicIp: true, httpTokens: "optional" });
    expect(await fixesOf("drs-template-disallow-public-address", [managing(), wave])).toEqual([
      "turn that off in the launch template; in code: add launchTemplate: { associatePublicIpAddress: " +
        "false } to LaunchConfiguration database",
    ]);
    expect(await fixesOf("drs-template-require-imdsv2", [managing(), wave])).toEqual([
      'require IMDSv2 in the launch template; in code: add launchTemplate: { metadataOptions: { httpTokens: "required" } } to LaunchConfiguration database',
    ]);
  });
});
