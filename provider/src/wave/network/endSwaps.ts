import { hasEnded, LATE_JOB_MS, SERVER_OPEN } from "../../drs/status";
import type { Job } from "../../drs/types";
import { clauseOf, messageOf } from "../../errors";
import { endSwaps, listOpenSwaps, type SwapEnd, type SwapEnds } from "../../settings/network/swaps";
import { count, endSwapCommand, JOB_TAG, type SwapRecord } from "../../vocabulary";
import type { WaveContext } from "../context";
import { listedSince } from "../drillNonce";
import { isLaunchOf, numberInTag } from "../ownJob";

/** Whose swaps to end. */
export interface SwapsOf {
  /** The nonce of the wave's guard. */
  nonce: string;
  /** Those that state knows. */
  known: readonly SwapRecord[];
}

type EndContext = Pick<WaveContext, "drs" | "templates" | "clock" | "status">;

/** What was not put back, with what ends it by hand. */
export interface LeftSwaps {
  text: string;
  ids: ReadonlySet<string>;
}

/**
 * Puts every launch template back that the drill has in its network, and says so: those that state knows, and those that
 * the tag in EC2 shows. Never throws: what cannot be put back is a warning with the command that does it, and is answered.
 */
export async function putTemplatesBack(context: EndContext, { nonce, known }: SwapsOf): Promise<LeftSwaps | undefined> {
  const { drs, status } = context;
  const shown = await listOpenSwaps(context, nonce).catch((error: unknown) => messageOf(error));
  const open = known.filter(({ ended }) => ended !== true).map((each) => each);
  if (typeof shown === "string") {
    const text = `which launch templates are still in the network of the drill ${nonce} is not known: ${shown}`;
    const ends = await endSwaps(context, idsOf(open), nonce);
    await sayEnds(context, ends);
    const left = [text, ...leftText(open, ends, drs.region)].join("; ");
    status.warn(left);
    return { text: left, ids: new Set(ends.left.map(({ launchTemplateId }) => launchTemplateId)) };
  }
  const swaps = [...open, ...shown.map(({ launchTemplateId, swap }) => ({ launchTemplateId, version: swap.version }))];
  const ends = await endSwaps(context, idsOf(swaps), nonce);
  await sayEnds(context, ends);
  const [text] = leftText(swaps, ends, drs.region);
  if (text === undefined) {
    return undefined;
  }
  status.warn(text);
  return { text, ids: new Set(ends.left.map(({ launchTemplateId }) => launchTemplateId)) };
}

function idsOf(swaps: readonly { launchTemplateId: string }[]): string[] {
  return swaps.map(({ launchTemplateId }) => launchTemplateId);
}

type Swap = Pick<SwapRecord, "launchTemplateId" | "version">;

function leftText(swaps: readonly Swap[], { left }: SwapEnds, region: string): string[] {
  if (left.length === 0) {
    return [];
  }
  const ids = new Set(left.map(({ launchTemplateId }) => launchTemplateId));
  const why = left.map((each) => `${each.launchTemplateId} (${clauseOf(each.why)})`).join(", ");
  const command = endSwapCommand(
    swaps.filter(({ launchTemplateId }) => ids.has(launchTemplateId)),
    region,
  );
  return [
    `launch templates are still in the drill's network: ${why}. Fix: ${command}; or run \`pulumi up\` or \`pulumi refresh\``,
  ];
}

/** Says what was put back, and what others have written meanwhile. */
async function sayEnds(context: EndContext, { ended }: SwapEnds): Promise<void> {
  const { status } = context;
  const back = ended.filter(({ outcome }) => outcome === "restored" || outcome === "carried");
  if (back.length > 0) {
    const names = back.map(describeBack).join(", ");
    status.keep(`${count(back.length, "launch template")} out of the drill's network again: ${names}`);
  }
  const moved = ended.filter(({ outcome }) => outcome === "moved");
  const recovery = moved.length === 0 ? "" : await networkRecoveryText(context, moved);
  for (const { launchTemplateId, version, swap } of moved) {
    status.warn(
      `launch template ${launchTemplateId} was moved to version ${version} while a drill had it in its network, and stays so ` +
        `(version ${swap.version} was the default before): servers may have been launched outside of the drill's network${recovery}`,
    );
  }
  for (const { launchTemplateId, version, beside } of ended.filter((each) => each.beside.length > 0)) {
    status.warn(
      `version ${beside.join(", ")} of launch template ${launchTemplateId} was made while a drill had it in its network, and is not the default (version ${version} is): look whether it should be`,
    );
  }
}

