import type { DescribeInstancesCommandOutput, EC2Client, Instance } from "@aws-sdk/client-ec2";
import type { Connected } from "../aws/connect";
import { request } from "../aws/requestError";
import { ReadRetryStrategy } from "../aws/retry";
import type { Ec2Gateway } from "./gateway";
import * as translate from "./translate";

type Ec2Sdk = typeof import("@aws-sdk/client-ec2");

/** EC2's answer about an instance that it does not know, or does not know yet. */
const INSTANCE_NOT_FOUND = "InvalidInstanceID.NotFound";

const clients = new WeakMap<Connected, Promise<{ sdk: Ec2Sdk; client: EC2Client }>>();

/** EC2 over the AWS SDK, whose client takes 0.2 s and 76 MB to load: loaded at the first call, once a process. */
export function createEc2Gateway(connected: Connected, signal: AbortSignal): Ec2Gateway {
  const options = { abortSignal: signal };
  const call = <T>(action: string, use: (sdk: Ec2Sdk, client: EC2Client) => Promise<T>) =>
    request(action, async () => {
      const { sdk, client } = await loadClient(connected);
      return use(sdk, client);
    });
  return {
    findDefaultLaunchTemplateVersion: (LaunchTemplateId) =>
      call("ec2:DescribeLaunchTemplateVersions", async (sdk, client) => {
        const command = new sdk.DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ["$Default"] });
        const output = await client.send(command, options);
        return output.LaunchTemplateVersions?.map(translate.toLaunchTemplateVersion)[0];
      }),
    listSubnets: (ids) =>
      call("ec2:DescribeSubnets", async (sdk, client) => {
        const output = await client.send(new sdk.DescribeSubnetsCommand({ SubnetIds: [...ids] }), options);
        return (output.Subnets ?? []).map(translate.toSubnet);
      }),
    // By filter, because one unknown id in InstanceIds fails the whole call.
    listInstances: (ids) =>
      call("ec2:DescribeInstances", (sdk, client) =>
        inChunks(ids, async (Values) => {
          const pages = sdk.paginateDescribeInstances(
            { client },
            { Filters: [{ Name: "instance-id", Values }] },
            options,
          );
          return (await instancesOf(pages)).map(translate.toEc2Instance);
        }),
      ),
    listLiveInstancesByTag: (key, values) =>
      call("ec2:DescribeInstances", (sdk, client) =>
        inChunks(values, async (Values) => {
          const Filters = [
            { Name: `tag:${key}`, Values },
            { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
          ];
          const pages = sdk.paginateDescribeInstances({ client }, { Filters }, options);
          return (await instancesOf(pages)).map(translate.toTaggedInstance);
        }),
      ),
    listInstanceStatuses: (ids) =>
      call("ec2:DescribeInstanceStatus", (sdk, client) =>
        inChunks(ids, async (InstanceIds) => {
          const command = new sdk.DescribeInstanceStatusCommand({ InstanceIds, IncludeAllInstances: true });
          const output = await client.send(command, options).catch(knownInstances);
          return (output.InstanceStatuses ?? []).map(translate.toInstanceStatus);
        }),
      ),
  };
}

/** EC2 takes at most 200 values in a filter and 100 ids in DescribeInstanceStatus. */
const VALUES_PER_CALL = 100;

async function inChunks<T>(values: readonly string[], list: (chunk: string[]) => Promise<T[]>): Promise<T[]> {
  const chunks = Array.from({ length: Math.ceil(values.length / VALUES_PER_CALL) }, (_, index) =>
    values.slice(index * VALUES_PER_CALL, (index + 1) * VALUES_PER_CALL),
  );
  return (await Promise.all(chunks.map(list))).flat();
}

async function instancesOf(pages: AsyncIterable<DescribeInstancesCommandOutput>): Promise<Instance[]> {
  const instances: Instance[] = [];
  for await (const { Reservations = [] } of pages)
    instances.push(...Reservations.flatMap((each) => each.Instances ?? []));
  return instances;
}

/** EC2 is eventually consistent: an instance just launched may be unknown for seconds. Then nothing is known yet. */
function knownInstances(error: unknown): { InstanceStatuses: [] } {
  if (error instanceof Error && error.name === INSTANCE_NOT_FOUND) return { InstanceStatuses: [] };
  throw error;
}

function loadClient(connected: Connected) {
  const known = clients.get(connected);
  if (known !== undefined) return known;
  const loading = import("@aws-sdk/client-ec2").then((sdk) => {
    const client = new sdk.EC2Client({ ...connected.config, retryStrategy: new ReadRetryStrategy() });
    connected.serviceTime.watch(client.middlewareStack);
    return { sdk, client };
  });
  clients.set(connected, loading);
  return loading;
}
