import { randomBytes } from "node:crypto";
import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { connect } from "../aws/connect";
import { accountOf, regionOf } from "../drs/awsGateway";
import { LATE_JOB_MS } from "../drs/status";
import type { Job } from "../drs/types";
import { CleanupIncompleteError, WrongPlaceError } from "../errors";
import { type DrillWaveInputs, JOB_TAG } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { listedSince, newDrillNonce } from "../wave/drillNonce";
import { cleanUp } from "../wave/end/cleanup";
import { closeJobs, toDrillJob } from "../wave/end/drillJobs";
import { waitFor } from "../wave/waiter";
import { withoutUndefined } from "../withoutUndefined";
import { canonical, hasUnknown, toPlain } from "./engineValues";
import { type Operation, openContext, placeOf, pollMsOf } from "./openContext";
import { timeoutSeconds } from "./timeouts";

/** A guard's inputs: what it needs to find its drill again, as the wave has it. */
export interface GuardInputs
  extends Pick<DrillWaveInputs, "region" | "connection" | "cleanup" | "polling" | "customTimeouts"> {
  __provider: string;
  __urn?: string;
}

/** A guard in state. */
export interface GuardState extends GuardInputs {
  nonce: string;
  /** Every Region in which its wave may have started a job. */
  regions: string[];
  /** Absent where the credentials do not show it without a call. */
  account?: string;
}

/**
 * The guard of a wave: in state before the wave begins, deleted after it. Its delete finds every job that carries its
 * nonce, so a wave that died before it reached state is cleaned up by a plain `pulumi destroy`
 * (docs/engine-facts.md#pending-creates-stay). Create asks the service for its time alone, and does without.
 */
export function drillGuardLifecycle(
  open: (operation: Operation) => Promise<WaveContext> = openContext,
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
      const { nonce: _nonce, regions, account: _account, ...before } = olds;
      if (!hasUnknown(news)) {
        await assertSameAccount(olds, news);
      }
      const edited = fingerprint(before) !== fingerprint(news);
      return { changes: edited || !(hasUnknown(news) || regions.includes(await regionOfGuard(news))) };
    },

    async create(inputs: GuardInputs) {
      const nonce = newDrillNonce(randomBytes(16), await findServiceTime(inputs));
      const account = await accountOfGuard(inputs);
      const outs = { ...inputs, nonce, regions: [await regionOfGuard(inputs)], ...withoutUndefined({ account }) };
      return { id: nonce, outs: toPlain(outs) };
    },

    async update(_id, olds: GuardState, news: GuardInputs) {
      const regions = [...new Set([...olds.regions, await regionOfGuard(news)])];
      const { nonce, account } = olds;
      return { outs: toPlain({ ...news, nonce, regions, ...withoutUndefined({ account }) }) };
    },

    async delete(_id, state: GuardState) {
      if (state.cleanup === "never") {
        return;
      }
      await assertSameAccount(state, state);
      for (const region of state.regions) {
        const seconds = timeoutSeconds("delete", state.customTimeouts);
        const operation = { timeoutSeconds: seconds, pollMs: pollMsOf(state.polling) };
        await sweep(await open({ ...placeOf({ ...state, region }), ...operation }), state.nonce);
      }
    },
  };
}

/** Cleans up every drill job with the nonce. A real recovery is left alone. */
async function sweep(context: WaveContext, nonce: string): Promise<void> {
  const jobs = (await findJobs(context, nonce)).map(toDrillJob);
  if (jobs.length === 0) {
    return;
  }
  const drill = { jobs, instanceIds: [] };
  await closeJobs(context.drs, drill);
  await cleanUp(context, drill);
}

/**
 * The drill's jobs, once no other can show up (docs/drs-facts.md#a-new-job-may-show-late). Waits when no job is shown,
 * and when a server's last launch names a job that is not shown.
 */
async function findJobs(context: WaveContext, nonce: string): Promise<Job[]> {
  const { drs, deadline } = context;
  let since: number | undefined;
  return waitFor<Job[]>(context, {
    subject: `jobs with the tag DrillNonce=${nonce}`,
    expected: "all that can show up",
    timeout: (lastSeen) =>
      new CleanupIncompleteError(
        [`what jobs with the tag DrillNonce=${nonce} launched`],
        `${lastSeen} at the deadline`,
      ),
    look: async () => {
      const all = await drs.listJobs([], listedSince(nonce, drs.now()));
      const own = all.filter((job) => job.tags[JOB_TAG.drillNonce] === nonce && job.type === "LAUNCH");
      since ??= drs.now();
      const isLate = drs.now() - since >= LATE_JOB_MS || deadline.remainingMs() === 0;
      if (isLate || (own.length > 0 && !(await hasUnseenLaunch(context, own, all)))) {
        return { done: own.filter((job) => job.initiatedBy === "START_DRILL") };
      }
      const row = "looking for a job that this drill may have started: DRS may show it late";
      return { pending: "no such job", row };
    },
  });
}

/** True when a server of these jobs was last launched by a job that DescribeJobs does not show. */
async function hasUnseenLaunch({ drs }: WaveContext, own: readonly Job[], all: readonly Job[]): Promise<boolean> {
  const ids = new Set(own.flatMap((job) => job.servers.map((server) => server.sourceServerId)));
  const shown = new Set(all.map((job) => job.jobId));
  const servers = await drs.listSourceServers([...ids]);
  return servers.some(({ lastLaunch }) => lastLaunch?.jobId !== undefined && !shown.has(lastLaunch.jobId));
}

/**
 * With another account's credentials none of our jobs can be seen, which would look as if there were none.
 *
 * @throws {@link WrongPlaceError} naming both accounts.
 */
async function assertSameAccount({ account, nonce }: GuardState, inputs: GuardInputs): Promise<void> {
  const now = await accountOfGuard(inputs);
  if (account === undefined || now === undefined || account === now) {
    return;
  }
  throw new WrongPlaceError(
    `Looking for the drill with the tag DrillNonce=${nonce}: it is in account ${account}, but the credentials belong to account ${now}. ` +
      "Nothing was changed. Use the credentials that ran the drill; `pulumi state delete` forgets it without cleaning up.",
  );
}

function accountOfGuard({ region, connection }: GuardInputs): Promise<string | undefined> {
  return accountOf(connect(region, connection));
}

/** The Region that a wave with these args calls. Reads the environment and AWS's config file, calls no service. */
function regionOfGuard({ region, connection }: GuardInputs): Promise<string> {
  return regionOf(connect(region, connection));
}

function fingerprint(inputs: GuardInputs): string {
  const { __provider, __urn, ...rest } = inputs;
  return canonical(rest);
}
