import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { DRILL_WAVE_TYPE, type DrillWaveOutputs } from "../../../provider/src/vocabulary";

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

/** Runs the policies as the analyzer does: each wave through the resource policies, then all through the stack policies. */
export async function runPolicies(
  policies: Policies,
  shown: readonly ShownWave[],
  config: Record<string, object> = {},
): Promise<Reported[]> {
  const { resource, stack } = await runPasses(policies, shown, config);
  return [...resource, ...stack];
}

/** The same, with what was said while a wave could still be stopped apart from what was said at the end. */
export async function runPasses(
  policies: Policies,
  shown: readonly ShownWave[],
  config: Record<string, object> = {},
): Promise<{ resource: Reported[]; stack: Reported[] }> {
  const resource = await runResourcePass(policies, shown, config);
  return { resource, stack: await runStackPass(policies, shown, config) };
}

async function runResourcePass(
  policies: Policies,
  shown: readonly ShownWave[],
  config: Record<string, object>,
): Promise<Reported[]> {
  const reports: Reported[] = [];
  for (const { wave, record } of shown) {
    for (const policy of policies.filter(isResourcePolicy)) {
      const args = resourceArgs(wave, record === undefined, config[policy.name] ?? {});
      const validations = [policy.validateResource ?? []].flat();
      for (const validate of validations) {
        await unlessNotApplicable(() => validate(args, reporter(policy.name, reports)));
      }
    }
  }
  return reports;
}

async function runStackPass(
  policies: Policies,
  shown: readonly ShownWave[],
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
  const props: Record<string, unknown> = { ...inputs };
  // The nonce of a wave that is not in state is made by its guard, in the same run.
  for (const input of [...unknownInputs, ...(isNew ? ["drillNonce"] : [])]) {
    const get = () => {
      throw Object.assign(new Error("unknown"), { unknownTypeSentinel: "" });
    };
    Object.defineProperty(props, input, { get, enumerable: true });
  }
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

function stackOf(shown: readonly ShownWave[]): PolicyResource[] {
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
  return [...resources.values()];
}

function isResourcePolicy(policy: Policies[number]): policy is ResourceValidationPolicy {
  return "validateResource" in policy;
}

function isStackPolicy(policy: Policies[number]): policy is StackValidationPolicy {
  return "validateStack" in policy;
}
