import type { Job } from "../../drs/types";
import { type DrsRequestError, LaunchUnknownError, PreflightError } from "../../errors";
import { openSwap, type PreparedSwap, prepareSwap } from "../../settings/network/swaps";
import {
  count,
  endSwapCommand,
  nameServer,
  type ObservedServer,
  type SwapRecord,
  type WaveNetwork,
} from "../../vocabulary";
import type { WaveContext } from "../context";
import type { Wave } from "../wave";
import { drillPlaceOf, networkFindings } from "./drillPlaces";
import { putTemplatesBack } from "./endSwaps";
import { seeNetworkOf } from "./seeNetwork";

/** What to launch in the network. */
export interface InNetwork {
  wave: Wave;
  network: WaveNetwork;
  servers: readonly ObservedServer[];
}

/** `changed`: a template is not as it was seen just before, so that everything is to be looked at anew. */
export type OpenedSwaps = { swaps: SwapRecord[] } | { changed: string };

/**
 * Points the launch templates of these servers at the network; says before the first write what ends that. Either all are
 * open afterwards, or all are put back.
 *
 * @throws PreflightError where one cannot be, before anything is written; what a write fails with, after all are put back.
 */
export async function openSwaps(context: WaveContext, subject: InNetwork): Promise<OpenedSwaps> {
  const prepared = await prepare(context, subject);
  const stale = prepared.find(({ server, swap }) => server.launchTemplate?.version !== swap.version);
  if (stale !== undefined) {
    const { server, swap } = stale;
    return { changed: changedText(server, server.launchTemplate?.version, swap.version) };
  }
  const swaps = prepared.map(({ swap }) => swap);
  context.status.keep(
    `pointing ${count(swaps.length, "launch template")} at the drill's network until the servers are launched; ` +
      `this ends it at once, without Pulumi: ${endSwapCommand(swaps, context.drs.region)}`,
  );
  const opened = await Promise.all(prepared.map((each) => openOne(context, each)));
  const records = opened.flatMap((each) => ("record" in each ? each.record : []));
  if (records.length === opened.length) {
    return { swaps: records };
  }
  await putTemplatesBack(context, { nonce: subject.wave.drillNonce, known: swaps.map(toKnown) });
  const [changed] = opened.flatMap((each) => ("changed" in each ? each.changed : []));
  for (const each of opened) {
    if ("error" in each) {
      throw each.error;
    }
  }
  return { changed: changed ?? "launch templates changed just before the start" };
}

/** A server with the swap of its template. */
interface PreparedServer {
  server: ObservedServer;
  swap: PreparedSwap;
}

async function prepare(context: WaveContext, { wave, network, servers }: InNetwork): Promise<PreparedServer[]> {
  const seen = await seeNetworkOf(context, network, servers);
  const findings = networkFindings(servers, seen);
  if (findings.length > 0) {
    throw new PreflightError(findings);
  }
  const prepared: PreparedServer[] = [];
  const openedAt = Math.floor(context.drs.now() / 1000);
  const obstacles = await Promise.all(
    servers.map(async (server) => {
      const place = drillPlaceOf(server, seen);
      const { launchTemplateId } = server.launchTemplate ?? {};
      if (place === undefined || launchTemplateId === undefined) {
        return [`${nameServer(server)} has no launch template that could be pointed at the drill's network`];
      }
      const outcome = await prepareSwap(context, { launchTemplateId, nonce: wave.drillNonce, place, openedAt });
      if ("prepared" in outcome) {
        prepared.push({ server, swap: outcome.prepared });
        return [];
      }
      return outcome.obstacles.map(
        (obstacle) =>
          `launch template ${launchTemplateId} of ${nameServer(server)} cannot be pointed at the drill's network: ${obstacle}`,
      );
    }),
  );
  if (obstacles.flat().length > 0) {
    throw new PreflightError(obstacles.flat());
  }
  return prepared;
}

type OpenedOne = { record: SwapRecord } | { changed: string } | { error: unknown };

async function openOne(context: WaveContext, { server, swap }: PreparedServer): Promise<OpenedOne> {
  try {
    const opened = await openSwap(context, swap);
    if ("moved" in opened) {
      return { changed: changedText(server, swap.version, opened.moved) };
    }
    const { sourceServerId } = server;
    return { record: { sourceServerId, ...toPlace(swap), drillVersion: opened.drillVersion } };
  } catch (error) {
    return { error };
  }
}

function toPlace({ launchTemplateId, version, place: { subnetId } }: PreparedSwap) {
  return { launchTemplateId, version, subnetId };
}

/** A swap that may be open, as far as it is known. */
function toKnown(swap: PreparedSwap): SwapRecord {
  return { sourceServerId: "", drillVersion: 0, ...toPlace(swap) };
}

function changedText(server: ObservedServer, before: number | undefined, now: number | undefined): string {
  return `the launch template of ${nameServer(server)} changed from version ${before} to ${now} just before the start`;
}

/** A refusal that may pass. */
interface Refusal {
  refusal: DrsRequestError;
  busy: boolean;
}

/** What a start comes to. */
type Outcome = { job: Job } | Refusal;

/**
 * The outcome of a start, in the network. Where nothing was started, the templates are put back at once, whatever the reason.
 *
 * @throws what `start` throws.
 */
export async function startInNetwork(
  context: WaveContext,
  subject: InNetwork,
  start: () => Promise<Outcome>,
): Promise<{ job: Job; swaps: SwapRecord[] } | Refusal | { changed: string }> {
  const opened = await openSwaps(context, subject);
  if ("changed" in opened) {
    return opened;
  }
  const { swaps } = opened;
  const putBack = () => putTemplatesBack(context, { nonce: subject.wave.drillNonce, known: swaps });
  let outcome: Outcome;
  try {
    outcome = await start();
  } catch (error) {
    await putBack();
    if (error instanceof LaunchUnknownError) {
      context.status.warn(
        "a recovery job that shows up later may launch outside of the drill's network: its launch templates were put back",
      );
    }
    throw error;
  }
  if ("job" in outcome) {
    return { job: outcome.job, swaps };
  }
  await putBack();
  return outcome;
}
