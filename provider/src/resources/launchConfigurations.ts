import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { type SelectedServer, selectSourceServers } from "../functions/selectSourceServers";
import {
  type Connection,
  LAUNCH_CONFIGURATIONS_TYPE,
  nameSome,
  type ServerSelector,
  type WaveServer,
} from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import { LaunchConfiguration, type LaunchConfigurationArgs } from "./launchConfiguration";
import { managedBefore } from "./managedBefore";
import { mergeSettings } from "./mergedSettings";
import { overriddenServers } from "./overriddenServers";
import { toPlace } from "./place";
import { ignoredProviderText, refuseOptions } from "./refusedOptions";

/** Settings of a server, as a `LaunchConfiguration` takes them, without the server and its place. */
export type ServerSettings = Omit<LaunchConfigurationArgs, (typeof OF_THE_COMPONENT)[number]>;

const OF_THE_COMPONENT = ["sourceServerId", "region", "connection"] as const;

/** The args of `LaunchConfigurations`: which servers, and what each is to have. */
export interface LaunchConfigurationsArgs {
  /**
   * The servers, by their tags. Looked for while the program runs, at preview too, so its values must be known then. A
   * server that has the tags later is one more resource in the next preview; one that has them no longer is deleted from
   * the stack, which by `onDelete: "keep"` leaves its settings as they are.
   */
  selector: ServerSelector;
  /**
   * Role of the servers in the output `sourceServers`, in your own words, such as `"database"`. Policies read it.
   *
   * @default the selector's
   */
  role?: string | undefined;
  /** Settings of every selected server. */
  defaults: ServerSettings;
  /**
   * Settings of single servers, by the id of the source server or its hostname. Their members take the place of the
   * defaults' at every depth; a list is one value, and `undefined` leaves the default. A name that no selected server has is
   * an error.
   *
   * @default every server has the defaults
   */
  overrides?: Record<string, ServerSettings> | undefined;
  /**
   * AWS Region that the servers recover in, such as `"us-west-2"`.
   *
   * @default `aws:region` of the stack's configuration, or `AWS_REGION`, or the profile's Region, or `AWS_DEFAULT_REGION`
   */
  region?: string | undefined;
  /**
   * Where AWS is called, and as whom.
   *
   * @default as the stack's configuration says, then as the AWS SDK finds it in the environment
   */
  connection?: Connection | undefined;
}

/**
 * What many source servers launch with: one `LaunchConfiguration` for each server that a selector has, named
 * `<name>-<id of the server>`. Settings are the defaults, with each server's overrides in their place.
 *
 * A drill that names the component in its `settings` waits for all of them.
 *
 * @example
 * const databases = new LaunchConfigurations("database", {
 *   selector: { tags: { Tier: "database" }, tagsOf: "sourceInstance" },
 *   role: "database",
 *   defaults: { targetInstanceTypeRightSizingMethod: "NONE", launchTemplate: { instanceType: "source", subnetId: subnet.id } },
 *   overrides: { "db-1.corp.example.com": { launchTemplate: { instanceType: "r5.4xlarge" } } },
 * });
 * new DrillWave("database", { sourceServers: databases.sourceServers, settings: [databases] });
 */
export class LaunchConfigurations extends pulumi.ComponentResource<Made> {
  /** Policies match resources by it. */
  static readonly __pulumiType = LAUNCH_CONFIGURATIONS_TYPE;

  /** Changes whenever what is written for any of the servers changes, or the servers do; unknown in a preview of that. */
  readonly revision: pulumi.Output<string>;
  /** Ids of the selected servers, sorted. */
  readonly sourceServerIds: pulumi.Output<string[]>;
  /** The selected servers with their role, as a `DrillWave` takes them: a wave that drills what is managed here. */
  readonly sourceServers: pulumi.Output<WaveServer[]>;
  /** The resource of each server, by the server's id. */
  readonly resources: pulumi.Output<Record<string, LaunchConfiguration>>;

  readonly #made: Promise<Made>;

