import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Selection } from "../../../../provider/src/functions/selectSourceServers";
import {
  LaunchConfigurations,
  type LaunchConfigurationsArgs,
} from "../../../../provider/src/resources/launchConfigurations";
import { LAUNCH_CONFIGURATION_TYPE, LAUNCH_CONFIGURATIONS_TYPE } from "../../../../provider/src/vocabulary";
import { APP, DB, WEB } from "../factories";

const [WEB_1, DB_1, APP_1] = [
  { sourceServerId: WEB, hostname: "web-1" },
  { sourceServerId: DB, hostname: "DB-1.corp" },
  { sourceServerId: APP, hostname: "app-1" },
];

let selection: Selection;
const asked: object[] = [];
vi.mock("../../../../provider/src/functions/selectSourceServers", () => ({
  selectSourceServers: async (look: object) => {
    asked.push(look);
    return selection;
  },
}));

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

let registered: Registered[] = [];
let state: Record<string, unknown> = {};
const urns = new Map<string, string>();

/** What a program with this component comes to; `more` are changes of the args. */
async function run(more: Partial<LaunchConfigurationsArgs> = {}, preview = false) {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs });
        return {
          id: preview ? undefined : `${name}-id`,
          state: preview ? inputs : { ...inputs, revision: `of ${name}` },
        };
      },
      call: ({ token }) => (token === "pulumi:pulumi:readStackResourceOutputs" ? { outputs: state } : {}),
    },
    "project",
    "stack",
    preview,
  );
  const args = { selector: { tags: { Tier: "web" } }, defaults: { copyTags: true }, ...more };
  const component = new LaunchConfigurations("tier", args);
  const data = await component["getData"]();
  await pulumi.runtime.disconnect();
  const children = registered
    .filter(({ type }) => type === LAUNCH_CONFIGURATION_TYPE)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const [id, resource] of Object.entries(data.resources)) {
    urns.set(id, await promiseOf(resource.urn));
  }
  return { component, children, resources: data.resources };
}

/**
 * What ends the program. Each output fails with it as well, and Pulumi says the same error once
 * (https://github.com/pulumi/pulumi/blob/v3.248.0/sdk/nodejs/cmd/run/run.ts, `uncaughtErrors`).
 */
async function failureOf(more: Partial<LaunchConfigurationsArgs>): Promise<string> {
  const listeners = process.listeners("unhandledRejection");
  const errors = new Set<unknown>();
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", (error) => errors.add(error));
  try {
    await run(more).catch((error) => errors.add(error));
    // Node tells of rejections once the turn is over.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) {
      process.on("unhandledRejection", listener);
    }
  }
  return [...errors].map((error) => Object(error).message).join(" | ");
}

const promiseOf = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => void output.apply(resolve));
const settingsOf = ({ inputs }: Registered) =>
  Object.fromEntries(Object.entries(inputs).filter(([name, value]) => !name.startsWith("__") && value !== undefined));

beforeEach(() => {
  selection = { servers: [DB_1, WEB_1], unknown: [], problems: [], warnings: [] };
  registered = [];
  state = {};
  asked.length = 0;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await pulumi.runtime.disconnect();
});

