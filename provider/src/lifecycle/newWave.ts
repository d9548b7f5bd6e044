import { clauseOf } from "../errors";
import { listed, nameSome } from "../vocabulary";
import type { LookContext } from "../wave/context";
import { listedSince } from "../wave/drillNonce";
import { drillSubnetOf } from "../wave/network/drillPlaces";
import { seeNetworkOf } from "../wave/network/seeNetwork";
import { ownJobs } from "../wave/start/adoption";
import { toWave } from "../wave/wave";
import { hasUnknown } from "./engineValues";
import type { Seen } from "./lookAtWave";
import { plannedLaunch } from "./plannedDrill";
import { describeAdoption, describeLaunch } from "./plannedWork";
import type { WaveInputs } from "./state";

/** What a preview says of a wave that is in no state. A job of it may be there all the same, of an `up` that was killed. */
export async function describeNewWave(
  context: LookContext,
  inputs: Partial<WaveInputs>,
  { servers, isRefused }: Pick<Seen, "servers" | "isRefused">,
): Promise<string> {
  const launch = { ...plannedLaunch(inputs, servers), ...(await placesOf(context, inputs)) };
  const { drs } = context;
  const text = describeLaunch(launch, isRefused);
  const { observed: _observed, drillNonce, ...args } = inputs;
  if (drillNonce === undefined || hasUnknown({ drillNonce, ...args })) {
    return text;
  }
  const { executionId } = toWave(inputs, { region: drs.region });
  try {
    const jobs = await drs.listJobs([], listedSince(drillNonce, drs.now()));
    const last = ownJobs(jobs, executionId).at(-1);
    return last === undefined ? text : describeAdoption(launch, last.job.jobId);
  } catch (error) {
    return `${text}; not known whether a job of it is there already: ${clauseOf(error)}`;
  }
}

/** Which servers go into which of the drill's subnets; nothing where that is not known. */
async function placesOf(
  context: LookContext,
  { network, observed }: Partial<WaveInputs>,
): Promise<{ network?: string }> {
  if (network === undefined || observed === undefined || hasUnknown(network)) {
    return {};
  }
  try {
    const { servers } = observed;
    const seen = await seeNetworkOf(context, network, servers);
    const places = network.subnets.flatMap((id) => {
      const own = servers.filter((server) => drillSubnetOf(server, seen)?.subnetId === id);
      return own.length === 0 ? [] : [`${nameSome(own, servers)} in ${id}`];
    });
    return places.length === 0 ? {} : { network: `in the drill's network: ${listed(places)}` };
  } catch {
    // Preflight says what cannot be read.
    return {};
  }
}
