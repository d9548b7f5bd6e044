import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { clauseOf } from "../errors";
import { DEFAULTS } from "../vocabulary";
import { LOOK_TIMEOUT_SECONDS, type WaveContext } from "../wave/context";
import { cleanUp } from "../wave/end/cleanup";
import { closeJobs, listDrillJobs, retagJobs } from "../wave/end/drillJobs";
import { refreshOutputs } from "../wave/end/refresh";
import { withTemplatesBack } from "../wave/network/untilLaunched";
import { runWave } from "../wave/runWave";
import { toWave } from "../wave/wave";
import { checkWave } from "./checkWave";
import { diffWave, toDiffResult } from "./diffWave";
import { type Operation, openContext, type Place, placeOf, pollMsOf } from "./openContext";
import { Previews } from "./previews";
import { engineWatch } from "./providerProcess";
import { refuseToTearDown } from "./refuseToTearDown";
import { DESTROYING, withAdvice } from "./requestAdvice";
import { assertSameAccount, assertSamePlace, assertSameRegion } from "./samePlace";
import { savingState } from "./savingState";
import { SharedLooks } from "./sharedLooks";
import { SourceLooks } from "./sourceLooks";
import { inputsOf, toState, type WaveInputs, type WaveState } from "./state";
import { refreshSwaps, swapsIn } from "./swapsInState";
import { timeoutSeconds } from "./timeouts";
import { updateWave } from "./updateWave";

const REFRESHING = { truth: "Nothing was changed.", command: "pulumi refresh" };

const LOOK = { timeoutSeconds: LOOK_TIMEOUT_SECONDS, pollMs: 1000 };

type Open = (operation: Operation) => Promise<WaveContext>;

/**
 * How the engine's calls reach the wave. `open` is the outside: AWS and the clock in the provider process. The looks of a
 * preview share what they read; everything else looks for itself.
 */
export function drillWaveLifecycle(
  open: Open = openContext,
  previews = new Previews(),
  looks = new SharedLooks(),
  sources = new SourceLooks(),
): ResourceProvider {
  const openAnew: Open = (operation) => {
    looks.forget();
    return open(operation);
  };
  const look = async (place: Place, isPreview: boolean) => {
    const operation = { ...place, ...LOOK };
    const context = isPreview ? looks.over(place, await open(operation)) : await openAnew(operation);
    return sources.over(place, context);
  };
  return {
    check: (olds, news) => checkWave(olds, news, look, previews, sources),
    diff: async (_id, olds: WaveState, news: WaveInputs) =>
      diff(await look(placeOf(news), previews.has(news.__urn)), olds, news, previews),
    create: async (inputs: WaveInputs) => create(await openAnew(operationOf(inputs, "create")), inputs),
    update: async (_id, olds: WaveState, news: WaveInputs) =>
      update(await openAnew(operationOf({ ...news, region: olds.region }, "update")), olds, news),
    delete: async (_id, state: WaveState) =>
      withAdvice(DESTROYING, async () =>
        remove(await openAnew(operationOf({ ...inputsOf(state), region: state.region }, "delete")), state),
      ),
    read: async (id, state: WaveState) =>
      withAdvice(REFRESHING, async () => {
        const inputs = inputsOf(state);
        const context = await look(placeOf({ ...inputs, region: state.region }), false);
        await assertSamePlace(context.drs, state);
        const outputs = await refreshSwaps(context, state, await refreshOutputs(context, state));
        return { id: id ?? state.jobId, props: toState(inputs, outputs) };
      }),
  };
}

async function diff(context: WaveContext, olds: WaveState, news: WaveInputs, previews: Previews) {
  const difference = diffWave(olds, news, await seenJobs(context, olds, news));
  const { replaces, text, planned, warnings, refusal } = difference;
  if (!replaces.includes("region")) {
    assertSameRegion(context.drs.region, olds);
    assertSameAccount(news.observed?.account, olds);
  }
  if (refusal !== undefined) {
    throw new Error(refusal);
  }
  if (text !== undefined && !previews.has(news.__urn)) {
    context.status.show(text);
  }
  for (const warning of warnings) {
    context.status.warn(warning);
  }
  if (replaces.length > 0) {
    await refuseToTearDown(context, olds, news);
  }
  if (planned !== undefined) {
    previews.say(news.__urn, planned);
  }
  return toDiffResult(difference);
}

/**
 * The jobs of state as DRS shows them now. Undefined, with a warning, where they cannot be read: a drill in state stays
 * as it is.
 */
async function seenJobs({ drs, status }: WaveContext, olds: WaveState, news: WaveInputs) {
  if (drs.region !== olds.region) {
    return undefined;
  }
  try {
    return await drs.listJobs(olds.attempts.map((attempt) => attempt.jobId));
  } catch (error) {
    // Where check has looked in vain, it has said so.
    const isSaid = news.observed === undefined && (news.observe ?? DEFAULTS.observe) === "live";
    if (!isSaid) {
      status.warn(`not known whether this drill's instances are still there: ${clauseOf(error)}`);
    }
    return undefined;
  }
}

async function create(context: WaveContext, inputs: WaveInputs) {
  const wave = toWave(inputs, context.drs);
  const outputs = await savingState(context.status, inputs, (save) => runWave(context, wave, inputs.observed, save));
  return { id: outputs.jobId, outs: toState(inputs, outputs) };
}

async function update(context: WaveContext, olds: WaveState, news: WaveInputs) {
  const [before, wave] = [toWave(inputsOf(olds), olds), toWave({ ...news, drillNonce: olds.drillNonce }, olds)];
  const outputs = await savingState(context.status, news, async (save) => {
    await assertSamePlace(context.drs, olds);
    await retagJobs(context.drs, olds, before.jobTags, wave.jobTags);
    return updateWave(context, wave, { outputs: olds, observed: news.observed }, save);
  });
  return { outs: toState(news, outputs) };
}

async function remove(context: WaveContext, state: WaveState): Promise<void> {
  await assertSamePlace(context.drs, state);
  const drill = await listDrillJobs(context.drs, state);
  await closeJobs(context, drill);
  const describe = () => `interrupted while cleaning up job ${state.jobId}: \`pulumi destroy\` continues`;
  const work = async () => {
    const unwanted = keepsInstances(state);
    if (unwanted === undefined) {
      await cleanUp(context, drill);
    } else {
      context.status.warn(unwanted);
    }
  };
  const swaps = swapsIn(state);
  await engineWatch.whileRunning({ status: context.status, describe }, () =>
    swaps === undefined ? work() : withTemplatesBack(context, swaps, work),
  );
}

function operationOf(inputs: WaveInputs, operation: "create" | "update" | "delete"): Operation {
  const seconds = timeoutSeconds(operation, inputs.customTimeouts);
  return { ...placeOf(inputs), timeoutSeconds: seconds, pollMs: pollMsOf(inputs.polling) };
}

/** Why destroy leaves the recovery instances alone; undefined when it terminates them. */
function keepsInstances(state: WaveState): string | undefined {
  const ids = state.servers.flatMap((server) => server.recoveryInstanceId ?? []).join(", ");
  if (state.isDrill === false) {
    return `left running, because a real recovery is never terminated: ${ids}`;
  }
  return state.requestedCleanup === "never" ? `left running, because cleanup is "never": ${ids}` : undefined;
}
