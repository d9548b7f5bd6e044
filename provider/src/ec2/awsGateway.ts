import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Connected } from "../drs/connect";
import { request } from "../drs/requestError";
import { ReadRetryStrategy } from "../drs/retry";
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
    listInstances: (ids) =>
      call("ec2:DescribeInstances", async (sdk, client) => {
        // By filter, because one unknown id in InstanceIds fails the whole call.
        const input = { Filters: [{ Name: "instance-id", Values: [...ids] }] };
        const output = await client.send(new sdk.DescribeInstancesCommand(input), options);
        return (output.Reservations ?? []).flatMap((each) => each.Instances ?? []).map(translate.toEc2Instance);
      }),
    listInstanceStatuses: (ids) =>
      call("ec2:DescribeInstanceStatus", async (sdk, client) => {
        const input = { InstanceIds: [...ids], IncludeAllInstances: true };
        const output = await client.send(new sdk.DescribeInstanceStatusCommand(input), options).catch(knownInstances);
        return (output.InstanceStatuses ?? []).map(translate.toInstanceStatus);
      }),
  };
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
    const client = new sdk.EC2Client({ ...connected.shared, retryStrategy: new ReadRetryStrategy() });
    connected.serviceTime.watch(client.middlewareStack);
    return { sdk, client };
  });
  clients.set(connected, loading);
  return loading;
}
