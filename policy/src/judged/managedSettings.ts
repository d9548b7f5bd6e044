import type {
  LaunchConfigurationIntent,
  SettingValue,
  SettingValues,
  StoredSettings,
} from "pulumi-drillwave/vocabulary";

/** The settings of one server that the program manages: a `LaunchConfiguration`, as the engine shows it. */
export interface ManagedSettings {
  urn: string;
  /** As messages name it: `LaunchConfiguration database`, or the `LaunchConfigurations` that has made it. */
  title: string;
  /** The args that are known. */
  args: Partial<LaunchConfigurationIntent>;
  /** Names of the args that are unknown at preview. */
  unknownArgs: readonly string[];
  /** What the provider looked up of the args, by path. */
  lookedUp: SettingValues;
  /** The managed settings as check read them, else as they are in state; absent when nobody has read them. */
  stored?: StoredSettings;
  /** This preview plans to write them, or may. */
  isPlanned: boolean;
}

/** All of them, by URN. */
export type Managed = ReadonlyMap<string, ManagedSettings>;

/** The paths of the args that are settings begin with these. */
const NOT_SETTINGS: readonly string[] = [
  "sourceServerId",
  "region",
  "connection",
  "onDelete",
  "triggers",
] satisfies (keyof LaunchConfigurationIntent)[];

/**
 * The settings that the program names, by path, as the provider has them: what was looked up takes the place of what it was
 * looked up for. Args that are not known are left out. Pure.
 */
export function programmedValues({ args, lookedUp }: Pick<ManagedSettings, "args" | "lookedUp">): SettingValues {
  const values: SettingValues = {};
  for (const [name, value] of Object.entries(args)) {
    if (!NOT_SETTINGS.includes(name) && name !== INTO) {
      collect(values, name, value);
    }
  }
  const { instanceId, name } = args.launchIntoInstance ?? {};
  const into = instanceId ?? name;
  const found = Object.entries(lookedUp).filter(([path]) => path in values || (path === INTO && into !== undefined));
  return { ...values, ...(into === undefined ? {} : { [INTO]: into }), ...Object.fromEntries(found) };
}

/** Its path is that of the instance, whichever way the program names it. */
const INTO = "launchIntoInstance";

/** A list is one value. */
function collect(values: SettingValues, path: string, value: unknown): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [member, each] of Object.entries(value)) {
      collect(values, `${path}.${member}`, each);
    }
  } else if (value !== undefined && value !== null) {
    // Check has let nothing else pass.
    values[path] = value as SettingValue;
  }
}

/** True for two values that launch the same; the order of a list does not matter. */
export function isSameSetting(one: SettingValue | undefined, other: SettingValue | undefined): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: SettingValue | undefined): unknown {
  return Array.isArray(value) ? value.toSorted() : (value ?? null);
}

/** Where managed settings are found: by a server, or by the launch template that DRS names for it. */
export class ManagedServers {
  readonly #byServer = new Map<string, ManagedSettings>();
  readonly #byTemplate = new Map<string, ManagedSettings>();

  constructor(managed: Managed) {
    for (const each of managed.values()) {
      const { args, stored } = each;
      if (args.sourceServerId !== undefined) {
        this.#byServer.set(args.sourceServerId, each);
      }
      if (stored?.ec2LaunchTemplateId !== undefined) {
        this.#byTemplate.set(stored.ec2LaunchTemplateId, each);
      }
    }
  }

  /** Undefined for a server that the program does not manage, in this Region where that is known. */
  ofServer(sourceServerId: string | undefined, region: string | undefined): ManagedSettings | undefined {
    return inRegion(this.#byServer.get(sourceServerId ?? ""), region);
  }

  /** As {@link ofServer}, for the server that is launched from the template. */
  ofTemplate(launchTemplateId: string, region: string | undefined): ManagedSettings | undefined {
    return inRegion(this.#byTemplate.get(launchTemplateId), region);
  }
}

function inRegion(managed: ManagedSettings | undefined, region: string | undefined): ManagedSettings | undefined {
  const own = managed?.args.region;
  return own === undefined || region === undefined || own === region ? managed : undefined;
}
