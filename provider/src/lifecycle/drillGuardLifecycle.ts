import { randomBytes } from "node:crypto";
import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { connect } from "../aws/connect";
import { LATE_JOB_MS, NOT_SAID } from "../drs/status";
import type { Job } from "../drs/types";
import { CleanupIncompleteError, WrongPlaceError } from "../errors";
import { accountOfArn, type DrillWaveInputs, JOB_TAG } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { listedSince, newDrillNonce } from "../wave/drillNonce";
import { cleanUp } from "../wave/end/cleanup";
import { closeJobs, toDrillJob } from "../wave/end/drillJobs";
import { unlessRefused } from "../wave/end/unlessRefused";
import { withTemplatesBack } from "../wave/network/untilLaunched";
import { isLaunchOf } from "../wave/ownJob";
import { listedIn } from "../wave/participants";
import { lateRow } from "../wave/row";
import { waitFor } from "../wave/waiter";
import { withoutUndefined } from "../withoutUndefined";
import { canonical, hasUnknown, toPlain } from "./engineValues";
import { type Operation, openContext, placeOf, pollMsOf } from "./openContext";
import { DESTROYING, withAdvice } from "./requestAdvice";
import { timeoutSeconds } from "./timeouts";

/** A guard's inputs: what it needs to find its drill again, as the wave has it. */
export interface GuardInputs
  extends Pick<DrillWaveInputs, "region" | "connection" | "cleanup" | "polling" | "network" | "customTimeouts"> {
  __provider: string;
  __urn?: string;
}

/** A guard in state. */
export interface GuardState extends GuardInputs {
  nonce: string;
  /** Every Region in which its wave may have started a job. */
  regions: string[];
  /** True where its wave has, or once had, a network of its own: launch templates may be in it. */
  swaps?: true;
  /** The account of the credentials that made it; absent where it was not known. */
  account?: string;
  /**
   * Who told the account. Absent in states of earlier versions, which read it off the access key: keys made before
   * 2019 hold no account, so it may be wrong.
   */
  accountFrom?: "STS";
}

/** The account of the credentials, as AWS tells it; undefined when it cannot be told. */
type FindAccount = (place: Pick<GuardInputs, "region" | "connection">) => Promise<string | undefined>;

/**
 * The guard of a wave: in state before the wave begins, deleted after it. Its delete finds every job that carries its
 * nonce, so a wave that died before it reached state is cleaned up by a plain `pulumi destroy`
 * (docs/engine-facts.md#pending-creates-stay). Create asks STS whose the credentials are and DRS for its time, and does
 * without where they do not answer.
 */
export function drillGuardLifecycle(
  open: (operation: Operation) => Promise<WaveContext> = openContext,
  findAccount: FindAccount = ({ region, connection }) => connect(region, connection).account(),
): ResourceProvider {
  /** The service's time, before which no job of the drill can be; undefined when it does not answer. */
  const findServiceTime = async (inputs: GuardInputs) => {
    try {
      const { drs } = await open({ ...placeOf(inputs), timeoutSeconds: 0, pollMs: undefined });
      return await drs.askTime();
    } catch {
      return undefined;
    }
  };
  return {
    async diff(_id, olds: GuardState, news: GuardInputs) {
      const { nonce: _nonce, regions, swaps: _swaps, account: _account, accountFrom: _from, ...before } = olds;
      if (!hasUnknown(news)) {
        assertSameAccount(olds, await findAccount(news));
      }
      const edited = fingerprint(before) !== fingerprint(news);
      return { changes: edited || !(hasUnknown(news) || regions.includes(await regionOfGuard(news))) };
    },

    async create(inputs: GuardInputs) {
      const [region, account, startedAt] = await Promise.all([
        regionOfGuard(inputs),
        findAccount(inputs),
        findServiceTime(inputs),
      ]);
      const nonce = newDrillNonce(randomBytes(16), startedAt);
      const known = account === undefined ? {} : { account, accountFrom: "STS" as const };
      return { id: nonce, outs: toPlain({ ...inputs, nonce, regions: [region], ...known, ...swapsOf(inputs) }) };
    },

    async update(_id, olds: GuardState, news: GuardInputs) {
      const regions = [...new Set([...olds.regions, await regionOfGuard(news)])];
      const { nonce, account, accountFrom } = olds;
      const kept = withoutUndefined({ account, accountFrom });
      return { outs: toPlain({ ...news, nonce, regions, ...kept, ...swapsOf(olds), ...swapsOf(news) }) };
    },

    async delete(_id, state: GuardState) {
      if (state.cleanup === "never" && state.swaps !== true) {
        return;
      }
      const account = await findAccount(state);
      assertSameAccount(state, account);
      for (const region of state.regions) {
        const seconds = timeoutSeconds("delete", state.customTimeouts);
        const operation = { timeoutSeconds: seconds, pollMs: pollMsOf(state.polling) };
        await withAdvice(DESTROYING, async () => {
          const context = await open({ ...placeOf({ ...state, region }), ...operation });
          const work = async () => (state.cleanup === "never" ? undefined : sweep(context, state, account));
          await (state.swaps === true ? withTemplatesBack(context, { nonce: state.nonce, known: [] }, work) : work());
        });
      }
    },
  };
}

