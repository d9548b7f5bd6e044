import type { EC2Client, Filter } from "@aws-sdk/client-ec2";
import { AnswerBody, judgeAnswers } from "../aws/answerBody";
import type { Connected } from "../aws/connect";
import { Limiter } from "../aws/limiter";
import { perConnection } from "../aws/perConnection";
import { renameAction } from "../aws/renamedAction";
import { request } from "../aws/requestError";
import { SEND_ONCE, sendReadsThrough } from "../aws/retry";
import { instanceTypeVerbs } from "./awsInstanceTypes";
import { templateVerbs } from "./awsTemplateGateway";
import type { Call, Ec2Sdk, Options } from "./call";
import type { Ec2Gateway } from "./gateway";
import { collect, inChunks, withFilter } from "./pages";
import type { TemplateGateway } from "./templateGateway";
import * as translate from "./translate";
import { toMetadataDefaults } from "./translateMetadataDefaults";
import * as translateNetwork from "./translateNetwork";
import { toLaunchTemplateVersion, toLaunchTemplateVersions } from "./translateTemplate";

/** EC2's answer about an instance that it does not know, or does not know yet. */
const INSTANCE_NOT_FOUND = "InvalidInstanceID.NotFound";

/** EC2 over the AWS SDK, whose client takes 0.2 s and 76 MB to load: loaded at the first call, once per process. */
export function createEc2Gateway(connected: Connected, signal: AbortSignal): Ec2Gateway & TemplateGateway {
  const options = { abortSignal: signal };
  const call: Call = (action, use) =>
    request(action, async () => {
      const { sdk, client } = await loadClient(connected);
      return use(sdk, client);
    });
  return {
    ...launchVerbs(call, options),
    ...instanceVerbs(call, options),
    ...networkVerbs(call, options),
    ...instanceTypeVerbs(connected, call, options),
    ...templateVerbs(call, options),
  };
}

function launchVerbs(call: Call, options: Options) {
  const find = (LaunchTemplateId: string, wanted: string) =>
    call("ec2:DescribeLaunchTemplateVersions", async (sdk, client) => {
      const command = new sdk.DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [wanted] });
      const body = new AnswerBody();
      body.keep(command.middlewareStack);
      const [version] = (await client.send(command, options)).LaunchTemplateVersions ?? [];
      return version && toLaunchTemplateVersion(version, body.text);
    });
  return {
    findDefaultLaunchTemplateVersion: (id: string) => find(id, "$Default"),
    findLaunchTemplateVersion: (id: string, version: number) => find(id, String(version)),
    pageDefaultLaunchTemplateVersions: (next?: string) =>
      call("ec2:DescribeLaunchTemplateVersions", async (sdk, client) => {
        const input = { Versions: ["$Default"], MaxResults: VERSIONS_PER_PAGE };
        const page = next === undefined ? input : { ...input, NextToken: next };
        const command = new sdk.DescribeLaunchTemplateVersionsCommand(page);
        const body = new AnswerBody();
        body.keep(command.middlewareStack);
        const { LaunchTemplateVersions = [], NextToken } = await client.send(command, options);
        const versions = toLaunchTemplateVersions(LaunchTemplateVersions, body.text);
        return NextToken === undefined || NextToken === "" ? { versions } : { versions, next: NextToken };
      }),
    getMetadataDefaults: () =>
      call("ec2:GetInstanceMetadataDefaults", async (sdk, client) => {
        // Client 3.523.0 does not have the action, and those that have it may lack what it answers.
        const command = new sdk.DescribeAccountAttributesCommand({});
        renameAction(command.middlewareStack, "GetInstanceMetadataDefaults");
        const body = new AnswerBody();
        body.keep(command.middlewareStack);
        await client.send(command, options);
        return toMetadataDefaults(body.text);
      }),
  } satisfies Partial<Ec2Gateway>;
}

