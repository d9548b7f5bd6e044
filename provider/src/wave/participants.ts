/** Which servers a job was asked to launch: what is declared, its tag, its list and its log say, each as far as it goes. */
import type { Job, JobLogItem } from "../drs/types";
import { type AttemptRecord, JOB_TAG } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import { numberInTag } from "./ownJob";
import { planServer, type WaveRun } from "./run";
import { serverOf, type Wave } from "./wave";

/** How many servers a job of ours was asked to launch; undefined where its tag does not say. Pure. */
export function askedFor(job: Pick<Job, "tags">): number | undefined {
  return numberInTag(job, JOB_TAG.serverCount);
}

/** The servers that the job's list names now; it may be short while the job runs. Pure. */
export function listedIn(job: Job): string[] {
  return [...new Set(job.servers.map((server) => server.sourceServerId))];
}

/**
 * The servers of an adopted job, as far as they are known before it has ended. A first attempt launches what the program
 * declares; what a selector matches may have changed, so its servers count only while the job's list lacks some. Pure.
 */
export function participantsNow(wave: Wave, attempt: number, job: Job): string[] {
  const listed = listedIn(job);
  if (attempt > 1) {
    return listed;
  }
  const selected = wave.servers.map((server) => server.sourceServerId);
  if (wave.selector === undefined && selected.length > 0) {
    return selected;
  }
  const asked = askedFor(job);
  return asked !== undefined && listed.length >= asked ? listed : [...new Set([...listed, ...selected])];
}

/**
 * The run in which the attempt of an ended job has the servers that the job was asked to launch. What this state or the
 * program itself asked for stays; servers of an adopted job are those of the ended job's list and log, and where these
 * are fewer than the job's tag says, those that may make up the number. Pure.
 */
export function withParticipants(run: WaveRun, attempt: number, job: Job, log: readonly JobLogItem[]): WaveRun {
  const record = run.attempts.find((each) => each.attempt === attempt);
  if (record === undefined) {
    return run;
  }
  const asked = askedFor(job);
  const ids = participantsAtEnd(run, record, { asked, known: namedBy(job, log) });
  if (ids === undefined) {
    return run;
  }
  const settled: AttemptRecord = withoutUndefined({ ...record, sourceServerIds: ids, serverCount: asked });
  const attempts = run.attempts.map((each) => (each.attempt === attempt ? settled : each));
  const wanted = new Set(attempts.flatMap((each) => each.sourceServerIds));
  const kept = run.servers.filter(({ planned }) => wanted.has(planned.sourceServerId));
  const present = new Set(kept.map(({ planned }) => planned.sourceServerId));
  const added = ids
    .filter((id) => !present.has(id))
    .map((id) => ({ planned: planServer(serverOf(run.wave, id), { launchConfiguration: {} }) }));
  return { ...run, attempts, servers: [...kept, ...added] };
}

/** What an ended job shows of its servers. */
interface Evidence {
  asked: number | undefined;
  known: readonly string[];
}

/** Undefined when the attempt's servers stay as they are. */
function participantsAtEnd(run: WaveRun, record: AttemptRecord, { asked, known }: Evidence): string[] | undefined {
  const { wave } = run;
  const recorded = record.sourceServerIds;
  if (record.attempt === 1 && wave.selector === undefined && wave.servers.length > 0) {
    const declared = wave.servers.map((server) => server.sourceServerId);
    return declared.every((id) => recorded.includes(id)) ? undefined : [...new Set([...declared, ...recorded])];
  }
  if (record.adopted !== true && recorded.length > 0 && recorded.length >= (asked ?? 0)) {
    return undefined;
  }
  if (asked !== undefined && known.length >= asked) {
    return [...known];
  }
  const possible = [...new Set([...known, ...recorded, ...(record.attempt > 1 ? failedIn(run) : [])])];
  // More than were asked for: it is not known which of them were, and what is missing stays missing.
  return asked === undefined || possible.length <= asked ? possible : [...known];
}

/** A further attempt launches the critical servers that failed before. */
function failedIn({ servers }: WaveRun): string[] {
  return servers.flatMap(({ planned, record }) =>
    record?.failure !== undefined && planned.impactLevel === "CRITICAL" ? planned.sourceServerId : [],
  );
}

function namedBy(job: Job, log: readonly JobLogItem[]): string[] {
  return [...new Set([...listedIn(job), ...log.flatMap((item) => item.sourceServerId ?? [])])];
}

/** How many servers the first job was asked to launch beyond those that are known by name. Pure. */
export function countUnnamed({ attempts, servers }: Pick<WaveRun, "attempts" | "servers">): number {
  const [first] = attempts;
  return Math.max(0, (first?.serverCount ?? 0) - servers.length);
}
