import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openContext } from "../../../provider/src/lifecycle/openContext";
import {
  type LaunchActionInputs,
  type LaunchActionState,
  launchActionKind,
} from "../../../provider/src/lifecycle/settings/launchActionKind";
import { settingsLifecycle } from "../../../provider/src/lifecycle/settings/settingsLifecycle";
import { type Fault, type Simulator, startSimulator, type WorldFile } from "../../../simulator/src/index";

const SERVER = "s-0123456789abcdef1";
const URN = "urn:pulumi:dr::shop::pulumi-nodejs:dynamic/drs:LaunchAction::port 5432";
const WRITES = ["PutLaunchAction", "DeleteLaunchAction", "PutParameter", "DeleteParameters", "AddTagsToResource"];
const VOLUMES = "AWSMigration-VerifyMountedVolumes";
const AN_ACTION = {
  sourceServerId: SERVER,
  document: "AWS-RunShellScript",
  parameters: { commands: "pg_isready --port 5432" },
};

/** What a program gives; `undefined` leaves out what the usual action has. */
type Args = { [Name in keyof LaunchActionInputs]?: LaunchActionInputs[Name] | undefined } & {
  __secretParameters?: string[];
};

let simulator: Simulator;
let lines: string[];

beforeAll(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  return () => vi.unstubAllEnvs();
});
beforeEach(() => open());
afterEach(() => simulator.close());

async function open(world: WorldFile = {}) {
  simulator = await startSimulator({
    world: {
      sourceServers: [{ sourceServerID: SERVER, launchConfiguration: { postLaunchEnabled: true } }],
      ...world,
    },
  });
  lines = [];
}

/** The lifecycle of one process of the provider. */
function aProcess() {
  return settingsLifecycle(launchActionKind(), async (operation) => {
    const context = await openContext(operation);
    const keep = (text: string) => lines.push(text);
    return { ...context, status: { show() {}, keep, warn: (text) => keep(`warning: ${text}`) } };
  });
}

let provider = aProcess();
beforeEach(() => {
  provider = aProcess();
});

async function check(args: Args = {}, olds: object = {}): Promise<LaunchActionInputs> {
  const inputs = { region: "us-west-2", connection: { endpoint: simulator.url }, __provider: "p", __urn: URN };
  // Nothing that is undefined reaches the provider.
  const news: Record<string, unknown> = JSON.parse(JSON.stringify({ ...inputs, ...AN_ACTION, ...args }));
  const checked = await provider.check?.(olds, news);
  const failures = checked?.failures ?? [];
  if (failures.length > 0) {
    throw new Error(failures.map(({ reason }) => reason).join(" | "));
  }
  return checked?.inputs;
}

/** What the engine keeps of a resource. */
interface Kept {
  id: string;
  inputs: LaunchActionInputs;
  outs: LaunchActionState;
}

/** As the engine does it: check, then create, or diff and update. */
async function up(args: Args = {}, kept?: Kept): Promise<Kept> {
  const inputs = await check(args, kept?.inputs);
  if (kept === undefined) {
    const { id, outs } = await provider.create(inputs);
    return { id, inputs, outs };
  }
  const { changes } = (await provider.diff?.(kept.id, kept.outs, inputs)) ?? {};
  if (changes !== true) {
    return { ...kept, inputs };
  }
  const updated = await provider.update?.(kept.id, kept.outs, inputs);
  return { ...kept, inputs, outs: updated?.outs };
}

/** What is left in state by an `up` that fails: nothing, or what it says. */
async function failedUp(args: Args, kept?: Kept): Promise<{ kept: Kept | undefined; message: string }> {
  const inputs = await check(args, kept?.inputs);
  const failing = kept === undefined ? provider.create(inputs) : provider.update?.(kept.id, kept.outs, inputs);
  const error: unknown = await Promise.resolve(failing).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { id, properties, message } = (error ?? {}) as { id?: string; properties?: LaunchActionState; message: string };
  return { message, kept: id === undefined || properties === undefined ? kept : { id, inputs, outs: properties } };
}

