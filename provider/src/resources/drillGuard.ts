import * as pulumi from "@pulumi/pulumi";
import { type Connection, DRILL_GUARD_TYPE, type WaveNetwork } from "../vocabulary";
import type { DrillWaveArgs } from "./args";
import type { PlaceInputs } from "./place";
import { providerPointer, urnOf } from "./pointer";
import { onceFollowed } from "./transforms";

/** What a guard takes from its wave, which has looked at the stack's configuration. */
export interface DrillGuardArgs extends Partial<PlaceInputs>, Pick<DrillWaveArgs, "cleanup" | "polling" | "network"> {
  customTimeouts?: pulumi.CustomTimeouts | undefined;
}

/**
 * Makes a wave safe to lose: it is in state before the wave begins, and is deleted after it. Its delete finds every
 * recovery job that carries its nonce, even if the wave never reached state. Registered by {@link DrillWave}; of no use
 * on its own.
 */
export class DrillGuard extends pulumi.CustomResource {
  /** @internal Policies match resources by it. */
  static readonly __pulumiType = DRILL_GUARD_TYPE;

  /** Random text that every job of the wave carries as the tag `DrillNonce`. */
  declare readonly nonce: pulumi.Output<string>;

  /** @internal Where it calls AWS, after all transforms. */
  declare readonly region: pulumi.Output<string | undefined>;

  /** @internal How it calls AWS, after all transforms. */
  declare readonly connection: pulumi.Output<Connection | undefined>;

  /** @internal The network of its wave, after all transforms. */
  declare readonly network: pulumi.Output<WaveNetwork | undefined>;

  /** @internal Unknown at preview, and undefined later, when `--target` leaves the guard out. */
  declare readonly __urn: pulumi.Output<string | undefined>;

  constructor(name: string, args: DrillGuardArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      // An output exists only where its name is among the props.
      region: undefined,
      connection: undefined,
      network: undefined,
      ...args,
      nonce: undefined,
      __provider: providerPointer("guardProvider"),
      __urn: onceFollowed(urnOf(name, DRILL_GUARD_TYPE, opts?.parent)),
    };
    super(DRILL_GUARD_TYPE, name, props, opts);
  }
}
