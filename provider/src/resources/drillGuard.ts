import * as pulumi from "@pulumi/pulumi";
import { DRILL_GUARD_TYPE } from "../vocabulary";
import type { DrillWaveArgs } from "./args";
import type { PlaceInputs } from "./place";
import { providerPointer, urnOf } from "./pointer";

/** What a guard takes from its wave, which has looked at the stack's configuration. */
export interface DrillGuardArgs extends Partial<PlaceInputs>, Pick<DrillWaveArgs, "cleanup" | "polling"> {
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

  /** @internal Unknown at preview, and undefined later, when `--target` leaves the guard out. */
  declare readonly __urn: pulumi.Output<string | undefined>;

  constructor(name: string, args: DrillGuardArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      ...args,
      nonce: undefined,
      __provider: providerPointer("guardProvider"),
      __urn: urnOf(name, DRILL_GUARD_TYPE, opts?.parent),
    };
    super(DRILL_GUARD_TYPE, name, props, opts);
  }
}