const writes = () => simulator.journal.entries().filter(({ operation }) => WRITES.includes(operation)).length;
const actions = () => simulator.world().launchActions[SERVER] ?? [];
const values = () => Object.fromEntries(simulator.world().ssm.parameters.map(({ name, value }) => [name, value]));

describe("LaunchAction", () => {
  it("puts the action with its SSM parameter, and writes nothing when all is so", async () => {
    const kept = await up();
    const ssmName = `ManagedByAWSElasticDisasterRecoveryService-${kept.id}-commands`;
    expect(actions()).toEqual([
      {
        actionId: kept.id,
        actionCode: "AWS-RunShellScript",
        actionVersion: "$DEFAULT",
        type: "SSM_COMMAND",
        name: "port 5432",
        description: "Managed by DrillWave",
        category: "VALIDATION",
        order: 1001,
        optional: false,
        active: true,
        parameters: { commands: { type: "SSM_STORE", value: ssmName } },
      },
    ]);
    expect(simulator.world().ssm.parameters).toMatchObject([
      {
        name: ssmName,
        type: "String",
        value: "pg_isready --port 5432",
        tags: {
          ManagedBy: "DrillWave",
          DrsSourceServer: SERVER,
          DrsLaunchAction: kept.id,
          PulumiResource: "port 5432",
        },
      },
    ]);
    expect(kept.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(kept.outs).toMatchObject({ assignedOrder: 1001, ssmParameters: { commands: ssmName } });
    expect(lines).toEqual([
      'changed adds "port 5432" (AWS-RunShellScript, order 1001, required); the text of parameters.commands from not set to pg_isready --port 5432',
    ]);
    const before = writes();
    const again = await up({}, kept);
    expect({ writes: writes() - before, outs: again.outs }).toEqual({ writes: 0, outs: kept.outs });
    const found = await up({});
    expect({ writes: writes() - before, id: found.id }).toEqual({ writes: 0, id: kept.id });
  });

  it("changes one member, one text and one parameter, each by itself", async () => {
    const kept = await up();
    let from = writes();
    const ordered = await up({ order: 1500 }, kept);
    expect({ writes: writes() - from, order: actions()[0]?.order }).toEqual({ writes: 1, order: 1500 });
    from = writes();
    const texted = await up({ order: 1500, parameters: { commands: "true" } }, ordered);
    expect({ writes: writes() - from, values: Object.values(values()) }).toEqual({ writes: 1, values: ["true"] });
    expect(texted.outs.revision).not.toBe(ordered.outs.revision);
    const parameters = { workingDirectory: { dynamic: "instance.home" }, commands: { ssmParameter: "own.script" } };
    const last = await up({ order: 1500, parameters }, texted);
    expect(actions()[0]?.parameters).toEqual({
      workingDirectory: { type: "DYNAMIC", value: "instance.home" },
      commands: { type: "SSM_STORE", value: "own.script" },
    });
    // What the action names no longer is deleted.
    expect({ values: values(), owned: last.outs.ssmParameters }).toEqual({ values: {}, owned: {} });
  });

  it("shows what others have changed, and puts it right", async () => {
    const kept = await up();
    const [mine] = actions();
    const other = (await openContext({ ...placeOf(), timeoutSeconds: 60, pollMs: 1 })).drs;
    await other.putLaunchAction(SERVER, { ...mine, optional: true } as never);
    const read = await provider.read?.(kept.id, kept.outs);
    expect(read?.props).toMatchObject({ stored: { action: { optional: true } } });
    const mended = await up({}, { ...kept, outs: read?.props });
    expect(actions()[0]?.optional).toBe(false);
    await other.deleteLaunchAction(SERVER, kept.id);
    await up({}, mended);
    expect(actions()).toHaveLength(1);
  });

  it("keeps the order that was chosen once, and chooses another one for each action", async () => {
    const first = await up();
    const second = await up({ __urn: `${URN} too` });
    expect(actions().map(({ order }) => order)).toEqual([1001, 1002]);
    await provider.delete?.(first.id, first.outs);
    const from = writes();
    await up({ __urn: `${URN} too` }, second);
    expect({ writes: writes() - from, orders: actions().map(({ order }) => order) }).toEqual({
      writes: 0,
      orders: [1002],
    });
  });

  it("chooses orders that differ for actions that are made at the same time", async () => {
    const inputs = [await check(), await check({ __urn: `${URN} too` })];
    // As two processes would: neither knows of the other's choice.
    await Promise.all(inputs.map((each) => provider.create({ ...each, chosenOrder: 1001 })));
    expect(
      actions()
        .map(({ order }) => order)
        .sort(),
    ).toEqual([1001, 1002]);
  });

  it("deletes the action and its SSM parameters, also where somebody has done so already", async () => {
    const kept = await up();
    await provider.delete?.(kept.id, kept.outs);
    expect({ actions: actions(), values: values() }).toEqual({ actions: [], values: {} });
    await provider.delete?.(kept.id, kept.outs);
  });

  it("changes a predefined action, keeps what is not named, and puts it back", async () => {
    const args = { document: undefined, predefined: VOLUMES, parameters: undefined };
    const kept = await up(args);
    expect(actions()).toMatchObject([
      { actionCode: VOLUMES, order: 401, name: "Volume integrity validation", active: true, optional: false },
    ]);
    expect(kept.outs.before).toMatchObject({ active: false, optional: true });
    const from = writes();
    await up(args, kept);
    expect(writes() - from).toBe(0);
    await provider.delete?.(kept.id, kept.outs);
    expect(actions()).toMatchObject([{ actionCode: VOLUMES, active: false, optional: true }]);
  });

  it("leaves a predefined action as somebody has changed it since, and says so", async () => {
    const kept = await up({ document: undefined, predefined: VOLUMES, parameters: undefined });
    const other = (await openContext({ ...placeOf(), timeoutSeconds: 60, pollMs: 1 })).drs;
    await other.putLaunchAction(SERVER, { ...actions()[0], order: 500, optional: true } as never);
    lines = [];
    await provider.delete?.(kept.id, kept.outs);
    // The order was never this resource's, and somebody has put `optional` back already.
    expect(actions()).toMatchObject([{ order: 500, optional: true, active: false }]);
    const mine = await up({ document: undefined, predefined: VOLUMES, parameters: undefined, order: 600 });
    await other.putLaunchAction(SERVER, { ...actions()[0], order: 601 } as never);
    lines = [];
    await provider.delete?.(mine.id, mine.outs);
    const name = `of the predefined action Volume integrity validation of ${SERVER}`;
    expect(lines).toEqual([
      `warning: left as they are, ${name}: order is 601, and was written as 600`,
      `put back, ${name}: optional from false to true; active from true to false`,
    ]);
  });
});

function placeOf() {
  return { region: "us-west-2", connection: { endpoint: simulator.url }, urn: undefined };
}

describe("check of a LaunchAction", () => {
  it("says everything that is wrong at once, and shows no value", async () => {
    const parameters = {
      "a-b": "x",
      empty: "",
      long: "geheim".repeat(1000),
      nested: "{{ssm:geheim}}",
      odd: { ssmParameter: "a/b" },
      both: { ssmParameter: "a", dynamic: "b" },
      number: 7 as never,
    };
    const args = {
      document: "My_Doc",
      name: "-x",
      description: "<é>",
      order: 1,
      category: "CHECK" as never,
      documentVersion: "latest",
    };
    await expect(check({ ...args, parameters })).rejects.toThrow(
      [
        'document: expected an SSM document\'s name or ARN of letters, digits, dashes, slashes and colons, as DRS takes it, got "My_Doc"',
        'documentVersion: expected "$DEFAULT", "$LATEST" or a number as a text, got "latest"',
        'name: expected letters, digits, spaces, slashes, underscores and dashes, a letter or digit first, got "-x"',
        'description: expected letters, digits, spaces and the usual punctuation, got "<é>"',
        "order: expected a whole number from 2 to 10000, and from 1001 on for an action of your own, got 1",
        'category: expected one of MONITORING, VALIDATION, CONFIGURATION, SECURITY, OTHER, got "CHECK"',
        'parameters["a-b"] is no name that DRS takes: expected 1 to 1011 letters and digits',
        "parameters.empty is empty, and SSM keeps no empty parameter",
        "parameters.long has 6000 bytes, and an SSM parameter holds 4096",
        "parameters.nested has {{…}} in it, which SSM refuses",
        "parameters.odd has a ssmParameter that DRS does not take: expected 1 to 1011 letters, digits, dots and dashes",
        "parameters.both has the members ssmParameter and dynamic, expected { ssmParameter } or { dynamic } alone",
        "parameters.number has no value that DRS takes: expected a text, { ssmParameter } or { dynamic }",
      ].join(" | "),
    );
  });

  it.each<{ label: string; args: Args; message: string }>([
    {
      label: "neither document",
      args: { document: undefined },
      message: "document is missing: give document, or predefined for one of DRS's own actions",
    },
    {
      label: "both documents",
      args: { predefined: VOLUMES },
      message: "predefined cannot be combined with document: DRS's own action keeps its document",
    },
    {
      label: "an order of predefined actions",
      args: { order: 401 },
      message: "order is 401, and the orders below 1001 are those of DRS's own actions",
    },
    {
      label: "a predefined action that the server does not have",
      args: { document: undefined, predefined: "AWS-Nothing" },
      message:
        "predefined is AWS-Nothing, and the server has no predefined action with that document: it has AWS-CreateImage,",
    },
    {
      label: "21 parameters",
      args: { parameters: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`p${at}`, "x"])) },
      message: "parameters has 21 parameters, expected at most 20",
    },
    {
      label: "a secret",
      args: { __secretParameters: ["commands"] },
      message:
        "parameters.commands is a secret, and a parameter of a launch action is kept in plain: put it into an SSM parameter of your own, " +
        "and give its name as { ssmParameter }, or have the document read it from Secrets Manager",
    },
  ])("refuses $label", async ({ args, message }) => {
    await expect(check(args)).rejects.toThrow(message);
  });

  it("refuses an order that is taken, by an action or in the program", async () => {
    const kept = await up({ order: 2000 });
    provider = aProcess();
    await expect(check({ order: 2000, __urn: `${URN} too` })).rejects.toThrow(
      `order is 2000, which is that of the action port 5432 (${kept.id}): give a free one, or leave it out`,
    );
    await check({ order: 2001, __urn: `${URN} b` });
    await expect(check({ order: 2001, __urn: `${URN} c` })).rejects.toThrow(
      "order is 2001, which port 5432 b has too: an order is unique on a server",
    );
  });

  it("warns of a server that runs no actions, and of a document that does not fit", async () => {
    await simulator.close();
    await open({
      sourceServers: [{ sourceServerID: SERVER }],
      ssm: {
        documents: [{ name: "Own-Check", parameters: [{ name: "port" }, { name: "host", defaultValue: "localhost" }] }],
      },
    });
    await check({ document: "Own-Check", parameters: { prot: "5432" } });
    expect(lines).toEqual([
      `warning: ${SERVER} runs no post-launch action, this one included, until its launch configuration has postLaunchEnabled: true (an arg of LaunchConfiguration)`,
      "warning: Own-Check takes port and host, and not prot",
      "warning: Own-Check needs port, and the action does not give it",
    ]);
    lines = [];
    simulator.faults.add({
      operation: "DescribeDocument",
      kind: "error",
      status: 400,
      code: "AccessDeniedException",
      message: "no",
    });
    await check({ document: "Other-Check" });
    await check({ document: "Gone-Check" });
    expect(lines.filter((line) => line.includes("-Check"))).toEqual([
      expect.stringMatching(
        /^warning: whether SSM has the document Other-Check is not known: calling ssm:DescribeDocument: AccessDeniedException: no/,
      ),
      "warning: SSM has no document Gone-Check in version $DEFAULT in this Region yet: without it the action fails",
    ]);
  });
});

