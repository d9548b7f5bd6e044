import * as pulumi from "@pulumi/pulumi";
import {
  type AttemptRecord,
  type CleanupRecord,
  DRILL_GUARD_TYPE,
  DRILL_WAVE_TYPE,
  type DrillWaveIntent,
  OUTPUT_NAMES,
  type PendingStep,
  type ServerRecord,
  type SuccessLevel,
  type Verdict,
} from "../vocabulary";
import { DrillGuard } from "./drillGuard";
import { providerPointer, urnOf } from "./pointer";

/** `T`, in which every member at every depth may be an Output. */
type Inputs<T> = [T] extends [(infer Item)[]]
  ? pulumi.Input<Inputs<Item>[]>
  : [T] extends [object]
    ? pulumi.Input<{ [Member in keyof T]: Inputs<T[Member]> }>
    : pulumi.Input<T>;

/**
 * The args of a {@link DrillWave}. Give `sourceServers` or a `selector`; everything else has a default.
 *
 * - `sourceServers`: at most 100, DRS's quota for one job. `launchConfiguration` is what must be stored in DRS: a
 *   difference refuses the drill, nothing is written. `role` is free text that policies read.
 * - `selector`: the servers whose tags have all of these values, instead of `sourceServers`. Resolved when the program
 *   runs; a server that matches after the drill was created is a warning.
 * - `region`: default `AWS_REGION` or the profile's.
 * - `recoveryPlan`, `wave`, `tags`: tags of the recovery job.
 * - `isDrill`: default true. `false` starts a real recovery and needs `allowRecovery: true`.
 * - `observe`: `"live"` (default) looks at the servers at every preview; `"off"` does not.
 * - `onUnreadableLaunchConfiguration`: `"fail"` (default), or `"useDefaults"`.
 * - `objectives`: seconds; a missed one makes the verdict DEGRADED.
 * - `success`: how far each server is followed: `"launched"`, `"running"` or `"statusChecks"` (default).
 * - `minimumLaunched`: of the critical servers, a number or a share; default `"100%"`.
 * - `retries.maximumAttempts`: recovery jobs in all, over several `pulumi up`; default 2.
 * - `preflight`: `maximumLagSeconds` (default 600); `busyServers` `"wait"` (default) or `"fail"`;
 *   `sourceServerTag`, the EC2 tag in which DRS names an instance's source server.
 * - `cleanup`: `"onDestroy"` (default), `"afterDrill"` or `"never"`.
 * - `replaceRecoveryInstances`: allows a launch that terminates recovery instances which are not this drill's.
 * - `settings`: revisions of settings that the same program manages; while one is unknown, nothing is observed.
 * - `triggers`: change one to drill again.
 * - `polling.intervalSeconds`: default 10.
 * - `connection`: where and as whom AWS is called; default as the AWS SDK has it.
 */
export type DrillWaveArgs = { [Arg in keyof DrillWaveIntent]: Inputs<NonNullable<DrillWaveIntent[Arg]>> };

/**
 * One wave of a disaster-recovery drill: ONE recovery job of AWS Elastic Disaster Recovery for its servers.
 *
 * Create reads each server's launch configuration, starts the job, waits until it has ended and until every server
 * runs and passes its checks, and fails when too few critical servers recovered; `pulumi up` then resumes or retries.
 * Delete terminates what the drill launched, and looks until it is gone. Only a change of servers, snapshots,
 * selector, Region, `isDrill` or `triggers` drills again.
 *
 * @example
 * const database = new DrillWave("database", {
 *   region: "us-west-2",
 *   selector: { tags: { Tier: "database" }, role: "database" },
 *   objectives: { recoveryTimeSeconds: 1800 },
 * });
 * const web = new DrillWave("web", { selector: { tags: { Tier: "web" } } }, { dependsOn: database });
 */
export class DrillWave extends pulumi.CustomResource {
  /** Policies match resources by it. */
  static readonly __pulumiType = DRILL_WAVE_TYPE;

  /** True for any copy of this class, also of another version of the package. */
  static override isInstance(value: unknown): value is DrillWave {
    const type = Object(value).__pulumiType;
    return type === DRILL_WAVE_TYPE;
  }

