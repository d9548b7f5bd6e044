/** What `launchTemplate.instanceType: "source"` means for a server, read live. Changes nothing. */
import type { DrsGateway } from "../../drs/gateway";
import type { SourceServer } from "../../drs/types";
import type { Ec2Gateway } from "../../ec2/gateway";
import { nameServer, type ObservedSource } from "../../vocabulary";
import { findPlace, type Place, type PlaceEc2 } from "./launchPlace";
import { findOwnType, isEc2Instance, type OwnType, type OwnTypeContext, type SourceEc2 } from "./ownInstanceType";
import { joined, type Refusal, reading, WRITE_THE_TYPE } from "./refusal";
import { chooseInstanceType, machineOf, placeOf, type TypeChoice } from "./sourceInstanceType";

/** What the look reads with. */
export interface SourceTypeContext extends OwnTypeContext {
  drs: Pick<DrsGateway, "region" | "listSourceServers">;
  ec2: SourceEc2 & PlaceEc2 & Pick<Ec2Gateway, "listCurrentInstanceTypesOnce">;
}

/**
 * The type of the EC2 instance that the server is; else the smallest current type that holds it
 * ({@link chooseInstanceType}). Either is offered in the zone of the subnet, or without one in the zone of every default
 * subnet, because EC2 may launch in any of them (docs/drs-facts.md#a-template-without-a-subnet). `because` is a clause. A
 * `refusal` is a sentence that names the server, what is not known or does not fit, and what to do; also where a read
 * fails.
 *
 * @param subnetId - that the launch template has or gets
 */
export async function findSourceType(
  context: SourceTypeContext,
  sourceServerId: string,
  subnetId: string | undefined,
): Promise<TypeChoice> {
  const [{ server, wanted }, place] = await Promise.all([
    lookAtServer(context, sourceServerId),
    reading(() => findPlace(context.ec2, subnetId)),
  ]);
  const choice: TypeChoice | Refusal =
    "refusal" in wanted || "refusal" in place
      ? joined([wanted, place].flatMap((each) => ("refusal" in each ? [each] : [])))
      : await reading(() => chooseFor(context, wanted, place));
  if (!("refusal" in choice)) {
    return choice;
  }
  const { refusal, fix = WRITE_THE_TYPE }: Refusal = choice;
  return { refusal: `${nameServer(server)}: ${refusal}. Fix: ${fix}` };
}

/** The server's own type, or what is known of a machine that has none. */
type Wanted = OwnType | { machine: ObservedSource };

async function lookAtServer(context: SourceTypeContext, sourceServerId: string) {
  const found = await reading(() => findServer(context, sourceServerId));
  if ("refusal" in found) {
    return { server: { sourceServerId }, wanted: found };
  }
  const { server } = found;
  return { server, wanted: await reading(() => findWanted(context, server.source ?? {})) };
}

async function findServer({ drs }: SourceTypeContext, id: string): Promise<{ server: SourceServer } | Refusal> {
  const servers = await drs.listSourceServers([id]);
  const server = servers.find(({ sourceServerId }) => sourceServerId === id);
  return server === undefined ? { refusal: `DRS shows no such source server in ${drs.region}` } : { server };
}

async function findWanted(context: SourceTypeContext, source: ObservedSource): Promise<Wanted | Refusal> {
  if (isEc2Instance(source)) {
    return findOwnType(context, source);
  }
  const machine = machineOf(source);
  return "refusal" in machine ? machine : { machine: source };
}

async function chooseFor({ ec2 }: SourceTypeContext, wanted: Wanted, place: Place): Promise<TypeChoice | Refusal> {
  if ("machine" in wanted) {
    return chooseInstanceType(wanted.machine, { ...place, types: await ec2.listCurrentInstanceTypesOnce() });
  }
  if (place.offered.has(wanted.instanceType)) {
    return wanted;
  }
  const zones = placeOf(place.zones);
  return {
    refusal: `${wanted.instanceType}, ${wanted.because}, is not offered in ${zones}`,
    fix: `${WRITE_THE_TYPE}, or name a subnet in launchTemplate.subnetId whose zone offers it`,
  };
}