function describeBack({ launchTemplateId, version, swap, outcome }: SwapEnd): string {
  return outcome === "carried"
    ? `${launchTemplateId} (version ${version}: what was written meanwhile, with the network of version ${swap.version})`
    : `${launchTemplateId} (version ${version})`;
}

/** Whether DRS's own network recovery may have written the templates (docs/drs-facts.md#drss-own-network-recovery). */
async function networkRecoveryText({ drs }: EndContext, [first]: readonly SwapEnd[]): Promise<string> {
  try {
    const jobs = await drs.listJobs([], listedSince(first?.swap.nonce ?? "", drs.now()));
    const recoveries = jobs.filter(isNetworkRecovery).map(({ jobId }) => jobId);
    return recoveries.length === 0
      ? ". No network recovery of DRS's own is known to have written it"
      : `. DRS's own network recovery (${recoveries.join(", ")}) writes launch templates, and may have written this version`;
  } catch (error) {
    return `. Whether DRS's own network recovery has written it is not known: ${clauseOf(error)}`;
  }
}

/** True for a job with which DRS points launch templates at a recovered network. */
export function isNetworkRecovery({ initiatedBy }: Pick<Job, "initiatedBy">): boolean {
  return initiatedBy.endsWith("_NETWORK_RECOVERY");
}

/** What became of the swaps of an earlier call of the engine. */
export type Settled =
  /** Nothing of the drill is in its network any more. */
  | { kind: "ended" }
  /** A job of the drill has servers to launch, or may show late: it must find the templates as they are. */
  | { kind: "launching"; jobIds: string[]; open: readonly Swap[] }
  | { kind: "left"; left: LeftSwaps };

/**
 * Puts back what an earlier call of the engine has left in the drill's network, unless a job of the drill still launches from
 * it. Says what it has done.
 */
export async function settleSwaps(context: EndContext, swaps: SwapsOf): Promise<Settled> {
  const { drs } = context;
  const jobs = await drs.listJobs([], listedSince(swaps.nonce, drs.now()));
  const launching = jobs.filter((job) => isLaunchOf(job, JOB_TAG.drillNonce, swaps.nonce) && isLaunching(job));
  const shown = await listOpenSwaps(context, swaps.nonce).catch(() => []);
  const open = [
    ...swaps.known.filter(({ ended }) => ended !== true),
    ...shown.map(({ launchTemplateId, swap }) => ({ launchTemplateId, version: swap.version })),
  ];
  if (launching.length > 0) {
    return { kind: "launching", jobIds: launching.map(({ jobId }) => jobId), open };
  }
  // Of a swap that began a moment ago the job may not be shown yet (docs/drs-facts.md#a-new-job-may-show-late).
  const youngest = Math.max(0, ...shown.map(({ swap }) => (swap.openedAt ?? 0) * 1000));
  if (youngest > latestStart(jobs, swaps.nonce) && drs.now() - youngest < LATE_JOB_MS) {
    return { kind: "launching", jobIds: [], open };
  }
  const left = await putTemplatesBack(context, swaps);
  return left === undefined ? { kind: "ended" } : { kind: "left", left };
}

/** When the latest job of the drill was created; a swap that began before it has its job. A second is what the tag leaves out. */
function latestStart(jobs: readonly Job[], nonce: string): number {
  const own = jobs.filter((job) => isLaunchOf(job, JOB_TAG.drillNonce, nonce));
  return Math.max(0, ...own.map(({ createdAt = 0 }) => createdAt)) + 1000;
}

/** False only where the job says that it has ended, or that each of the servers that it was asked for has. */
function isLaunching(job: Job): boolean {
  if (hasEnded(job)) {
    return false;
  }
  const asked = numberInTag(job, JOB_TAG.serverCount);
  const done = job.servers.filter(
    ({ launchStatus }) => launchStatus !== undefined && !SERVER_OPEN.includes(launchStatus),
  );
  return asked === undefined || done.length < asked || done.length < job.servers.length;
}
