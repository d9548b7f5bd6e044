import { attempt, Unanswerable } from "./judgement";
import { entry, observation, observed, part } from "./observed";
import { judgedServersOf } from "./servers";
import type { JudgedServer } from "./wave";

/** A server of production, and the VPC that it runs in. */
export interface ProductionServer {
  server: JudgedServer;
  instanceId: string;
  vpcId: string;
}

/**
 * Where the server that is copied runs, if that is an EC2 instance of the Region that it is recovered in; undefined for
 * any other: no VPC of this Region has it.
 *
 * @throws Unanswerable when it is not known which instance that is, or in which VPC
 */
export function productionOf(server: JudgedServer): ProductionServer | undefined {
  const { source, sourceServerId } = observed(server);
  const { region } = observation(server.wave);
  if (source === undefined) {
    throw new Unanswerable("not observed", `whether ${server.name} is an EC2 instance is not reported`);
  }
  const { ec2InstanceId: instanceId, originRegion } = source;
  const isElsewhere = originRegion === undefined ? instanceId === undefined : originRegion !== region;
  if (isElsewhere) {
    return undefined;
  }
  if (instanceId === undefined) {
    throw new Unanswerable("not observed", `which EC2 instance of ${region} ${server.name} is`);
  }
  const what = `the VPC of ${instanceId}, which ${server.name} is a copy of,`;
  const vpcId = entry(server.wave, "sourceVpcs", part(server.wave, "sourceVpcs"), sourceServerId, what);
  return { server, instanceId, vpcId };
}

/** Servers of the wave that are known to run in this VPC, the given one first. */
export function productionIn(vpcId: string, first: JudgedServer): ProductionServer[] {
  const others = judgedServersOf(first.wave).filter(({ sourceServerId }) => sourceServerId !== first.sourceServerId);
  return [first, ...others].flatMap((server) => {
    const found = attempt(
      () => productionOf(server),
      () => undefined,
    );
    return found?.vpcId === vpcId ? [found] : [];
  });
}