  /** The first attempt's recovery job, for ever. */
  declare readonly jobId: pulumi.Output<string>;
  declare readonly jobArn: pulumi.Output<string | undefined>;
  /** Value of the tag `ExecutionId` on every job of the wave. */
  declare readonly executionId: pulumi.Output<string>;
  declare readonly account: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  /** What `pulumi up` goes on with; empty when nothing is. */
  declare readonly pending: pulumi.Output<PendingStep[]>;
  /** Of the last attempt's job. COMPLETED does not mean that a server launched: see `verdict`. */
  declare readonly status: pulumi.Output<string>;
  declare readonly verdict: pulumi.Output<Verdict | undefined>;
  /** The level that the verdict was made at. */
  declare readonly judgedTo: pulumi.Output<SuccessLevel | undefined>;
  /** ISO 8601 UTC, as all times. */
  declare readonly startedAt: pulumi.Output<string>;
  declare readonly completedAt: pulumi.Output<string | undefined>;
  /** The worst server's, in seconds: from the first attempt's creation to its LAUNCH_END. */
  declare readonly recoveryTimeSeconds: pulumi.Output<number | undefined>;
  /** The worst server's, in seconds of lost data. */
  declare readonly recoveryPointSeconds: pulumi.Output<number | undefined>;
  /** Absent without objectives. */
  declare readonly objectivesMet: pulumi.Output<boolean | undefined>;
  declare readonly servers: pulumi.Output<ServerRecord[]>;
  declare readonly attempts: pulumi.Output<AttemptRecord[]>;
  declare readonly cleanup: pulumi.Output<CleanupRecord>;
  declare readonly warnings: pulumi.Output<string[]>;

  /**
   * Registers the wave, and `<name>-guard` beside it.
   *
   * @param opts `customTimeouts` are kept: create and update take at most 90 minutes by default, delete 60, waiting for
   *   other jobs included. `retainOnDelete` is kept for policies, which the engine does not show it to.
   */
  constructor(name: string, args: DrillWaveArgs, opts: pulumi.CustomResourceOptions = {}) {
    const { region, connection, cleanup, polling } = args;
    const { customTimeouts, retainOnDelete } = opts;
    const guard = new DrillGuard(
      `${name}-guard`,
      { region, connection, cleanup, polling, customTimeouts },
      guardOptions(opts),
    );
    const props = {
      ...UNDEFINED_OUTPUTS,
      ...args,
      drillNonce: guard.nonce,
      customTimeouts,
      ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
      __provider: providerPointer("waveProvider"),
      __urn: urnOf(name, DRILL_WAVE_TYPE, opts.parent),
    };
    // `pulumi up --replace` does not ask diff: created first, the new drill would adopt the old one's job, and lose it.
    super(DRILL_WAVE_TYPE, name, props, { ...opts, deleteBeforeReplace: true });
  }
}

/** An output gets a property on the resource only when its name is among the props. */
const UNDEFINED_OUTPUTS = Object.fromEntries(OUTPUT_NAMES.map((name) => [name, undefined]));

/** The guard lives where its wave lives and as long; it waits for nothing, so that it is in state first. */
function guardOptions(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const { parent, protect, retainOnDelete, deletedWith, aliases } = opts;
  return {
    ...(aliases === undefined ? {} : { aliases: aliases.map((alias) => pulumi.output(alias).apply(guardAlias)) }),
    ...(deletedWith === undefined ? {} : { deletedWith }),
    ...(parent === undefined ? {} : { parent }),
    ...(protect === undefined ? {} : { protect }),
    ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
  };
}

/** What a wave was called before, for its guard: renamed apart, a guard would sweep the drill that its wave keeps. */
function guardAlias(alias: pulumi.Unwrap<string | pulumi.Alias>): string | pulumi.Alias {
  if (typeof alias === "string") return `${alias.replace(DRILL_WAVE_TYPE, DRILL_GUARD_TYPE)}-guard`;
  const { name, type: _type, ...rest } = alias;
  return name === undefined ? rest : { ...rest, name: `${name}-guard` };
}
