/** The instance type of the EC2 instance that a source server is. */
import type { DrsGateway } from "../../drs/gateway";
import type { Ec2Gateway } from "../../ec2/gateway";
import { clauseOf } from "../../errors";
import { harmless, type ObservedSource } from "../../vocabulary";
import { type Refusal, reading } from "./refusal";

/** The reads that it takes. */
export type SourceEc2 = Pick<Ec2Gateway, "listInstances">;

/** What the look goes by. */
export interface OwnTypeContext {
  drs: Pick<DrsGateway, "region">;
  ec2: SourceEc2;
  /** The account of the credentials; undefined where that cannot be told. */
  account(): Promise<string | undefined>;
  /**
   * EC2 in another Region, as the same caller. Its requests should end after {@link SOURCE_REGION_SECONDS}: the Region
   * may be the one that is down. Throws where that Region cannot be called.
   */
  openEc2(region: string): Promise<SourceEc2>;
}

/** Seconds in which the Region of a source answers, or is told to be out of reach. */
export const SOURCE_REGION_SECONDS = 30;

/** A type and why it is that one, as a clause. */
export interface OwnType {
  instanceType: string;
  because: string;
}

/** True where DRS says of the server that it is an EC2 instance (docs/drs-facts.md#where-a-source-server-runs). */
export function isEc2Instance({ ec2InstanceId, originRegion, originAccount }: ObservedSource): boolean {
  return [ec2InstanceId, originRegion, originAccount].some((each) => each !== undefined);
}

/** Finding the instance proves where it is; not finding it proves nothing. */
export async function findOwnType(context: OwnTypeContext, source: ObservedSource): Promise<OwnType | Refusal> {
  const { ec2InstanceId: id, originAccount, originRegion } = source;
  const where = [
    ...(originRegion === undefined ? [] : [` in ${harmless(originRegion)}`]),
    ...(originAccount === undefined ? [] : [` of the account ${harmless(originAccount)}`]),
  ].join("");
  if (id === undefined) {
    return { refusal: `it is an EC2 instance${where}, and DRS does not say which` };
  }
  const name = `the EC2 instance ${harmless(id)}${where}`;
  const account = await context.account();
  if (originAccount !== undefined && account !== undefined && originAccount !== account) {
    return { refusal: `it is ${name}, and the credentials in use are of the account ${account}` };
  }
  const own = await readOwnType(context, id, originRegion ?? context.drs.region);
  return "refusal" in own
    ? { ...own, refusal: `it is ${name}, whose type is not known: ${own.refusal}` }
    : { instanceType: own.instanceType, because: `the type of ${name}, which the server is` };
}

async function readOwnType(
  context: OwnTypeContext,
  id: string,
  region: string,
): Promise<Pick<OwnType, "instanceType"> | Refusal> {
  const opened = region === context.drs.region ? { ec2: context.ec2 } : await openRegion(context, region);
  if ("refusal" in opened) {
    return opened;
  }
  return reading(async () => {
    const instances = await opened.ec2.listInstances([id]);
    const instance = instances.find(({ instanceId }) => instanceId === id);
    const seen = instance === undefined ? "shows no such instance" : "does not say its type";
    return instance?.instanceType === undefined
      ? { refusal: `EC2 in ${harmless(region)} ${seen} to the credentials in use` }
      : { instanceType: instance.instanceType };
  });
}

/** DRS's word for a Region need not be one that can be called. */
async function openRegion(context: OwnTypeContext, region: string): Promise<{ ec2: SourceEc2 } | Refusal> {
  try {
    return { ec2: await context.openEc2(region) };
  } catch (error) {
    return { refusal: `EC2 in ${harmless(region)} cannot be called: ${clauseOf(error)}` };
  }
}
