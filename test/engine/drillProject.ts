import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Alias, CustomTimeouts, ResourceTransform } from "@pulumi/pulumi";
import type { EngineEvent, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import type { Fault, Simulator, WorldFile } from "drs-simulator";
import type {
  DrillWaveArgs,
  DrillWaveOutputs,
  LaunchActionArgs,
  LaunchConfigurationArgs,
  LaunchConfigurationsArgs,
} from "pulumi-drillwave";

/** Packages as a user's program gets them: compiled, found by name. */
const fromHere = createRequire(__filename);
export const drillwave: typeof import("pulumi-drillwave") = fromHere("pulumi-drillwave");
const { startSimulator }: typeof import("drs-simulator") = fromHere("drs-simulator");
const { parseUrn }: typeof import("pulumi-drillwave/vocabulary") = fromHere("pulumi-drillwave/vocabulary");
const automation: typeof import("@pulumi/pulumi/automation") = fromHere("@pulumi/pulumi/automation");
const { ComponentResource, runtime }: typeof import("@pulumi/pulumi") = fromHere("@pulumi/pulumi");
const { engineEnvironment }: typeof import("../../scripts/engine/engineEnvironment") = fromHere(
  "../../scripts/dist/engine/engineEnvironment.js",
);
const { makeEngineHome }: typeof import("../../scripts/engine/engineHome") = fromHere(
  "../../scripts/dist/engine/engineHome.js",
);
const { searchEngine }: typeof import("../../scripts/engine/searchEngine") = fromHere(
  "../../scripts/dist/engine/searchEngine.js",
);

const ROOT = join(__dirname, "..", "..");

/** A program over the real engine, a simulator of its own, and what a test asks of both. */
export interface DrillProject {
  simulator: Simulator;
  /** Runs a program of these waves, in this order, each after the one before. */
  up(waves: Waves, options?: RunOptions & { replace?: string; plan?: string }): Promise<Outcome>;
  /** `plan`: the update plan is saved under this name, for `up`. */
  /** Runs a program that is no list of waves. */
  upProgram(program: () => unknown): Promise<Outcome>;
  preview(waves: Waves, options?: RunOptions & { replace?: string; plan?: string }): Promise<Outcome>;
  refresh(): Promise<Outcome>;
  destroy(): Promise<Outcome>;
  /** Sets the stack's configuration; undefined removes a setting. */
  configure(settings: Record<string, string | undefined>): Promise<void>;
  /** Rewrites the state as `pulumi state` commands do. */
  editState(edit: (resources: StateResource[]) => StateResource[]): Promise<void>;
  /** Unlocks a stack whose engine was killed. */
  cancel(): Promise<void>;
  /** The outputs of every wave in state, by name. */
  waves(): Promise<Record<string, DrillWaveOutputs>>;
  /** Every resource in state. */
  resources(): Promise<StateResource[]>;
  /** What the engine has printed since the last operation began. */
  printed(): string;
  /** The program of these waves, for who runs the engine in another way. */
  program(waves: Waves, options?: RunOptions): () => Promise<void>;
  /** Where the project is, and with what environment its engine runs. */
  engine: { path: string; folder: string; environment: Record<string, string>; stack: string };
  fault(fault: Fault): void;
  /** How many requests of this operation reached the simulator. */
  calls(operation: string): number;
  /** EC2 instances that are not terminated. */
  alive(): string[];
  close(): Promise<void>;
}

/** Args by wave; a function's are made of the waves, and of the settings, that are registered before. */
export type Waves = Record<
  string,
  DrillWaveArgs | ((before: Registered, settings: RegisteredSettings, many: RegisteredMany) => DrillWaveArgs)
>;

type RegisteredMany = Record<string, InstanceType<typeof drillwave.LaunchConfigurations>>;

type RegisteredSettings = Record<string, InstanceType<typeof drillwave.LaunchConfiguration>>;

type Registered = Record<string, InstanceType<typeof drillwave.DrillWave>>;

export interface RunOptions {
  /**
   * Resource options by wave; `after` are the waves that it depends on, instead of the one before. `component`: the wave is
   * in a component of this name, and the component depends on them.
   */
  resourceOptions?: Record<
    string,
    {
      after?: string[];
      component?: string;
      retainOnDelete?: boolean;
      customTimeouts?: CustomTimeouts;
      transforms?: ResourceTransform[];
      aliases?: Alias[];
    }
  >;
  /** The rest of the program, run before its waves are registered. */
  program?: () => void;
  /** Launch configurations by name, registered before the waves. */
  settings?: Record<string, LaunchConfigurationArgs>;
  /** Launch actions by name; the waves wait for them. */
  actions?: Record<string, LaunchActionArgs>;
  /** Launch configurations of many servers by the component's name, registered before the waves. */
  settingsOfMany?: Record<string, LaunchConfigurationsArgs>;
  /** Transforms of the stack, registered before the first wave. */
  stackTransforms?: ResourceTransform[];
  /** Packs, as paths in this repository, instead of the project's; [] for none. */
  policyPacks?: string[];
  /** Names of the waves that the run is restricted to, with their guards. */
  target?: string[];
  /** Leaves the guards of these waves out of `target`. */
  withoutGuards?: boolean;
  /** Prints a preview as `--diff` does. */
  diff?: boolean;
  /** A pack's configuration, as in the file of `--policy-pack-config`. */
  policyConfig?: Record<string, unknown>;
}

/** How an operation of the engine ended; `events` are the engine's own. */
export interface Outcome {
  ok: boolean;
  error: string;
  /** Diagnostics that stay, without colours. */
  messages: string[];
  /** What the engine did, such as `create`, by resource name. */
  steps: Record<string, string>;
  policies: PolicyReport[];
}

/** What a policy said; `resource` is a name, absent for the stack as a whole. */
export interface PolicyReport {
  policy: string;
  level: string;
  resource?: string;
  message: string;
}

export interface StateResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** A world's minutes are fractions of a second; nothing in a test depends on how many. */
const SPEED = 3000;
const POLL_SECONDS = 0.1;

const PROJECT = "drill-tests";
const STACK = "test";

/** How a project is set up. */
interface ProjectOptions {
  policyPacks?: string[];
  speed?: number;
  /** Another project's, which both then drill against. */
  simulator?: Simulator;
  /** What the engine and the provider process find in their environment, and the program does not. */
  providerEnvironment?: (simulator: Simulator) => Record<string, string>;
}

/** Starts everything; `close` ends it. */
export async function openDrillProject(world: WorldFile, options: ProjectOptions = {}): Promise<DrillProject> {
  const simulator = options.simulator ?? (await startSimulator({ world, speed: options.speed ?? SPEED }));
  const home = await makeEngineHome();
  const engine = await findEnginePath();
  const envVars = engineEnvironment({ path: engine }, home, process.env);
  Object.assign(process.env, envVars);
  const environment = { ...envVars, ...options.providerEnvironment?.(simulator) };
  let program: () => unknown = () => {};
  const stack: Stack = await automation.LocalWorkspace.createStack(
    { projectName: PROJECT, stackName: STACK, program: async () => void (await program()) },
    {
      workDir: home.project,
      envVars: environment,
      pulumiCommand: await pulumiCommand(),
      projectSettings: { name: PROJECT, runtime: "nodejs", main: ROOT },
    },
  );
  withoutReports(stack);
  const resources = () => resourcesIn(home.backendUrl);
  let printed = "";
  const run = (operation: (options: OperationOptions) => Promise<unknown>) => {
    printed = "";
    const print = (text: string) => {
      printed += text;
    };
    return outcomeOf((options) => operation({ ...options, onOutput: print, onError: print }));
  };
  const replacedUrns = async (name: string | undefined) =>
    name === undefined ? [] : (await resources()).map(({ urn }) => urn).filter((urn) => nameOf(urn) === name);
  const packsOf = async ({ policyPacks = options.policyPacks ?? [], policyConfig }: RunOptions) => {
    if (policyPacks.length === 0) {
      return {};
    }
    const file = join(home.project, "policy-config.json");
    await writeFile(file, JSON.stringify(policyConfig ?? {}));
    const packs = policyPacks.map((pack) => join(ROOT, pack));
    return { policyPacks: packs, policyPackConfigs: packs.map(() => file) };
  };
  const planOf = (name: string | undefined) => (name === undefined ? {} : { plan: join(home.project, `${name}.json`) });
  return {
    simulator,
    up: async (waves, { replace, plan, ...given } = {}) => {
      program = () => register(waves, given, simulator);
      const replaced = await replacedUrns(replace);
      const packs = await packsOf(given);
      return run((options) =>
        stack.up({ ...options, ...packs, ...planOf(plan), target: targetsOf(given), replace: replaced }),
      );
    },
    upProgram: (given) => {
      program = given;
      return run((options) => stack.up(options));
    },
    preview: async (waves, { replace, plan, ...given } = {}) => {
      program = () => register(waves, given, simulator);
      const replaced = await replacedUrns(replace);
      const packs = await packsOf(given);
      const { diff = false } = given;
      return run((options) =>
        stack.preview({
          ...options,
          ...packs,
          ...planOf(plan),
          target: targetsOf(given),
          replace: replaced,
          diff,
        }),
      );
    },
    configure: async (settings) => {
      for (const [key, value] of Object.entries(settings)) {
        await (value === undefined ? stack.removeConfig(key) : stack.setConfig(key, { value }));
      }
    },
    editState: async (edit) => {
      const { version, deployment } = await stack.exportStack();
      await stack.importStack({ version, deployment: { ...deployment, resources: edit(deployment.resources) } });
    },
    refresh: () => run((options) => stack.refresh(options)),
    destroy: () => run((options) => stack.destroy(options)),
    cancel: () => stack.cancel(),
    printed: () => printed,
    program:
      (waves, given = {}) =>
      async () =>
        register(waves, given, simulator),
    engine: { path: engine, folder: home.project, environment, stack: STACK },
    waves: async () => {
      const waves = (await resources()).filter((resource) => resource.type === drillwave.DRILL_WAVE_TYPE);
      return Object.fromEntries(waves.map(({ urn, outputs }) => [nameOf(urn), outputs as unknown as DrillWaveOutputs]));
    },
    resources,
    fault: (fault) => simulator.faults.add(fault),
    calls: (operation) => simulator.journal.entries(operation).length,
    alive: () =>
      simulator
        .world()
        .instances.filter((instance) => instance.ec2State !== "TERMINATED")
        .map((instance) => instance.ec2InstanceID),
    close: async () => {
      await simulator.close();
      await home.remove();
    },
  };
}

/** The engine that `npm test` found; its own search when Vitest was started by hand. */
export async function findEnginePath(): Promise<string> {
  const given = process.env["DRILLWAVE_ENGINE"];
  if (given !== undefined) {
    return given;
  }
  const search = await searchEngine(new AbortController().signal);
  if (!search.found) {
    throw new Error("there is no Pulumi engine: `npm test` says how to get one");
  }
  return search.engine.path;
}

let command: Promise<PulumiCommand> | undefined;

/** One for all projects: it runs the engine to see its version. */
function pulumiCommand(): Promise<PulumiCommand> {
  command ??= automation.PulumiCommand.get();
  return command;
}

/** After each operation Automation API runs the engine three times more, for reports that no test reads. */
function withoutReports(stack: Stack): void {
  stack.outputs = async () => ({});
  stack.info = async () => undefined;
}

/** URNs of the waves and, unless they are left out, of their guards. */
function targetsOf({ target = [], withoutGuards = false }: RunOptions): string[] {
  const urn = (type: string, name: string) => `urn:pulumi:${STACK}::${PROJECT}::${type}::${name}`;
  return target.flatMap((name) => [
    urn(drillwave.DRILL_WAVE_TYPE, name),
    ...(withoutGuards ? [] : [urn(drillwave.DRILL_GUARD_TYPE, `${name}-guard`)]),
  ]);
}

function register(
  waves: Waves,
  { resourceOptions = {}, settings = {}, settingsOfMany = {}, actions = {}, stackTransforms = [], program }: RunOptions,
  simulator: Simulator,
): void {
  for (const transform of stackTransforms) {
    runtime.registerResourceTransform(transform);
  }
  program?.();
  const place = { region: "us-west-2", connection: { endpoint: simulator.url } };
  const configurations: RegisteredSettings = {};
  for (const [name, args] of Object.entries(settings)) {
    configurations[name] = new drillwave.LaunchConfiguration(name, { ...place, ...args });
  }
  const checks = Object.entries(actions).map(([name, args]) => new drillwave.LaunchAction(name, { ...place, ...args }));
  const many: RegisteredMany = {};
  for (const [name, args] of Object.entries(settingsOfMany)) {
    many[name] = new drillwave.LaunchConfigurations(name, { ...place, ...args });
  }
  const registered: Registered = {};
  for (const [name, given] of Object.entries(waves)) {
    const args = typeof given === "function" ? given(registered, configurations, many) : given;
    const defaults = { ...place, polling: { intervalSeconds: POLL_SECONDS } };
    const { after = Object.keys(registered).slice(-1), component, ...options } = resourceOptions[name] ?? {};
    const dependsOn = [...after.flatMap((each) => registered[each] ?? []), ...checks];
    const parent =
      component === undefined ? undefined : new ComponentResource("test:Tier", component, {}, { dependsOn });
    const above = parent === undefined ? { dependsOn } : { parent };
    registered[name] = new drillwave.DrillWave(name, { ...defaults, ...args }, { ...options, ...above });
  }
}

/** What every operation of the engine is told. */
interface OperationOptions {
  onEvent(event: EngineEvent): void;
  onOutput(text: string): void;
  onError(text: string): void;
  color: "never";
}

async function outcomeOf(
  run: (options: Pick<OperationOptions, "onEvent" | "color">) => Promise<unknown>,
): Promise<Outcome> {
  const messages: string[] = [];
  const steps: Record<string, string> = {};
  const policies: PolicyReport[] = [];
  const onEvent = ({ diagnosticEvent, resourcePreEvent, policyEvent }: EngineEvent) => {
    if (diagnosticEvent !== undefined && diagnosticEvent.ephemeral !== true) {
      messages.push(plain(diagnosticEvent.message));
    }
    if (policyEvent !== undefined) {
      messages.push(plain(policyEvent.message));
      policies.push(policyReportOf(policyEvent));
    }
    if (resourcePreEvent !== undefined) {
      steps[nameOf(resourcePreEvent.metadata.urn)] = resourcePreEvent.metadata.op;
    }
  };
  try {
    await run({ onEvent, color: "never" });
    return { ok: true, error: "", messages, steps, policies };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error), messages, steps, policies };
  }
}

function policyReportOf(event: NonNullable<EngineEvent["policyEvent"]>): PolicyReport {
  const { policyName, enforcementLevel, resourceUrn = "", message } = event;
  const resource = resourceUrn.includes("DrillWave::") ? { resource: nameOf(resourceUrn) } : {};
  return { policy: policyName, level: enforcementLevel, ...resource, message: plain(message) };
}

/** Read from the backend's own file: to export a stack, the engine would have to be started. */
async function resourcesIn(backendUrl: string): Promise<StateResource[]> {
  const file = join(fileURLToPath(backendUrl), ".pulumi", "stacks", PROJECT, `${STACK}.json`);
  const { checkpoint } = JSON.parse(await readFile(file, "utf8"));
  return checkpoint.latest?.resources ?? [];
}

function nameOf(urn: string): string {
  return parseUrn(urn)?.name ?? urn;
}

/** A message without the engine's colour directives. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
