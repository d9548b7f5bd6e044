import {
  DeleteLaunchActionCommand,
  DescribeJobsCommand,
  DrsClient,
  GetLaunchConfigurationCommand,
  GetReplicationConfigurationCommand,
  PutLaunchActionCommand,
  paginateDescribeJobLogItems,
  paginateDescribeJobs,
  paginateDescribeRecoveryInstances,
  paginateDescribeRecoverySnapshots,
  paginateDescribeSourceServers,
  paginateListLaunchActions,
  StartRecoveryCommand,
  TagResourceCommand,
  TerminateRecoveryInstancesCommand,
  UntagResourceCommand,
  UpdateLaunchConfigurationCommand,
} from "@aws-sdk/client-drs";
import { AnswerBody, judgeAnswers } from "../aws/answerBody";
import type { Connected } from "../aws/connect";
import { sendMembers } from "../aws/jsonBody";
import { Limiter } from "../aws/limiter";
import { perConnection } from "../aws/perConnection";
import { request } from "../aws/requestError";
import { SEND_ONCE, sendReadsThrough, sendStartsThrough } from "../aws/retry";
import { unreadableAnswer } from "../errors";
import { toIso } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import type { DrsGateway, DrsSettings, StartRecovery } from "./gateway";
import { isObject, listOf } from "./members";
import { JobLooks, type ListJobs, sharedJobs } from "./sharedJobs";
import * as translate from "./translate";
import { toActionSettings, toPutRequest } from "./translateAction";
import { toLaunchConfiguration, toReplicationConfiguration, toSourceServer } from "./translateServer";
import type { Job, LaunchConfigurationChange, SourceServer, WholeLaunchAction } from "./types";

/** A DescribeSourceServers filter takes at most 200 ids (docs/drs-facts.md#pages). */
const IDS_PER_FILTER = 200;

/** DRS over the AWS SDK. `signal` ends every request under way once the operation's time is up. */
export async function createDrsGateway(connected: Connected, signal: AbortSignal): Promise<DrsGateway & DrsSettings> {
  const [region, clients] = await Promise.all([connected.region(), clientsOf(connected)]);
  const options = { abortSignal: signal };
  return {
    region,
    now: () => connected.serviceTime.now(),
    askTime: () => askTime(connected, clients.reads, options),
    ...listOnce(connected, readVerbs(clients.reads, options)),
    ...jobVerbs(clients, options),
    ...settingsVerbs(clients.reads, options),
    ...sharedJobs(looksOf(connected), listJobsBy(clients.reads, options), signal),
  };
}

/** The looks at jobs that the operations of one connection share. */
const looksOf = perConnection(() => new JobLooks());

/**
 * `reads` tries again until the operation's deadline. `starts` sends each request once: its operations take no
 * idempotency token (docs/drs-facts.md#it-is-not-idempotent).
 */
interface Clients {
  reads: DrsClient;
  starts: DrsClient;
}

const clientsOf = perConnection(openClients);

async function openClients({ serviceTime, clientConfig }: Connected): Promise<Clients> {
  const config = await clientConfig("drs", DrsClient);
  const limiter = new Limiter();
  const reads = sendReadsThrough(limiter, new DrsClient({ ...config, ...SEND_ONCE }));
  const starts = sendStartsThrough(limiter, new DrsClient({ ...config, ...SEND_ONCE }));
  serviceTime.watch(reads.middlewareStack);
  serviceTime.watch(starts.middlewareStack);
  judgeAnswers(reads.middlewareStack, "drs", wrongIn);
  return { reads, starts };
}

/** Every answer of these has a list, an empty one too (docs/drs-facts.md#pages); without it, it says nothing of what there is. */
function wrongIn(action: string, text: string): string | undefined {
  const answer = parsed(text);
  if (answer !== undefined && !isObject(answer)) {
    return "the answer is no JSON object";
  }
  const isList = answer !== undefined && /^(Describe|List)/.test(action);
  return isList && listOf(answer["items"]) === undefined ? "the answer has no list of items" : undefined;
}

/** Undefined for no answer, and for what is no JSON: the deserializer fails at that. */
function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const timeByConnection = new WeakMap<Connected, Promise<number>>();

