import * as pulumi from "@pulumi/pulumi";
import { type Connection, type Endpoints, regionTakenText } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import type { DrillWaveArgs } from "./args";
import { readStackConfiguration, type StackConfiguration } from "./stackConfiguration";

/** Where AWS is called, in plain values. */
export interface GivenPlace {
  region?: string | undefined;
  connection?: Connection | undefined;
}

/** Where AWS is called, as inputs of a resource. What the stack's configuration says becomes an input, and so state. */
export interface PlaceInputs {
  region: pulumi.Input<string | undefined>;
  connection: pulumi.Input<Connection | undefined>;
}

/**
 * Where a resource calls AWS: what the program says, else the stack's configuration. What neither says is left to the
 * environment of the process that calls.
 *
 * @throws `RunError` for a setting that cannot be taken; by the input where an arg is an Output.
 */
export function toPlaceInputs({ region, connection }: Pick<DrillWaveArgs, "region" | "connection">): PlaceInputs {
  const stack = readStackConfiguration();
  if (stack.isEmpty) {
    // Outputs come as they went, with members that are Outputs themselves.
    return { region, connection: connection as pulumi.Input<Connection> | undefined };
  }
  for (const text of stack.unread) {
    warnOnce(text);
  }
  const secretIf = <T>(isSecret: boolean, value: T) => (isSecret ? pulumi.secret(value) : value);
  return {
    region: secretIf(
      region === undefined && stack.isSecret("region"),
      withPlain(region, (given) => regionOf(given, stack)),
    ),
    connection: secretIf(
      stack.isSecret("profile", "assumeRole", "assumeRoles", "endpoints"),
      withPlain(connection as pulumi.Input<Connection | undefined>, (given) => connectionOf(given, stack)),
    ),
  };
}

/** The same for a function, which a program gives plain values. */
export function toPlace({ region, connection }: GivenPlace): GivenPlace {
  const stack = readStackConfiguration();
  for (const text of stack.unread) {
    warnOnce(text);
  }
  return { region: regionOf(region, stack), connection: connectionOf(connection, stack) };
}

/**
 * What to tell the provider process, whose environment may name another Region than the program's: the stack's, where
 * it decides and the program has said nothing of it.
 */
export function stackRegionOf({ region }: Pick<DrillWaveArgs, "region">): string | undefined {
  const { region: configured } = readStackConfiguration();
  return region === undefined && contradiction(configured) === undefined ? configured : undefined;
}

/** `make` of the value, at once where nothing in it is an Output. */
function withPlain<T, R>(value: pulumi.Input<T>, make: (value: T) => R): R | pulumi.Output<R> {
  // With nothing to wait for in it, it is plain.
  return isPlain(value) ? make(value as T) : pulumi.output(value).apply((known) => make(known as T));
}

function isPlain(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return false;
  }
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}

function regionOf(given: string | undefined, { region }: StackConfiguration): string | undefined {
  const text = given === undefined ? contradiction(region) : undefined;
  if (text !== undefined) {
    warnOnce(text);
  }
  return given ?? region;
}

/** What a person must know where this process's environment names another Region than the stack's configuration. */
function contradiction(configured: string | undefined): string | undefined {
  return configured === undefined ? undefined : regionTakenText(configured, process.env);
}

/**
 * The connection with what the program leaves out taken from the stack's configuration, member by member. A role is one
 * member; `endpoint` means all services, and leaves no room for configured ones.
 */
function connectionOf(given: Connection | undefined, stack: StackConfiguration): Connection | undefined {
  if (given !== undefined && (typeof given !== "object" || given === null)) {
    return given; // Check refuses it.
  }
  const own = withoutUndefined({ ...given });
  if (stack.ownCredentials.length > 0 && own.profile === undefined) {
    throw ownCredentialsRefusal(stack.ownCredentials);
  }
  const filled = withoutUndefined({
    profile: stack.profile,
    ...own,
    assumeRole: own.assumeRole ?? stack.readRole(),
    endpoints: own.endpoint === undefined ? mergeEndpoints(stack.readEndpoints(), own.endpoints) : own.endpoints,
  });
  return given === undefined && Object.keys(filled).length === 0 ? undefined : filled;
}

function mergeEndpoints(configured: Endpoints | undefined, given: Endpoints | undefined): Endpoints | undefined {
  if (configured === undefined || (given !== undefined && typeof given !== "object")) {
    return given;
  }
  return { ...configured, ...withoutUndefined({ ...given }) };
}

function ownCredentialsRefusal(settings: readonly string[]): pulumi.RunError {
  return new pulumi.RunError(
    `Taking AWS's credentials from the stack's configuration: it has ${settings.join(", ")}, which DrillWave does not ` +
      "copy, because a copy would lie in the stack's state. Nothing was started. Fix: remove them and set aws:profile, " +
      "or give the credentials in the environment (AWS_ACCESS_KEY_ID and others), or give the wave a `connection.profile`.",
  );
}

/** What each program has been told; a process may run several. */
const told = new WeakMap<object, Set<string>>();
const OUTSIDE_OF_PROGRAMS = {};

function warnOnce(text: string): void {
  const program = pulumi.runtime.getMonitor() ?? OUTSIDE_OF_PROGRAMS;
  const texts = told.get(program) ?? new Set();
  told.set(program, texts);
  if (!texts.has(text)) {
    texts.add(text);
    void pulumi.log.warn(text);
  }
}
