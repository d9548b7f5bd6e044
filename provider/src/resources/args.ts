import type * as pulumi from "@pulumi/pulumi";
import type { DrillWaveIntent } from "../vocabulary";

/** The args of a `DrillWave`. Give `sourceServers` or a `selector`; everything else has a default. */
export interface DrillWaveArgs extends InputMembers<DrillWaveIntent> {}

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
