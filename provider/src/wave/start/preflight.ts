import { DRS_JOB_TAG } from "../../drs/status";
import type { Job, RecoverySnapshot } from "../../drs/types";
import type { TaggedInstance } from "../../ec2/types";
import { messageOf, PreflightError } from "../../errors";
import type { Observation, ObservedServer } from "../../vocabulary";
import type { LookContext } from "../context";
import type { SeenServer } from "../look/observe";
import { networkFindings, strangeSwapFindings } from "../network/drillPlaces";
import { seeNetworkOf } from "../network/seeNetwork";
import type { Wave } from "../wave";
import { instancesInTheWay, launchJobIdsOf, renamingAdvice, sourceServerTags } from "./earlierInstances";
import { credentialsWarning, expectedTime } from "./expectedEnd";
import { refuse } from "./finding";
import { type CheckedServer, findingsOf } from "./findings";
import { hasDemands, type InstanceTypes } from "./launchTarget";

/** What is about to start. */
export interface PreflightSubject {
  wave: Wave;
  servers: readonly SeenServer[];
  /** What policies judged, when check looked. */
  observed?: Observation | undefined;
  /** Shared with whoever else needs a server's snapshots; read from DRS where it is not given. */
  listSnapshots?(sourceServerId: string): Promise<RecoverySnapshot[]>;
}

/** What was seen where nothing stops the start. */
export interface PreflightResult {
  /** What is not known, and what the launch will terminate where the program allows that; one sentence each. */
  warnings: string[];
  /** The jobs behind earlier launches of the servers, by their ids: a list of all jobs may have lacked one. */
  launchJobs: readonly Job[];
}

/**
 * Checks whether a drill of what was seen may start; changes nothing. Says what is not known, what the launch will
 * terminate where the program allows that, and credentials that end before the wave is expected to; none stops the drill.
 *
 * @throws {@link PreflightError} with every finding that does.
 */
export async function preflight(context: LookContext, subject: PreflightSubject): Promise<PreflightResult> {
  const { drs, ec2, status } = context;
  const { wave } = subject;
  const seen = subject.servers.map((server) => server.seen);
  const jobIds = [...new Set(seen.flatMap(launchJobIdsOf))];
  const [launchJobs, liveInstances, servers, instanceTypes, inNetwork] = await Promise.all([
    jobIds.length === 0 ? [] : drs.listJobs(jobIds),
    listLiveInstances(ec2, wave, seen, jobIds),
    withSnapshots(context, subject),
    readInstanceTypes(ec2, seen),
    findInNetwork(context, wave, seen),
  ]);
  const facts = { wave, servers, launchJobs, liveInstances, instanceTypes, now: drs.now() };
  const findings = [...findingsOf(facts), ...inNetwork.map(refuse)];
  const warnings = findings.filter((finding) => !finding.refuses).map(({ text }) => text);
  for (const warning of warnings) {
    status.warn(warning);
  }
  const refusals = findings.filter((finding) => finding.refuses).map(({ text }) => text);
  if (refusals.length > 0) {
    const isInTheWay = seen.some((server) => instancesInTheWay(server, facts).length > 0);
    const advice = isInTheWay && !wave.replaceRecoveryInstances ? renamingAdvice(wave, launchJobs) : undefined;
    throw new PreflightError([...refusals, ...(advice === undefined ? [] : [advice])]);
  }
  const end = (await context.credentialsEnd?.()) ?? { kind: "none" };
  const ending = credentialsWarning(end, expectedTime(wave, servers), drs.now());
  if (ending !== undefined) {
    status.warn(ending);
  }
  return { warnings, launchJobs };
}

/** What speaks against launching the servers in the network of the wave, where it has one. */
async function findInNetwork(context: LookContext, wave: Wave, seen: readonly ObservedServer[]): Promise<string[]> {
  const strange = strangeSwapFindings(seen, wave);
  const { network } = wave;
  return network === undefined
    ? strange
    : [...strange, ...networkFindings(seen, await seeNetworkOf(context, network, seen))];
}

/** By every tag in which DRS names a server or a job; each instance once. */
async function listLiveInstances(
  ec2: LookContext["ec2"],
  wave: Wave,
  servers: readonly ObservedServer[],
  jobIds: readonly string[],
): Promise<TaggedInstance[]> {
  const ids = servers.map((server) => server.sourceServerId);
  const found = await Promise.all([
    ...sourceServerTags(wave).map((key) => ec2.listLiveInstancesByTag(key, ids)),
    jobIds.length === 0 ? [] : ec2.listLiveInstancesByTag(DRS_JOB_TAG, jobIds),
  ]);
  return [...new Map(found.flat().map((instance) => [instance.instanceId, instance])).values()];
}

/** Read only where a server has demands on its type, and then of all such; a failure stops no drill. */
async function readInstanceTypes(ec2: LookContext["ec2"], servers: readonly ObservedServer[]): Promise<InstanceTypes> {
  const names = servers.filter(hasDemands).flatMap((server) => server.launchTemplate?.instanceType ?? []);
  if (names.length === 0) {
    return new Map();
  }
  try {
    const types = await ec2.listInstanceTypes([...new Set(names)]);
    return new Map(types.map((type) => [type.instanceType, type]));
  } catch (error) {
    return { unread: messageOf(error) };
  }
}

/** Each server with what policies judged of it and, where one is pinned, its snapshots. */
async function withSnapshots({ drs }: LookContext, subject: PreflightSubject): Promise<CheckedServer[]> {
  const { servers, observed, listSnapshots = (id) => drs.listRecoverySnapshots(id) } = subject;
  const judged = new Map(observed?.servers.map((server) => [server.sourceServerId, server]));
  return Promise.all(
    servers.map(async ({ declared, seen }) => ({
      declared,
      seen,
      judged: judged.get(seen.sourceServerId),
      snapshots: declared.recoverySnapshotId === undefined ? [] : await listSnapshots(seen.sourceServerId),
    })),
  );
}
