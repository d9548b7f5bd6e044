import * as pulumi from "@pulumi/pulumi";
import type { DrillWaveArgs } from "./args";
import { toPlaceInputs } from "./place";
import { type ProviderName, providerPointer, refuseUnfound, urnOf } from "./pointer";
import { ignoredProviderText, type ResourceKind, refuseOptions } from "./refusedOptions";
import { onceFollowed } from "./transforms";

/** A class of resources that keep something in AWS as the program wants it. */
export interface SettingsClass {
  /** Its name, as messages have it. */
  kind: ResourceKind;
  type: string;
  provider: ProviderName;
  /** Names of its outputs: one exists on the resource only where its name is among the props. */
  outputs: readonly string[];
}

/**
 * The props that every such resource registers with: its args, where it calls AWS, and what its provider is told. Warns of a
 * provider of the parent that it does not take.
 *
 * @throws `RunError`, which ends the program with its message alone, for options that it cannot have, and where its provider
 *   would not be found.
 */
export function toSettingsProps<Args extends Pick<DrillWaveArgs, "region" | "connection">>(
  { kind, type, provider, outputs }: SettingsClass,
  name: string,
  args: Args,
  opts: pulumi.CustomResourceOptions,
): pulumi.Inputs {
  refuseOptions(name, opts, kind);
  refuseUnfound(name, undefined, kind);
  const ignored = ignoredProviderText(name, args, opts.parent, kind);
  if (ignored !== undefined) {
    void pulumi.log.warn(ignored);
  }
  return {
    ...Object.fromEntries(outputs.map((output) => [output, undefined])),
    ...args,
    ...toPlaceInputs(args),
    customTimeouts: opts.customTimeouts,
    __isPreview: pulumi.runtime.isDryRun(),
    __provider: providerPointer(provider),
    __urn: onceFollowed(urnOf(name, type, opts.parent)),
  };
}
