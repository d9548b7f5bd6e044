import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { DRILL_WAVE_TYPE, type DrillWaveOutputs, LAUNCH_CONFIGURATION_TYPE } from "../../../provider/src/vocabulary";

/** One report as the SDK gets it; `level` is absent where the policy's own applies. */
export interface Reported {
  policy: string;
  message: string;
  level?: string;
}

/** A wave as the engine shows it in the stack pass. */
export interface ShownWave {
  wave: JudgedWave;
  /** Absent: the wave is not in state yet. */
  record?: DrillWaveOutputs;
  /** Waves that it depends on. */
  dependsOn?: readonly JudgedWave[];
}

/** A `LaunchConfiguration` as the engine shows it. */
export interface ShownSettings {
  settings: {
    name: string;
    /** What check returned. */
    inputs: Record<string, unknown>;
    /** Names of the inputs that are unknown at preview. */
    unknownInputs?: readonly string[];
    /** Outputs in state; absent where this preview plans a change. */
    outputs?: Record<string, unknown>;
    /** URN of its component. */
    parent?: string;
  };
}

/** What the engine shows of a program, in the order in which it does. */
export type Shown = ShownWave | ShownSettings;

const isWave = (each: Shown): each is ShownWave => "wave" in each;
const isSettings = (each: Shown): each is ShownSettings => "settings" in each;

/** Runs the policies as the analyzer does: each wave through the resource policies, then all through the stack policies. */
export async function runPolicies(
  policies: Policies,
  shown: readonly Shown[],
  config: Record<string, object> = {},
): Promise<Reported[]> {
  const { resource, stack } = await runPasses(policies, shown, config);
  return [...resource, ...stack];
}

/** The same, with what was said while a wave could still be stopped apart from what was said at the end. */
export async function runPasses(
  policies: Policies,
  shown: readonly Shown[],
  config: Record<string, object> = {},
): Promise<{ resource: Reported[]; stack: Reported[] }> {
  const resource = await runResourcePass(policies, shown, config);
  return { resource, stack: await runStackPass(policies, shown, config) };
}

async function runResourcePass(
  policies: Policies,
  shown: readonly Shown[],
  config: Record<string, object>,
): Promise<Reported[]> {
  const reports: Reported[] = [];
  for (const each of shown) {
    for (const policy of policies.filter(isResourcePolicy)) {
      const ofPolicy = config[policy.name] ?? {};
      const args = isWave(each)
        ? resourceArgs(each.wave, each.record === undefined, ofPolicy)
        : settingsArgs(each, ofPolicy);
      const validations = [policy.validateResource ?? []].flat().filter((each) => isOfType(each, args.type));
      for (const validate of validations) {
        await unlessNotApplicable(() => validate(args, reporter(policy.name, reports)));
      }
    }
  }
  return reports;
}

async function runStackPass(
  policies: Policies,
  shown: readonly Shown[],
  config: Record<string, object>,
): Promise<Reported[]> {
  const reports: Reported[] = [];
  for (const policy of policies.filter(isStackPolicy)) {
    const args = {
      resources: stackOf(shown),
      getConfig: () => config[policy.name] ?? {},
      stackTags: new Map(),
      notApplicable,
    };
    const stack = args as unknown as StackValidationArgs;
    await unlessNotApplicable(() => policy.validateStack(stack, reporter(policy.name, reports)));
  }
  return reports;
}

/** The SDK's own filter. */
function isOfType(validate: object, type: string): boolean {
  const wanted: unknown = Reflect.get(validate, "__pulumiType");
  return wanted === undefined || wanted === type;
}

class NotApplicable extends Error {}

/** Throws, as the SDK's does. */
function notApplicable(reason?: string): never {
  throw new NotApplicable(reason);
}

async function unlessNotApplicable(run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof NotApplicable)) {
      throw error;
    }
  }
}

function reporter(policy: string, reports: Reported[]) {
  return (report: unknown) => {
    const { message, enforcementLevel } = report as { message: string; enforcementLevel?: string };
    reports.push({ policy, message, ...(enforcementLevel === undefined ? {} : { level: enforcementLevel }) });
  };
}

function resourceArgs(
  { urn, name, inputs, unknownInputs }: JudgedWave,
  isNew: boolean,
  config: object,
): ResourceValidationArgs {
  // The nonce of a wave that is not in state is made by its guard, in the same run.
  const props = withUnknown(inputs, [...unknownInputs, ...(isNew ? ["drillNonce"] : [])]);
  const args = {
    type: DRILL_WAVE_TYPE,
    urn,
    name,
    props,
    opts: {},
    notApplicable,
    getConfig: () => config,
    isType: () => true,
    asType: () => props,
  };
  return args as unknown as ResourceValidationArgs;
}

function withUnknown(inputs: object, unknown: readonly string[]): Record<string, unknown> {
  const props: Record<string, unknown> = { ...inputs };
  for (const input of unknown) {
    const get = () => {
      throw Object.assign(new Error("unknown"), { unknownTypeSentinel: "" });
    };
    Object.defineProperty(props, input, { get, enumerable: true });
  }
  return props;
}

/** What both passes have of it. */
function settingsResource({ settings: { name, parent, inputs, unknownInputs = [] } }: ShownSettings) {
  const urn = `urn:pulumi:prod::orders::${LAUNCH_CONFIGURATION_TYPE}::${name}`;
  const opts = parent === undefined ? {} : { parent };
  return { type: LAUNCH_CONFIGURATION_TYPE, urn, name, opts, props: withUnknown(inputs, unknownInputs) };
}

function settingsArgs(shown: ShownSettings, config: object): ResourceValidationArgs {
  const resource = settingsResource(shown);
  const args = {
    ...resource,
    notApplicable,
    getConfig: () => config,
    isType: () => true,
    asType: () => resource.props,
  };
  return args as unknown as ResourceValidationArgs;
}

/** As the stack pass shows it. */
export function settingsInStack(shown: ShownSettings): PolicyResource {
  const { inputs, unknownInputs = [], outputs } = shown.settings;
  const props =
    outputs === undefined
      ? withUnknown(inputs, [...unknownInputs, "revision", "written", "before"])
      : { ...inputs, ...outputs };
  const resource = { ...settingsResource(shown), props, dependencies: [], propertyDependencies: {} };
  return resource as unknown as PolicyResource;
}

function stackOf(all: readonly Shown[]): PolicyResource[] {
  const shown = all.filter(isWave);
  const resources = new Map(
    shown.map(({ wave, record }) => {
      const { urn, name } = wave;
      const resource = {
        type: DRILL_WAVE_TYPE,
        urn,
        name,
        props: record ?? {},
        dependencies: [],
        propertyDependencies: {},
      };
      return [urn, resource as unknown as PolicyResource];
    }),
  );
  for (const { wave, dependsOn = [] } of shown) {
    resources.get(wave.urn)?.dependencies.push(...dependsOn.flatMap(({ urn }) => resources.get(urn) ?? []));
  }
  return [...all.filter(isSettings).map(settingsInStack), ...resources.values()];
}

function isResourcePolicy(policy: Policies[number]): policy is ResourceValidationPolicy {
  return "validateResource" in policy;
}

function isStackPolicy(policy: Policies[number]): policy is StackValidationPolicy {
  return "validateStack" in policy;
}