/** One request a connection, whoever asks. */
function askTime(connected: Connected, reads: DrsClient, options: Options): Promise<number> {
  const known = timeByConnection.get(connected);
  if (known !== undefined) {
    return known;
  }
  const asked = request("drs:DescribeJobs", async () => {
    await reads.send(new DescribeJobsCommand({ maxResults: 1 }), options);
    const time = connected.serviceTime.latest();
    if (time === undefined) {
      throw new Error("the answer has no date");
    }
    return time;
  });
  timeByConnection.set(connected, asked);
  asked.catch(() => timeByConnection.delete(connected));
  return asked;
}

const serversByConnection = new WeakMap<Connected, Promise<SourceServer[]>>();

/** Keeps the first list of all servers that a connection has read, for whatever it was read. */
function listOnce<Verbs extends Pick<DrsGateway, "listSourceServers">>(connected: Connected, verbs: Verbs) {
  const listAll = () => {
    const listing = verbs.listSourceServers([]);
    if (!serversByConnection.has(connected)) {
      serversByConnection.set(connected, listing);
      listing.catch(() => serversByConnection.delete(connected));
    }
    return listing;
  };
  return {
    ...verbs,
    listSourceServers: (ids: readonly string[] = []) => (ids.length === 0 ? listAll() : verbs.listSourceServers(ids)),
    listSourceServersOnce: () => serversByConnection.get(connected) ?? listAll(),
  };
}

type Options = { abortSignal: AbortSignal };

/** DescribeJobs, every page. */
function listJobsBy(reads: DrsClient, options: Options): ListJobs {
  return (ids, since) =>
    request("drs:DescribeJobs", async () => {
      const filters = { jobIDs: [...ids], ...(since === undefined ? {} : { fromDate: toIso(since) }) };
      const pages = paginateDescribeJobs({ client: reads }, { filters }, options);
      return (await collect(pages, (page) => page.items)).map(translate.toJob);
    });
}

function readVerbs(reads: DrsClient, options: Options) {
  const paging = { client: reads };
  return {
    listSourceServers: (ids: readonly string[] = []) =>
      request("drs:DescribeSourceServers", async () => {
        if (ids.length > IDS_PER_FILTER) {
          throw new Error(`${ids.length} ids in one filter, at most ${IDS_PER_FILTER}`);
        }
        const input = { filters: { sourceServerIDs: [...ids] } };
        const items = await collect(paginateDescribeSourceServers(paging, input, options), (page) => page.items);
        return items.flatMap((item) => toSourceServer(item) ?? []);
      }),
    getLaunchConfiguration: (sourceServerID: string) =>
      request("drs:GetLaunchConfiguration", async () => {
        const command = new GetLaunchConfigurationCommand({ sourceServerID });
        const body = new AnswerBody();
        body.keep(command.middlewareStack);
        return toLaunchConfiguration(await reads.send(command, options), body.json());
      }),
    getReplicationConfiguration: (sourceServerID: string) =>
      request("drs:GetReplicationConfiguration", async () =>
        toReplicationConfiguration(
          await reads.send(new GetReplicationConfigurationCommand({ sourceServerID }), options),
        ),
      ),
    listJobLogItems: (jobID: string) =>
      request("drs:DescribeJobLogItems", async () => {
        const items = await collect(paginateDescribeJobLogItems(paging, { jobID }, options), (page) => page.items);
        return items.map(translate.toJobLogItem);
      }),
    listRecoveryInstances: (ids?: readonly string[]) =>
      request("drs:DescribeRecoveryInstances", async () => {
        if (ids?.length === 0) {
          return [];
        }
        const input = { filters: ids === undefined ? {} : { sourceServerIDs: [...ids] } };
        const items = await collect(paginateDescribeRecoveryInstances(paging, input, options), (page) => page.items);
        return items.map(translate.toRecoveryInstance);
      }),
    listRecoverySnapshots: (sourceServerID: string) =>
      request("drs:DescribeRecoverySnapshots", async () => {
        const input = { sourceServerID };
        const items = await collect(paginateDescribeRecoverySnapshots(paging, input, options), (page) => page.items);
        return items.flatMap(translate.toRecoverySnapshot);
      }),
    listLaunchActions: (resourceId: string) =>
      request("drs:ListLaunchActions", async () => {
        const items = await collect(paginateListLaunchActions(paging, { resourceId }, options), (page) => page.items);
        // Neither reported nor missed by any name: which actions are active is then not known.
        if (items.some(({ actionId, name, actionCode }) => !(actionId || name || actionCode))) {
          throw unreadableAnswer("drs:ListLaunchActions", "the answer has an action with neither id nor name");
        }
        return items.map(translate.toLaunchAction);
      }),
  } satisfies Partial<DrsGateway>;
}