/** A guard does not forget that there may be swaps when the program gives up the wave's network. */
function swapsOf({ network, swaps }: GuardInputs & Pick<Partial<GuardState>, "swaps">): Pick<GuardState, "swaps"> {
  return network !== undefined || swaps === true ? { swaps: true } : {};
}

/** Cleans up every drill job with the guard's nonce. A real recovery is left alone. */
async function sweep(context: WaveContext, state: GuardState, account: string | undefined): Promise<void> {
  const { own, all } = await findJobs(context, state.nonce);
  if (own.length === 0) {
    assertNoneIsUntold(all, state.nonce);
    assertNoneIsProof(state, context.drs.region, account ?? (await shownAccount(context, all)));
    return;
  }
  const jobs = own.filter(isDrill).map(toDrillJob);
  if (jobs.length === 0) {
    return;
  }
  const open = jobs.filter((job) => job.closed !== true).map((job) => job.jobId);
  if (open.length > 0) {
    context.status.warn(unclosedText(open));
  }
  const drill = { jobs, instanceIds: [] };
  await closeJobs(context, drill);
  await cleanUp(context, drill);
}

/** @throws {@link CleanupIncompleteError} for a launch of which DRS does not say the tags: it may be this drill's. */
function assertNoneIsUntold(jobs: readonly Job[], nonce: string): void {
  const untold = jobs.filter(({ tagsUnknown, type }) => tagsUnknown === true && type !== "TERMINATE");
  if (untold.length > 0) {
    const names = untold.map(({ jobId }) => `what job ${jobId || "without an id"} launched`);
    const why = `DRS does not say their tags, so they may have the tag DrillNonce=${nonce} of this drill. Fix: look at them`;
    throw new CleanupIncompleteError(names, why);
  }
}

/**
 * A wave's delete closes its jobs, and comes before its guard's. Whose wave never reached state, and whose wave was moved
 * without its guard, cannot be told apart here.
 */
function unclosedText(jobIds: readonly string[]): string {
  return (
    `terminating what ${jobIds.join(", ")} launched: no wave in this stack's state has closed it. Either the wave was cut ` +
    "off before it reached state, or it was moved or removed from state without its guard; where another stack has it " +
    "now, its next `pulumi up` there drills again"
  );
}

/**
 * The drill's jobs, once no other can show up (docs/drs-facts.md#a-new-job-may-show-late). Waits when no job is shown,
 * and when a server's last launch names a job that is not shown.
 */
async function findJobs(context: WaveContext, nonce: string): Promise<{ own: Job[]; all: Job[] }> {
  const { drs, deadline } = context;
  let since: number | undefined;
  return waitFor<{ own: Job[]; all: Job[] }>(context, {
    subject: `jobs with the tag DrillNonce=${nonce}`,
    expected: "all that can show up",
    timeout: (lastSeen) =>
      new CleanupIncompleteError(
        [`what jobs with the tag DrillNonce=${nonce} launched`],
        `${lastSeen} at the deadline`,
      ),
    look: async () => {
      const all = await drs.listJobs([], listedSince(nonce, drs.now()));
      const own = all.filter((job) => isLaunchOf(job, JOB_TAG.drillNonce, nonce));
      since ??= drs.now();
      const isLate = drs.now() - since >= LATE_JOB_MS || deadline.remainingMs() === 0;
      if (isLate || (own.length > 0 && !(await hasUnseenLaunch(context, own, all)))) {
        return { done: { own, all } };
      }
      const leftMs = Math.min(LATE_JOB_MS - (drs.now() - since), deadline.remainingMs());
      const row = lateRow(leftMs / 1000, "looking for a job that this drill may have started");
      return { pending: "no such job", row };
    },
  });
}

