import * as pulumi from "@pulumi/pulumi";
import { DRILL_WAVE_TYPE, type DrillWaveOutputs, guardNameOf, guardUrnOf, OUTPUT_NAMES } from "../vocabulary";
import { type DrillWaveArgs, toRevisions } from "./args";
import { DrillGuard } from "./drillGuard";
import { toNetworkInput } from "./drillNetwork";
import { isFirstIn } from "./firstInPlace";
import { stackRegionOf, toPlaceInputs } from "./place";
import { providerPointer, refuseUnfound, urnOf } from "./pointer";
import { ignoredProviderText, refuseOptions } from "./refusedOptions";
import { onceFollowed } from "./transforms";

/** The outputs, each as an Output; what a wave may lack is `undefined`. */
type WaveOutputs = { readonly [Name in keyof DrillWaveOutputs]-?: pulumi.Output<DrillWaveOutputs[Name]> };

/** The outputs of the wave are members of the class below: one description serves programs, policies and hover. */
export interface DrillWave extends WaveOutputs {}

/**
 * One wave of a disaster-recovery drill: ONE recovery job of AWS Elastic Disaster Recovery for its servers.
 *
 * Create reads each server's launch configuration, starts the job, waits until it has ended and until every server
 * runs and passes its checks, and fails when too few critical servers recovered; `pulumi up` then resumes or retries.
 * Delete terminates everything the drill launched and waits until it is gone. Only a change of servers, snapshots,
 * selector, Region, `isDrill` or `triggers` starts another drill.
 *
 * @example
 * const database = new DrillWave("database", {
 *   region: "us-west-2",
 *   selector: { tags: { Tier: "database" }, role: "database" },
 *   objectives: { recoveryTimeSeconds: 1800 },
 * });
 * const web = new DrillWave("web", { selector: { tags: { Tier: "web" } } }, { dependsOn: database });
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor sets every output that the interface has.
export class DrillWave extends pulumi.CustomResource {
  /** Policies match resources by it. */
  static readonly __pulumiType = DRILL_WAVE_TYPE;

  /** True for any copy of this class, also of another version of the package. */
  static override isInstance(value: unknown): value is DrillWave {
    const type = Object(value).__pulumiType;
    return type === DRILL_WAVE_TYPE;
  }

  /**
   * Registers the wave, and `<name>-guard` beside it: the two are renamed, moved and targeted together.
   *
   * What the args leave out of `region` and `connection` is taken from the stack's configuration: `aws:region`,
   * `aws:profile`, `aws:assumeRole` or `aws:assumeRoles`, and `aws:endpoints`.
   *
   * @param name Name of the resource in the stack.
   * @param args Give `sourceServers` or a `selector`; everything else has a default.
   * @param opts `customTimeouts` apply: create and update take at most 90 minutes by default, delete 60, waiting for
   *   other jobs included. `retainOnDelete` is kept for policies, because the engine does not show it to them.
   *   `transforms` reach the guard as well, and what transforms set holds for both.
   *   `import` and `provider` are refused: a drill cannot be imported, and takes no provider.
   */
  constructor(name: string, args: DrillWaveArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseOptions(name, opts);
    refuseUnfound(name);
    const ignored = ignoredProviderText(name, args, opts.parent);
    if (ignored !== undefined) {
      void pulumi.log.warn(ignored);
    }
    const { cleanup, polling } = args;
    const { customTimeouts, retainOnDelete } = opts;
    const place = toPlaceInputs(args);
    const network = toNetworkInput(args.network);
    const guard = new DrillGuard(
      guardNameOf(name),
      { ...place, cleanup, polling, network, customTimeouts },
      guardOptions(opts),
    );
    const props = {
      ...UNDEFINED_OUTPUTS,
      ...args,
      ...(args.settings === undefined ? {} : { settings: toRevisions(args.settings) }),
      ...place,
      ...(network === undefined ? {} : { network }),
      drillNonce: guard.nonce,
      customTimeouts,
      ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
      __guardConnection: guard.connection,
      __guardId: guard.id,
      __guardNetwork: guard.network,
      __guardRegion: guard.region,
      __guardUrn: guard.__urn,
      __isPreview: pulumi.runtime.isDryRun(),
      __listsRegion: isFirstIn(args),
      __stackRegion: stackRegionOf(args),
      __provider: providerPointer("waveProvider"),
      __urn: onceFollowed(urnOf(name, DRILL_WAVE_TYPE, opts.parent)),
    };
    // `pulumi up --replace` does not ask diff (docs/engine-facts.md#forced-replacement-does-not-ask-diff): created
    // first, the new drill would adopt the old one's job, and lose it when that is deleted.
    const hideDiffs = [...(opts.hideDiffs ?? []), ...NOT_CHANGES];
    super(DRILL_WAVE_TYPE, name, props, { ...opts, hideDiffs, deleteBeforeReplace: true });
  }
}

/**
 * An output exists on the resource only when its name is among the props
 * (docs/engine-facts.md#preview-calls-check-and-diff).
 */
const UNDEFINED_OUTPUTS = Object.fromEntries(OUTPUT_NAMES.map((name) => [name, undefined]));

/**
 * Inputs that differ without a change of the program. `--diff` would show a hundred lines a wave of what check saw
 * (docs/engine-facts.md#hidden-diffs).
 */
const NOT_CHANGES = ["observed", "sourceTags"];

/** The guard lives where its wave lives, and as long. It depends on nothing, so it is in state first. */
function guardOptions(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const { parent, protect, retainOnDelete, deletedWith, aliases, transforms, transformations } = opts;
  return {
    ...(aliases === undefined ? {} : { aliases: aliases.map((alias) => pulumi.output(alias).apply(guardAlias)) }),
    ...(deletedWith === undefined ? {} : { deletedWith }),
    ...(parent === undefined ? {} : { parent }),
    ...(protect === undefined ? {} : { protect }),
    ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
    ...(transforms === undefined ? {} : { transforms }),
    ...(transformations === undefined ? {} : { transformations }),
  };
}

/**
 * The alias of a guard whose wave has this one: a guard that was not renamed with its wave would clean up the wave's
 * drill.
 */
function guardAlias(alias: pulumi.Unwrap<string | pulumi.Alias>): string | pulumi.Alias {
  if (typeof alias === "string") {
    // Of a wave that had another type, the name is all that is known of its guard.
    return guardUrnOf(alias) ?? guardNameOf(alias);
  }
  const { name, type: _type, ...rest } = alias;
  return name === undefined ? rest : { ...rest, name: guardNameOf(name) };
}
