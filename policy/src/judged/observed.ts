import type {
  LaunchConfigurationSettings,
  Observation,
  ObservedLaunchTemplate,
  ObservedMetadataDefaults,
  ObservedServer,
  ObservedSubnet,
  Surroundings,
} from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "./judgement";
import { ownMember } from "./ownMember";
import { findObservation, type JudgedServer, type JudgedWave, whyUnobserved } from "./wave";

/** What check saw. @throws {@link Unanswerable} when it did not look, or could not. */
export function observation(wave: JudgedWave): Observation {
  const seen = findObservation(wave);
  if (seen === undefined) {
    throw whyUnobserved(wave);
  }
  return seen;
}

/** What check saw of the server. @throws {@link Unanswerable} */
export function observed(server: JudgedServer): ObservedServer {
  if (server.seen !== undefined) {
    return server.seen;
  }
  observation(server.wave);
  throw new Unanswerable("not observed", `AWS does not list ${server.name}`);
}

/** The launch configuration as stored in DRS, never an assumed default. @throws {@link Unanswerable} */
export function stored(server: JudgedServer): LaunchConfigurationSettings {
  const { launchConfiguration, launchConfigurationSource } = observed(server);
  if (launchConfigurationSource === "DRS") {
    return launchConfiguration;
  }
  throw new Unanswerable("not observed", `the launch configuration of ${server.name} could not be read`);
}

/**
 * The default version of the launch template that the server is launched from.
 *
 * @throws {@link Unanswerable} also for a server that is launched into an existing instance: what counts is that instance
 */
export function template(server: JudgedServer): ObservedLaunchTemplate {
  const { launchTemplate } = observed(server);
  const into = existingInstance(server);
  if (into !== undefined) {
    throw new Unanswerable("not observed", `${server.name} is launched into ${into}, which is not looked at`);
  }
  if (launchTemplate !== undefined) {
    return launchTemplate;
  }
  throw new Unanswerable("not observed", `the launch template of ${server.name} could not be read`);
}

/** The EC2 instance that the server is launched into, as stored; undefined when a new one is made. */
export function existingInstance({ seen }: JudgedServer): string | undefined {
  const id = seen?.launchConfiguration.launchIntoInstanceProperties?.launchIntoEC2InstanceID;
  return id === "" ? undefined : id;
}

/** The subnet with this id. @throws {@link Unanswerable} */
export function subnetOf(wave: JudgedWave, subnetId: string): ObservedSubnet {
  return entry(wave, "subnets", part(wave, "subnets"), subnetId, `subnet ${subnetId}`);
}

/** What the account wants of metadata options in the wave's Region. @throws {@link Unanswerable} */
export function metadataDefaults({ wave }: JudgedServer): ObservedMetadataDefaults {
  return part(wave, "metadataDefaults");
}

type Part = Exclude<keyof Surroundings, "unseen">;

/** For people. */
const PARTS: Record<Part, string> = {
  replicationConfigurations: "replication configurations",
  snapshots: "recovery snapshots",
  launchTimes: "launch times of recovery instances",
  sourceVpcs: "the VPCs of the source servers",
  metadataDefaults: "the account's defaults for metadata options",
  defaultSubnets: "default subnets",
  subnets: "subnets",
  securityGroups: "security groups",
  instanceTypes: "instance types",
  launchActions: "post-launch actions",
  instanceTypeOfferings: "where instance types are offered",
  regionServers: "the Region's servers",
};

/** One part of the surroundings of the wave's servers. @throws {@link Unanswerable} when none of it could be read. */
export function part<P extends Part>(wave: JudgedWave, name: P): NonNullable<Surroundings[P]> {
  const { surroundings } = observation(wave);
  const seen = surroundings?.[name];
  // An earlier version of the provider did not look at every part.
  const reason = surroundings?.unseen?.[name] ?? (seen === undefined ? PARTS[name] : undefined);
  if (seen === undefined || (reason !== undefined && size(seen) === 0)) {
    throw new Unanswerable("not observed", reason ?? PARTS[name]);
  }
  return seen;
}

function size(value: object): number {
  return Object.keys(value).length;
}

/** The entry with this id of a part; `what` is its name for people. @throws {@link Unanswerable} when it was not seen. */
export function entry<Entry>(
  wave: JudgedWave,
  name: Part,
  entries: Record<string, Entry>,
  id: string,
  what: string,
): Entry {
  const found = ownMember(entries, id);
  if (found !== undefined) {
    return found;
  }
  const reason = observation(wave).surroundings?.unseen?.[name];
  throw new Unanswerable("not observed", reason ?? `${what} was not found`);
}

/** A value that AWS may leave out. @throws {@link Unanswerable} when it did; `what` names the value for people. */
export function reported<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) {
    return value;
  }
  throw new Unanswerable("not observed", `${what} is not reported`);
}