describe("a call that fails or whose answer is lost", () => {
  const refused: Partial<Fault> = { kind: "error", status: 403, code: "AccessDeniedException" };
  const PARAMETERS = { commands: "a", workingDirectory: "b" };

  it.each([
    { operation: "PutParameter", skip: 0 },
    { operation: "PutParameter", skip: 1 },
    { operation: "PutLaunchAction", skip: 0 },
    // The first is check's.
    { operation: "ListLaunchActions", skip: 1 },
    { operation: "ListLaunchActions", skip: 2 },
    { operation: "GetParameters", skip: 1 },
    { operation: "GetParameters", skip: 2 },
  ])(
    "at $operation number $skip of create leaves nothing unnamed, and the next `up` goes on",
    async ({ operation, skip }) => {
      const inputs = { parameters: PARAMETERS };
      simulator.faults.add({ operation, ...refused, skip } as Fault);
      const { kept, message } = await failedUp(inputs);
      expect(message).toContain("AccessDenied");
      simulator.faults.clear();
      // What is in SSM is in state, unless nothing was begun.
      const owned = Object.values(kept?.outs.ssmParameters ?? {});
      expect(Object.keys(values()).filter((name) => !owned.includes(name))).toEqual([]);
      const after = await up(inputs, kept);
      expect({ values: Object.values(values()), actions: actions().length }).toEqual({
        values: ["a", "b"],
        actions: 1,
      });
      await provider.delete?.(after.id, after.outs);
      expect({ values: values(), actions: actions() }).toEqual({ values: {}, actions: [] });
    },
  );

  it.each(["PutParameter", "PutLaunchAction"])(
    "of create at %s that is tried again makes one of each",
    async (operation) => {
      simulator.faults.add({ operation, kind: "resetAfter" });
      const kept = await up({ parameters: PARAMETERS });
      expect({ values: Object.values(values()), actions: actions().length }).toEqual({
        values: ["a", "b"],
        actions: 1,
      });
      expect(simulator.world().ssm.parameters.map(({ tags }) => tags["DrsLaunchAction"])).toEqual([kept.id, kept.id]);
    },
  );

  it.each([
    { operation: "PutParameter", skip: 0 },
    { operation: "PutParameter", skip: 1 },
    { operation: "PutLaunchAction", skip: 0 },
    { operation: "DeleteParameters", skip: 0 },
  ])(
    "at $operation number $skip of update keeps what is owned, and the next `up` goes on",
    async ({ operation, skip }) => {
      const kept = await up({ parameters: { commands: "a", workingDirectory: "b" } });
      const change = { name: "other", parameters: { commands: "c", executionTimeout: "60" } };
      simulator.faults.add({ operation, ...refused, skip } as Fault);
      const failed = await failedUp(change, kept);
      expect(failed.message).toContain("AccessDenied");
      simulator.faults.clear();
      const owned = Object.values(failed.kept?.outs.ssmParameters ?? {});
      expect(Object.keys(values()).filter((name) => !owned.includes(name))).toEqual([]);
      const after = await up(change, failed.kept);
      expect(Object.values(values()).sort()).toEqual(["60", "c"]);
      expect(actions()).toMatchObject([{ name: "other" }]);
      await provider.delete?.(after.id, after.outs);
      expect(values()).toEqual({});
    },
  );

  it.each(["DeleteLaunchAction", "DeleteParameters"])(
    "at %s of delete keeps the resource, and the next one ends it",
    async (operation) => {
      const kept = await up();
      simulator.faults.add({ operation, ...refused } as Fault);
      await expect(provider.delete?.(kept.id, kept.outs)).rejects.toThrow("AccessDenied");
      await provider.delete?.(kept.id, kept.outs);
      expect({ values: values(), actions: actions() }).toEqual({ values: {}, actions: [] });
    },
  );

  it("that ends the process in create is made up for by the next create", async () => {
    const inputs = await check();
    simulator.faults.add({ operation: "PutLaunchAction", ...refused } as Fault);
    // As after a kill: nothing of it reached state.
    await Promise.resolve(provider.create(inputs)).catch(() => undefined);
    provider = aProcess();
    const kept = await up();
    expect({ values: Object.keys(values()), orders: actions().map(({ order }) => order) }).toEqual({
      values: Object.values(kept.outs.ssmParameters),
      orders: [1001],
    });
  });
});