function jobVerbs({ reads, starts }: Clients, options: Options) {
  return {
    startRecovery: ({ servers, isDrill, tags }: StartRecovery) =>
      request("drs:StartRecovery", async () => {
        const sourceServers = servers.map(({ sourceServerId, recoverySnapshotId }) =>
          withoutUndefined({ sourceServerID: sourceServerId, recoverySnapshotID: recoverySnapshotId }),
        );
        const output = await starts.send(new StartRecoveryCommand({ sourceServers, isDrill, tags }), options);
        return startedJob("drs:StartRecovery", output.job);
      }),
    startTermination: (ids: readonly string[]) =>
      request("drs:TerminateRecoveryInstances", async () => {
        const command = new TerminateRecoveryInstancesCommand({ recoveryInstanceIDs: [...ids] });
        return startedJob("drs:TerminateRecoveryInstances", (await starts.send(command, options)).job);
      }),
    tagJob: (resourceArn: string, tags: Record<string, string>) =>
      request("drs:TagResource", async () => {
        await reads.send(new TagResourceCommand({ resourceArn, tags }), options);
      }),
    untagJob: (resourceArn: string, tagKeys: readonly string[]) =>
      request("drs:UntagResource", async () => {
        await reads.send(new UntagResourceCommand({ resourceArn, tagKeys: [...tagKeys] }), options);
      }),
  } satisfies Partial<DrsGateway>;
}

/** Through the client of the reads: what they write may be sent again. */
function settingsVerbs(reads: DrsClient, options: Options) {
  return {
    updateLaunchConfiguration: (sourceServerID: string, change: LaunchConfigurationChange) =>
      request("drs:UpdateLaunchConfiguration", async () => {
        const command = new UpdateLaunchConfigurationCommand({ sourceServerID });
        sendMembers(command.middlewareStack, change);
        await reads.send(command, options);
      }),
    listActionSettings: (resourceId: string) =>
      request("drs:ListLaunchActions", async () => {
        const pages = paginateListLaunchActions({ client: reads }, { resourceId }, options);
        return (await collect(pages, (page) => page.items)).flatMap((item) => toActionSettings(item) ?? []);
      }),
    putLaunchAction: (resourceId: string, action: WholeLaunchAction) =>
      request("drs:PutLaunchAction", async () => {
        await reads.send(new PutLaunchActionCommand(toPutRequest(resourceId, action)), options);
      }),
    deleteLaunchAction: (resourceId: string, actionId: string) =>
      request("drs:DeleteLaunchAction", async () => {
        const command = new DeleteLaunchActionCommand({ resourceId, actionId });
        await reads.send(command, options).catch(alreadyGone);
      }),
  } satisfies DrsSettings;
}

/** What is to be deleted is not there, or was deleted by a request whose answer was lost. */
function alreadyGone(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") {
    throw error;
  }
}

/** Every item of every page. */
async function collect<Page, Item>(pages: AsyncIterable<Page>, itemsOf: (page: Page) => Item[] | undefined) {
  const items: Item[] = [];
  for await (const page of pages) {
    items.push(...(itemsOf(page) ?? []));
  }
  return items;
}

function startedJob(action: string, job: Parameters<typeof translate.toJob>[0] | undefined): Job {
  const started = job === undefined ? undefined : translate.toJob(job);
  if (started === undefined || started.jobId === "") {
    const text = started === undefined ? "the answer has no job" : "the answer's job has neither an id nor an ARN";
    throw unreadableAnswer(action, text);
  }
  return started;
}