function instanceVerbs(call: Call, options: Options) {
  const list = (sdk: Ec2Sdk, client: EC2Client, Filters: Filter[]) =>
    collect(sdk.paginateDescribeInstances({ client }, { Filters }, options), (page) =>
      page.Reservations?.flatMap((each) => each.Instances ?? []),
    );
  const alive = { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] };
  return {
    listInstances: (ids: readonly string[]) =>
      call("ec2:DescribeInstances", async (sdk, client) => {
        const instances = await withFilter("instance-id", ids, (filters) => list(sdk, client, filters));
        return instances.map(translate.toEc2Instance);
      }),
    listLiveInstancesByTag: (key: string, values: readonly string[]) =>
      call("ec2:DescribeInstances", async (sdk, client) => {
        const instances = await withFilter(`tag:${key}`, values, (filters) => list(sdk, client, [...filters, alive]));
        return instances.map(translate.toTaggedInstance);
      }),
    listTaggedInstances: (ids: readonly string[]) =>
      call("ec2:DescribeInstances", async (sdk, client) => {
        const instances = await withFilter("instance-id", ids, (filters) => list(sdk, client, filters));
        return instances.map(translate.toTaggedInstance);
      }),
    listInstanceStatuses: (ids: readonly string[]) =>
      call("ec2:DescribeInstanceStatus", (sdk, client) =>
        inChunks(ids, async (InstanceIds) => {
          const command = new sdk.DescribeInstanceStatusCommand({ InstanceIds, IncludeAllInstances: true });
          const output = await client.send(command, options).catch(knownInstances);
          return (output.InstanceStatuses ?? []).map(translate.toInstanceStatus);
        }),
      ),
  } satisfies Partial<Ec2Gateway>;
}

function networkVerbs(call: Call, options: Options) {
  return {
    listSubnets: (ids: readonly string[]) =>
      call("ec2:DescribeSubnets", async (sdk, client) => {
        const subnets = await withFilter("subnet-id", ids, (Filters) =>
          collect(sdk.paginateDescribeSubnets({ client }, { Filters }, options), (page) => page.Subnets),
        );
        return subnets.map(translateNetwork.toSubnet);
      }),
    listDefaultSubnets: () =>
      call("ec2:DescribeSubnets", async (sdk, client) => {
        const Filters = [{ Name: "default-for-az", Values: ["true"] }];
        const subnets = await collect(
          sdk.paginateDescribeSubnets({ client }, { Filters }, options),
          (page) => page.Subnets,
        );
        return subnets.map(translateNetwork.toDefaultSubnet);
      }),
    listRouteTables: (vpcIds: readonly string[]) =>
      call("ec2:DescribeRouteTables", async (sdk, client) => {
        const tables = await withFilter("vpc-id", vpcIds, (Filters) =>
          collect(sdk.paginateDescribeRouteTables({ client }, { Filters }, options), (page) => page.RouteTables),
        );
        return tables.map(translateNetwork.toRouteTable);
      }),
    listSecurityGroups: (ids: readonly string[]) =>
      call("ec2:DescribeSecurityGroups", async (sdk, client) => {
        const groups = await withFilter("group-id", ids, (Filters) =>
          collect(sdk.paginateDescribeSecurityGroups({ client }, { Filters }, options), (page) => page.SecurityGroups),
        );
        return groups.map(translateNetwork.toSecurityGroup);
      }),
  } satisfies Partial<Ec2Gateway>;
}

/** The most that DescribeLaunchTemplateVersions takes as MaxResults. */
const VERSIONS_PER_PAGE = 200;

/** EC2 is eventually consistent: an instance just launched may be unknown for seconds. Then nothing is known yet. */
function knownInstances(error: unknown): { InstanceStatuses: [] } {
  if (error instanceof Error && error.name === INSTANCE_NOT_FOUND) {
    return { InstanceStatuses: [] };
  }
  throw error;
}

/** Answers of which what is not listed counts as not there. */
const SETS: Readonly<Record<string, string>> = {
  DescribeInstances: "reservationSet",
  DescribeInstanceTypeOfferings: "instanceTypeOfferingSet",
  DescribeInstanceTypes: "instanceTypeSet",
};

/** An answer without the list, an empty one too, says nothing of what there is. */
function missingSet(action: string, text: string): string | undefined {
  const set = SETS[action];
  const isAnswer = set !== undefined && text.includes(`</${action}Response>`);
  const lacksSet = isAnswer && !new RegExp(`<${set}\\s*/?>`).test(text);
  return lacksSet ? `the answer has no ${set}` : undefined;
}

const loadClient = perConnection(async ({ clientConfig, serviceTime }) => {
  const sdk: Ec2Sdk = await import("@aws-sdk/client-ec2");
  const config = await clientConfig("ec2", sdk.EC2Client);
  const client = sendReadsThrough(new Limiter(), new sdk.EC2Client({ ...config, ...SEND_ONCE }));
  serviceTime.watch(client.middlewareStack);
  judgeAnswers(client.middlewareStack, "ec2", missingSet);
  return { sdk, client };
});
