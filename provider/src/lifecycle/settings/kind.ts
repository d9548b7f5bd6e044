import type * as v from "valibot";
import type { SettingsContext } from "../../settings/context";
import type { Connection, CustomTimeouts } from "../../vocabulary";
import type { Flaw } from "../flaws";

/** Inputs that every resource has which keeps settings in AWS. */
export interface SettingsInputs {
  region?: string;
  connection?: Connection;
  customTimeouts?: CustomTimeouts;
  __provider: string;
  __urn?: string;
}

/** What every such resource has in state beside its inputs: `region` is the one that was called. */
export interface SettingsState extends Omit<SettingsInputs, "region"> {
  region: string;
  requestedRegion?: string;
  revision: string;
}

/** What check looks with. */
export interface Look<Args> {
  /** The valid args that are fully known. */
  args: Partial<Args>;
  /** Names of the others. */
  unknown: ReadonlySet<string>;
  /** The args as the program gave them; what is not known yet is the engine's text for that. */
  given: Record<string, unknown>;
  /** The inputs in state; empty for a resource that is new. */
  olds: Record<string, unknown>;
  /** Servers that resources of the kind look at which the program made at the same time, this one's too; undefined where it does not say. */
  ahead: readonly string[] | undefined;
}

/**
 * A kind of resource that keeps something in AWS as the program wants it. `settingsLifecycle` makes a provider of it:
 * check reads what is stored, the row says what differs, and only that is written.
 */
export interface SettingsKind<Args, Inputs extends SettingsInputs, State extends SettingsState> {
  /** The resource's class, as messages name it. */
  name: string;
  schema: v.GenericSchema<unknown, Args & { customTimeouts?: CustomTimeouts }>;
  /** Args without which it is not known what to look at. */
  lookedAtBy: readonly string[];
  /** Args whose change makes another resource. */
  replacedBy: readonly string[];
  /** What is wrong with args that do not fit together; `given` has them as the program gave them. */
  together(args: Partial<Args>, isUnsound: (name: string) => boolean, given: Record<string, unknown>): Flaw[];
  /** Reads what is stored; gives the inputs that check adds, and what cannot be as the program wants it. */
  look(context: SettingsContext, look: Look<Args>): Promise<{ inputs: Record<string, unknown>; flaws: Flaw[] }>;
  /**
   * What `up` would write, one clause each; empty when all is as stored, and undefined when that was not read. `state` is
   * absent for a resource that is new.
   */
  planned(inputs: Inputs, state: State | undefined): string[] | undefined;
  /** The resource's id in state. */
  id(inputs: Inputs): string;
  /**
   * Writes what differs. `save` keeps what is true so far, for whatever follows a failure.
   *
   * @returns the outputs, and a line for what was changed; undefined when nothing was
   */
  write(context: SettingsContext, write: Write<Inputs, State>): Promise<{ outputs: OutputsOf<State>; line?: string }>;
  /** Deletes, or puts back. False: nothing has to be done, and nothing is opened. */
  keepsOnDelete(state: State): boolean;
  remove(context: SettingsContext, state: State): Promise<void>;
  /** The state with what is stored now. */
  refresh(context: SettingsContext, state: State): Promise<OutputsOf<State>>;
}

/** What a kind adds to the inputs in state. */
export type OutputsOf<State extends SettingsState> = Partial<State> & Pick<State, "revision">;

/** A write of create or update. */
export interface Write<Inputs, State extends SettingsState> {
  inputs: Inputs;
  /** Absent in create. */
  state: State | undefined;
  save(outputs: OutputsOf<State>): void;
}