/** False for a real recovery, which is left alone. Where DRS does not say who started the job, its tag does. */
function isDrill({ initiatedBy, tags }: Job): boolean {
  return initiatedBy === NOT_SAID ? tags[JOB_TAG.executionType] === "DRILL" : initiatedBy === "START_DRILL";
}

/**
 * True when a server of these jobs was last launched by a job that DescribeJobs does not show, or that cannot be told: a job
 * does not list its servers, or they cannot be read.
 */
async function hasUnseenLaunch({ drs }: WaveContext, own: readonly Job[], all: readonly Job[]): Promise<boolean> {
  const ids = new Set(own.flatMap(listedIn));
  if (own.some((job) => job.servers.length === 0)) {
    return true;
  }
  const shown = new Set(all.map((job) => job.jobId));
  const servers = await unlessRefused(drs.listSourceServers([...ids]));
  if (servers === undefined) {
    return true;
  }
  return servers.some(({ lastLaunch }) => lastLaunch?.jobId !== undefined && !shown.has(lastLaunch.jobId));
}

/** The account that the ARNs of any job or server show; undefined when there are none. */
async function shownAccount({ drs }: WaveContext, jobs: readonly Job[]): Promise<string | undefined> {
  const ofJob = jobs.map(({ arn }) => accountOfArn(arn ?? "")).find((account) => account !== undefined);
  if (ofJob !== undefined) {
    return ofJob;
  }
  const servers = await drs.listSourceServers();
  return servers.map(({ arn }) => accountOfArn(arn ?? "")).find((account) => account !== undefined);
}

/**
 * With another account's credentials none of our jobs can be seen, which would look as if there were none. Compares only
 * what AWS told: an account that an earlier version read off an access key refuses nobody here.
 *
 * @throws {@link WrongPlaceError} naming both accounts.
 */
function assertSameAccount({ account, accountFrom, nonce }: GuardState, now: string | undefined): void {
  if (accountFrom === undefined || now === undefined || account === now) {
    return;
  }
  throw new WrongPlaceError(
    `Looking for the drill with the tag DrillNonce=${nonce}: it is in account ${account}, but the credentials belong to account ${now}. ` +
      "Nothing was changed. Use the credentials that ran the drill; `pulumi state delete` forgets it without cleaning up.",
  );
}

/**
 * Returns when seeing no job means that there is none: the credentials are known to reach the account that the guard
 * remembers, or it remembers none.
 *
 * @throws {@link WrongPlaceError} otherwise. Where the account was read off an access key, it says that it may be wrong.
 */
function assertNoneIsProof(state: GuardState, region: string, now: string | undefined): void {
  const { account, accountFrom, nonce } = state;
  if (now !== undefined && (account === undefined || account === now)) {
    return;
  }
  const looking = `Looking for the drill with the tag DrillNonce=${nonce}: no job of it is in ${region}`;
  if (now === undefined) {
    throw new WrongPlaceError(
      `${looking}, but which account the credentials belong to is not known: STS did not tell, and DRS shows neither job nor server there. ` +
        "Nothing was changed. Fix: let sts:GetCallerIdentity reach STS (connection.endpoints.sts), then run `pulumi destroy` again; " +
        "`pulumi state delete` forgets the drill without cleaning up.",
    );
  }
  const doubt =
    accountFrom === undefined
      ? `; an earlier version read account ${account} off the access key, which is wrong for keys made before 2019`
      : "";
  throw new WrongPlaceError(
    `${looking} of account ${now}, but it is in account ${account}${doubt}. Nothing was changed. ` +
      `Use the credentials that ran the drill; if it ran in account ${now}, nothing of it is left: \`pulumi state delete\` forgets it.`,
  );
}

/** The Region that a wave with these args calls. Reads the environment and AWS's config file, calls no service. */
function regionOfGuard({ region, connection }: GuardInputs): Promise<string> {
  return connect(region, connection).region();
}

function fingerprint(inputs: GuardInputs): string {
  const { __provider, __urn, ...rest } = inputs;
  return canonical(rest);
}
