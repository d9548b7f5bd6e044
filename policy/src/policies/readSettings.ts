import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import {
  LAUNCH_CONFIGURATION_TYPE,
  LAUNCH_CONFIGURATIONS_TYPE,
  type LaunchConfigurationIntent,
  parseUrn,
  type SettingValues,
  type StoredSettings,
} from "pulumi-drillwave/vocabulary";
import type { ManagedSettings } from "../judged/managedSettings";
import type { Ledger } from "./ledger";
import { readKnown } from "./readKnown";

type Shown = Pick<ResourceValidationArgs, "urn" | "name" | "props" | "opts">;

/** What the provider adds to the args. */
interface Inputs extends LaunchConfigurationIntent {
  lookedUp?: SettingValues;
  stored?: StoredSettings;
}

/** Keeps what the engine shows of a `LaunchConfiguration` at its turn: what check read, also where it will be written. */
export function rememberSettings(shown: Shown, ledger: Ledger): void {
  const settings = readSettings(shown);
  if (settings !== undefined) {
    ledger.managed.set(shown.urn, settings);
  }
}

/**
 * Adds what the stack pass shows: the `LaunchConfiguration`s that were not seen at their turn, and which of them this
 * preview plans to write. The engine shows no `revision` of those.
 */
export function completeSettings(resources: readonly PolicyResource[], ledger: Ledger): void {
  if (ledger.hasAllManaged) {
    return;
  }
  ledger.hasAllManaged = true;
  for (const resource of resources) {
    if (resource.type !== LAUNCH_CONFIGURATION_TYPE) {
      continue;
    }
    const settings = ledger.managed.get(resource.urn) ?? readSettings(resource);
    if (settings !== undefined) {
      const { known } = readKnown(resource.props);
      ledger.managed.set(resource.urn, { ...settings, isPlanned: typeof known["revision"] !== "string" });
    }
  }
}

/** Undefined for one outside `--target` that is not in state: the engine shows nothing of it. */
function readSettings({ urn, name, props, opts }: Shown): ManagedSettings | undefined {
  const { known, unknown } = readKnown(props);
  // The engine hands a policy the inputs of any type as an open record; of this type they are these.
  const { lookedUp = {}, stored, ...args } = known as unknown as Inputs;
  if (args.sourceServerId === undefined) {
    return undefined;
  }
  return {
    urn,
    title: titleOf(name, opts.parent),
    args: onlyArgs(args),
    unknownArgs: unknown,
    lookedUp,
    isPlanned: false,
    ...(stored === undefined ? {} : { stored }),
  };
}

/** In state the outputs stand beside the args. */
const ARGS: Readonly<Record<keyof LaunchConfigurationIntent, true>> = {
  region: true,
  connection: true,
  sourceServerId: true,
  name: true,
  launchDisposition: true,
  targetInstanceTypeRightSizingMethod: true,
  copyPrivateIp: true,
  copyTags: true,
  licensing: true,
  postLaunchEnabled: true,
  launchIntoInstance: true,
  recoveryMode: true,
  launchTemplate: true,
  onDelete: true,
  triggers: true,
};

function onlyArgs(members: object): Partial<LaunchConfigurationIntent> {
  return Object.fromEntries(Object.entries(members).filter(([member]) => Object.hasOwn(ARGS, member)));
}

/** The component is what the program has, where one made it. */
function titleOf(name: string, parent: string | undefined): string {
  const made = parent === undefined ? undefined : parseUrn(parent);
  return made?.type.endsWith(LAUNCH_CONFIGURATIONS_TYPE) === true
    ? `LaunchConfigurations ${made.name}`
    : `LaunchConfiguration ${name}`;
}