describe(LaunchConfigurations.name, () => {
  it("makes a child for each server that the selector has, named by the server's id", async () => {
    const { component, children } = await run({ region: "us-west-2", connection: { profile: "dr" }, role: "web" });
    const [ids, servers, revision] = await Promise.all([
      promiseOf(component.sourceServerIds),
      promiseOf(component.sourceServers),
      promiseOf(component.revision),
    ]);
    const shared = { copyTags: true, region: "us-west-2", connection: { profile: "dr" } };
    expect({
      children: children.map((child) => [child.name, settingsOf(child)]),
      ids,
      servers,
      urn: urns.get(DB),
    }).toEqual({
      children: [
        [`tier-${DB}`, { ...shared, sourceServerId: DB }],
        [`tier-${WEB}`, { ...shared, sourceServerId: WEB }],
      ],
      ids: [DB, WEB],
      servers: [
        { sourceServerId: DB, role: "web" },
        { sourceServerId: WEB, role: "web" },
      ],
      urn: `urn:pulumi:stack::project::${LAUNCH_CONFIGURATIONS_TYPE}$${LAUNCH_CONFIGURATION_TYPE}::tier-${DB}`,
    });
    expect(revision).toMatch(/^[0-9a-f]{16}$/);
    expect(asked).toMatchObject([
      { selector: { tags: { Tier: "web" } }, place: { region: "us-west-2", connection: { profile: "dr" } } },
    ]);
  });

  it("has another revision for one server more", async () => {
    const { component: two } = await run();
    selection.servers = [DB_1, WEB_1, APP_1];
    const { component: three } = await run();
    expect(await promiseOf(two.revision)).not.toBe(await promiseOf(three.revision));
  });

  it("knows its servers in a preview that changes them, and no revision", async () => {
    const { component } = await run({}, true);
    expect(await promiseOf(component.sourceServerIds)).toEqual([DB, WEB]);
  });

  it("puts each server's overrides in the place of the defaults, member by member, and by id or hostname", async () => {
    selection.servers = [APP_1, DB_1, WEB_1];
    const { children } = await run({
      defaults: {
        copyTags: true,
        copyPrivateIp: false,
        launchIntoInstance: { name: "spare" },
        launchTemplate: {
          instanceType: "source",
          subnetId: pulumi.output("subnet-1"),
          securityGroupIds: ["sg-1", "sg-2"],
          metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" },
          tags: { Team: "dr" },
        },
      },
      overrides: {
        "db-1.CORP": {
          copyTags: undefined,
          launchTemplate: pulumi.output({
            instanceType: "r5.4xlarge",
            securityGroupIds: ["sg-3"],
            metadataOptions: { httpTokens: "optional" as const },
            tags: { Name: "db" },
          }),
        },
        [WEB]: {
          copyTags: false,
          launchIntoInstance: { instanceId: "i-0123456789abcdef0" },
          launchTemplate: { subnetId: "subnet-2" },
        },
      },
    });
    const settings = new Map(children.map((child) => [child.inputs["sourceServerId"], settingsOf(child)]));
    expect(Object.fromEntries(settings)).toMatchObject({
      [APP]: { copyTags: true, launchIntoInstance: { name: "spare" }, launchTemplate: { subnetId: "subnet-1" } },
      [DB]: {
        copyTags: true,
        copyPrivateIp: false,
        launchTemplate: {
          instanceType: "r5.4xlarge",
          subnetId: "subnet-1",
          securityGroupIds: ["sg-3"],
          metadataOptions: { httpTokens: "optional", httpEndpoint: "enabled" },
          tags: { Team: "dr", Name: "db" },
        },
      },
      [WEB]: {
        copyTags: false,
        launchTemplate: { instanceType: "source", subnetId: "subnet-2", securityGroupIds: ["sg-1", "sg-2"] },
      },
    });
    expect(settings.get(WEB)?.["launchIntoInstance"]).toEqual({ instanceId: "i-0123456789abcdef0" });
  });

  it.each<{ label: string; more: Partial<LaunchConfigurationsArgs>; servers?: Selection["servers"]; reason: string }>([
    {
      label: "an override of no selected server",
      more: { overrides: { "wep-1": {}, [APP]: {} } },
      reason: `overrides["wep-1"] names none of the selected servers (did you mean web-1?); overrides["${APP}"] names none of the selected servers`,
    },
    {
      label: "two overrides of one server",
      more: { overrides: { [WEB]: {}, "web-1": {} } },
      reason: `overrides["${WEB}"] and overrides["web-1"] are both of web-1 (${WEB}): put them together`,
    },
    {
      label: "a hostname that two servers have",
      more: { overrides: { "web-1": {} } },
      servers: [WEB_1, { ...DB_1, hostname: "web-1" }],
      reason: `overrides["web-1"] names web-1 (${DB}) and web-1 (${WEB}): give each by its id`,
    },
    {
      label: "what is the component's own",
      more: { defaults: Object.assign({ copyTags: true }, { region: "us-east-1" }) },
      reason: "defaults.region is not a setting: it is the component's own",
    },
  ])("refuses $label", async ({ more, servers = [DB_1, WEB_1], reason }) => {
    selection.servers = servers;
    expect(await failureOf(more)).toBe(
      `Registering LaunchConfigurations tier: ${reason}. Nothing was written. Fix: correct the args.`,
    );
  });

  it("refuses a selector that is not known while the program runs", async () => {
    const later: unknown = pulumi.output({ Tier: "web" });
    const selector = Object.assign({ tags: {} }, { tags: later });
    expect(await failureOf({ selector })).toContain(
      "selector is an Output, and the servers are looked for while the program runs",
    );
  });

  it("refuses a selector that selects nothing, in the words of a wave's", async () => {
    selection = { ...selection, servers: [], problems: ["no source server in us-west-2 has the tags Tier=web"] };
    expect(await failureOf({})).toBe(
      "Registering LaunchConfigurations tier: no source server in us-west-2 has the tags Tier=web. Nothing was written.",
    );
  });

  it("keeps the servers that the stack manages where a source cannot be read, and says so", async () => {
    const warned = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const type = `${LAUNCH_CONFIGURATIONS_TYPE}$${LAUNCH_CONFIGURATION_TYPE}`;
    state = { [`urn:pulumi:stack::project::${type}::tier-${WEB}`]: {}, "urn:pulumi:stack::project::other::x": {} };
    selection = { servers: [DB_1], unknown: [WEB_1, APP_1], problems: ["us-east-1 could not be read"], warnings: [] };
    const { children } = await run();
    expect({ names: children.map(({ name }) => name), warned: warned.mock.calls.map(([text]) => text) }).toEqual({
      names: [`tier-${DB}`, `tier-${WEB}`],
      warned: [
        "LaunchConfigurations tier: us-east-1 could not be read",
        "LaunchConfigurations tier: web-1 stays selected, as the last `pulumi up` left it",
      ],
    });
  });
});