  /**
   * Looks for the servers, and registers the settings of each as a child.
   *
   * @param name Name of the component in the stack.
   * @param args Which servers, and their settings.
   * @param opts As for any component; children inherit what children inherit. `provider` and `providers` are refused.
   */
  constructor(name: string, args: LaunchConfigurationsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuseOptions(name, opts, "LaunchConfigurations");
    const found = find(name, args);
    // As an input, the servers are waited for: Pulumi ends a program for which no resource is under way. What ends it with
    // an error is `#made`; an input that fails would be said in Pulumi's own words.
    const sourceServerIds = found.then(
      ({ servers }) => servers.map(({ sourceServerId }) => sourceServerId),
      () => [],
    );
    super(LAUNCH_CONFIGURATIONS_TYPE, name, { sourceServerIds }, opts);
    this.#made = found.then((each) => makeAll(name, args, each, this));
    // Each by itself: in a preview that changes something the revision is not known, and everything else is.
    const outputOf = <T>(read: (made: Made) => pulumi.Input<T>) => pulumi.output(this.#made.then(read));
    this.revision = outputOf<string>(({ revision }) => revision);
    this.sourceServerIds = outputOf(({ servers }) => servers.map(({ sourceServerId }) => sourceServerId));
    this.sourceServers = outputOf(({ servers }) => servers);
    this.resources = outputOf(({ resources }) => resources);
  }

  /** The component is done when its children are made: whoever depends on it depends on all of them. */
  protected override async initialize(): Promise<Made> {
    // The engine's class asks before the constructor has gone on.
    await Promise.resolve();
    return this.#made;
  }
}

/** What becomes of the args. */
interface Made {
  servers: { sourceServerId: string; role?: string }[];
  resources: Record<string, LaunchConfiguration>;
  revision: pulumi.Output<string>;
}

/** The servers, and which override each has. */
interface Found {
  servers: readonly SelectedServer[];
  overrides: ReadonlyMap<string, string>;
}

async function find(name: string, args: LaunchConfigurationsArgs): Promise<Found> {
  const { overrides = {}, defaults } = args;
  const servers = await select(name, args);
  const { byServer, flaws } = overriddenServers(Object.keys(overrides), servers);
  const all = [
    ...misplaced("defaults", defaults),
    ...Object.entries(overrides).flatMap(([key, each]) => misplaced(`overrides["${key}"]`, each)),
    ...flaws,
  ];
  if (all.length > 0) {
    throw refusal(name, all.join("; "), "correct the args");
  }
  return { servers, overrides: byServer };
}

function makeAll(
  name: string,
  args: LaunchConfigurationsArgs,
  { servers, overrides: byServer }: Found,
  parent: pulumi.Resource,
): Made {
  const { overrides = {}, defaults, selector } = args;
  const place = placeOf(name, args, parent);
  const resources = servers.map(({ sourceServerId }) => {
    const settings = mergeSettings(defaults, overrides[byServer.get(sourceServerId) ?? ""]);
    // Of two settings it has the members of both.
    const child = { ...(settings as ServerSettings), ...place, sourceServerId };
    return [sourceServerId, new LaunchConfiguration(childName(name, sourceServerId), child, { parent })] as const;
  });
  const revisions = resources.map(([id, { revision }]) => revision.apply((text) => `${id} ${text}`));
  const role = args.role ?? selector.role;
  return {
    servers: servers.map(({ sourceServerId }) => withoutUndefined({ sourceServerId, role })),
    resources: Object.fromEntries(resources),
    revision: pulumi
      .all(revisions)
      .apply((texts) => createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16)),
  };
}

function childName(name: string, sourceServerId: string): string {
  return `${name}-${sourceServerId}`;
}

/** The selected servers, by id. */
async function select(name: string, args: LaunchConfigurationsArgs): Promise<SelectedServer[]> {
  const { selector, region, connection } = args;
  const later = ["selector", "region", "connection"].filter((each) => hasLater(Object(args)[each]));
  if (later.length > 0) {
    const reason = `${later.join(", ")} is an Output, and the servers are looked for while the program runs`;
    throw refusal(name, reason, "give plain values");
  }
  const program = pulumi.runtime.getMonitor() ?? OUTSIDE_OF_PROGRAMS;
  const place = withoutUndefined(toPlace({ region, connection }));
  const { servers, unknown, problems, warnings } = await selectSourceServers({ selector, place, program });
  const before = unknown.length === 0 ? undefined : await managedBefore();
  const kept = unknown.filter(({ sourceServerId }) => before?.has(childName(name, sourceServerId)));
  if (problems.length > 0 && kept.length === 0) {
    throw refusal(name, problems.join("; "), undefined);
  }
  const stays =
    kept.length === 0
      ? []
      : [
          `${nameSome(kept)} ${kept.length === 1 ? "stays" : "stay"} selected, as the last \`pulumi up\` left ${kept.length === 1 ? "it" : "them"}`,
        ];
  for (const warning of [...warnings, ...problems, ...stays]) {
    void pulumi.log.warn(`LaunchConfigurations ${name}: ${warning}`);
  }
  return [...servers, ...kept].toSorted((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
}

const OUTSIDE_OF_PROGRAMS = {};

/** What a child cannot take from the settings; a program in TypeScript does not compile with it. */
function misplaced(path: string, settings: ServerSettings): string[] {
  return OF_THE_COMPONENT.filter((member) => Object(settings)[member] !== undefined).map(
    (member) => `${path}.${member} is not a setting: it is the component's own`,
  );
}

/** Where the children call AWS. One warning stands for all of them. */
function placeOf(name: string, { region, connection }: LaunchConfigurationsArgs, parent: pulumi.Resource) {
  const ignored = ignoredProviderText(name, { region, connection }, parent, "LaunchConfigurations");
  if (ignored !== undefined) {
    void pulumi.log.warn(ignored);
  }
  return { region, connection: ignored === undefined ? connection : {} };
}

function hasLater(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return true;
  }
  return typeof value === "object" && value !== null && Object.values(value).some(hasLater);
}

/** Ends the program with its message alone. */
function refusal(name: string, reason: string, fix: string | undefined): pulumi.RunError {
  const advice = fix === undefined ? "" : ` Fix: ${fix}.`;
  return new pulumi.RunError(`Registering LaunchConfigurations ${name}: ${reason}. Nothing was written.${advice}`);
}
