import * as pulumi from "@pulumi/pulumi";
import type { DrillWaveArgs } from "./args";
import { placeText } from "./firstInPlace";

/** What a program says of one resource's server. */
interface ServerArgs extends Pick<DrillWaveArgs, "region" | "connection"> {
  sourceServerId: pulumi.Input<string>;
}

/** Servers of a program in one Region and connection. */
interface Servers {
  /** The resource that manages each. */
  names: Map<string, string>;
  /** Those that no resource has been told of yet, and when the program's first turn ends. */
  batch: { ids: string[]; told: Promise<string> } | undefined;
}

const programs = new WeakMap<object, Map<string, Servers>>();
const OUTSIDE_OF_PROGRAMS = {};

function serversOf(args: ServerArgs): Servers {
  const program = pulumi.runtime.getMonitor() ?? OUTSIDE_OF_PROGRAMS;
  const places = programs.get(program) ?? new Map<string, Servers>();
  programs.set(program, places);
  const place = placeText(args);
  const known = places.get(place) ?? { names: new Map(), batch: undefined };
  places.set(place, known);
  return known;
}

/**
 * Returns when no other resource of the program manages the server's settings: two would undo each other's work. An id that
 * is not known while the program runs is not compared.
 *
 * @throws `RunError`, which ends the program with its message alone
 */
export function claimServer(name: string, args: ServerArgs): void {
  const { sourceServerId } = args;
  if (typeof sourceServerId !== "string") {
    return;
  }
  const { names } = serversOf(args);
  const other = names.get(sourceServerId);
  if (other !== undefined && pulumi.runtime.getMonitor() !== undefined) {
    throw new pulumi.RunError(
      `Registering LaunchConfiguration ${name}: ${other} manages the settings of ${sourceServerId} already, and the two would ` +
        "undo each other's work. It is not registered. Fix: put the settings of one server into one resource.",
    );
  }
  names.set(sourceServerId, name);
}

/**
 * The servers that resources made in the same turn of the program look at, as one text. The engine checks one resource after
 * the other, and not in the program's order: the first check reads for all, which takes as long as for one
 * (docs/engine-facts.md#checks-run-one-after-another). A list would take Pulumi seconds to send with each of 300.
 */
export function aheadOf(args: ServerArgs): Promise<string> | undefined {
  const { sourceServerId } = args;
  if (typeof sourceServerId !== "string") {
    return undefined;
  }
  const servers = serversOf(args);
  if (servers.batch !== undefined) {
    servers.batch.ids.push(sourceServerId);
    return servers.batch.told;
  }
  const ids = [sourceServerId];
  const told = new Promise<string>((resolve) => {
    setImmediate(() => {
      servers.batch = undefined;
      resolve(ids.join());
    });
  });
  servers.batch = { ids, told };
  return told;
}
