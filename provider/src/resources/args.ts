import * as pulumi from "@pulumi/pulumi";
import type { DrillWaveIntent } from "../vocabulary";

/** The args of a `DrillWave`. Give `sourceServers` or a `selector`; everything else has a default. */
export interface DrillWaveArgs extends Omit<InputMembers<DrillWaveIntent>, "settings"> {
  /**
   * What in the same program changes the servers' launch settings: `LaunchConfiguration`s and `LaunchConfigurations`, or
   * outputs of other resources. The wave waits for them, and looks at the settings when they are written. While one of them
   * is about to change, a preview observes nothing, and policies answer "settings pending"; they judge in `up`, before the
   * wave starts.
   *
   * @default none
   */
  settings?: (pulumi.Input<string> | SettingsSource)[] | pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** A resource that writes launch settings: every one of this package that does. */
export interface SettingsSource {
  /** Changes whenever what it writes changes. */
  readonly revision: pulumi.Output<string>;
}

/** What a wave keeps of its `settings`: texts that change when they do. */
export function toRevisions(settings: DrillWaveArgs["settings"]): pulumi.Input<pulumi.Input<string>[]> | undefined {
  return Array.isArray(settings) ? settings.map(toRevision) : settings;
}

function toRevision(setting: pulumi.Input<string> | SettingsSource): pulumi.Input<string> {
  // An output first: it answers to every name, `revision` too.
  const isText = pulumi.Output.isInstance(setting) || setting instanceof Promise || typeof setting === "string";
  return isText ? setting : setting.revision;
}

/** `T` as a program may give it: an Output is taken at every depth. */
export type Inputs<T> = [T] extends [readonly (infer Item)[]]
  ? pulumi.Input<Inputs<Item>[]>
  : [T] extends [object]
    ? pulumi.Input<InputMembers<T>>
    : pulumi.Input<T>;

/** The members of an object as a program may give them. An optional one may be `undefined`, which leaves it out. */
export type InputMembers<T extends object> = {
  [Member in keyof T]: Inputs<Required<T>[Member]> | UndefinedIfOptional<T, Member>;
};

// biome-ignore lint/complexity/noBannedTypes: `{}` is how TypeScript asks whether a member is optional.
type UndefinedIfOptional<T, Member extends keyof T> = {} extends Pick<T, Member> ? undefined : never;
