import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { present } from "../present";
import type { DrillWaveOutputs } from "../vocabulary";
import { cleanUp, closeJobs } from "../wave/cleanup";
import type { WaveContext } from "../wave/context";
import { concludeWave, continueWave, drillJobsOf } from "../wave/continueWave";
import { nextStepOf } from "../wave/nextStep";
import { preflight } from "../wave/preflight";
import { refreshOutputs } from "../wave/refresh";
import { retagJobs } from "../wave/retagJobs";
import { observeOrRefuse, retryWave, runWave, type WaveRequest } from "../wave/runWave";
import { settingsOf } from "../wave/settings";
import { fromOutputs } from "../wave/waveRun";
import { checkWave } from "./checkWave";
import { diffWave, toDiffResult } from "./diffWave";
import { type Operation, openContext, placeOf } from "./openContext";
import { PartialFailure } from "./partialFailure";
import { resumedPlan } from "./resumedPlan";
import { assertSamePlace, assertSameRegion } from "./samePlace";
import { inputsOf, toState, type WaveInputs, type WaveState } from "./state";
import { timeoutSeconds } from "./timeouts";
import { hasUnknown } from "./unknown";

/** Reads before anything runs (check, diff, refresh) get this long, in seconds. */
const LOOK_TIMEOUT_SECONDS = 300;

/** How the engine's calls reach the wave. `open` is the outside: AWS and the clock in the provider process. */
export function drillWaveLifecycle(
  open: (operation: Operation) => Promise<WaveContext> = openContext,
): ResourceProvider {
  const look = (place: ReturnType<typeof placeOf>) =>
    open({ ...place, timeoutSeconds: LOOK_TIMEOUT_SECONDS, pollMs: 1000 });
  return {
    check: (_olds, news) => checkWave(news, look),

    async diff(_id, olds: WaveState, news: WaveInputs) {
      const difference = diffWave(olds, news);
      const context = await look(placeOf(news));
      if (!difference.replaces.includes("region")) assertSameRegion(context.drs.region, olds);
      context.status.show(difference.text);
      if (difference.replaces.length > 0) await refuseToTearDown(context, olds, news);
      return toDiffResult(difference);
    },

    async create(inputs: WaveInputs) {
      const context = await open(operationOf(inputs, "create"));
      const outputs = await savingState(inputs, (save) => runWave(context, requestOf(inputs, save)));
      return { id: outputs.jobId, outs: toState(inputs, outputs) };
    },

    async update(_id, olds: WaveState, news: WaveInputs) {
      const context = await open(operationOf({ ...news, region: olds.region }, "update"));
      await assertSamePlace(context.drs, olds);
      await retagJobs(context.drs, olds, inputsOf(olds), news);
      const outputs = await savingState(news, (save) => updateWave(context, olds, news, save));
      return { outs: toState(news, outputs) };
    },

    async delete(_id, state: WaveState) {
      const context = await open(operationOf({ ...inputsOf(state), region: state.region }, "delete"));
      await assertSamePlace(context.drs, state);
      const drill = drillJobsOf(state);
      const unwanted = keepsInstances(state);
      if (unwanted === undefined) {
        await cleanUp(context, drill);
        return;
      }
      await closeJobs(context, drill);
      context.status.warn(unwanted);
    },

    async read(id, state: WaveState) {
      const inputs = inputsOf(state);
      const context = await look(placeOf({ ...inputs, region: state.region }));
      await assertSamePlace(context.drs, state);
      const outputs = await refreshOutputs(context, state);
      return { id: id ?? state.jobId, props: toState(inputs, outputs) };
    },
  };
}

/**
 * Throws before the engine deletes an old drill for a new one that cannot start. Does not look while the new drill is
 * not fully known.
 */
async function refuseToTearDown(context: WaveContext, olds: WaveState, news: WaveInputs): Promise<void> {
  const { observed, ...intent } = news;
  if (hasUnknown({ ...intent, drillNonce: "" })) return;
  const observation =
    observed ??
    (
      await observeOrRefuse(
        context,
        requestOf(news, () => {}),
      )
    ).observation;
  // The old drill's nonce: its instances are deleted first, so they are not in the way.
  await preflight(context, { intent: news, drillNonce: olds.drillNonce, observation });
}

/** What update does, in order of what is unfinished. */
async function updateWave(
  context: WaveContext,
  olds: WaveState,
  news: WaveInputs,
  save: (outputs: DrillWaveOutputs) => void,
): Promise<DrillWaveOutputs> {
  const run = fromOutputs(olds, news, resumedPlan(olds, news));
  const step = nextStepOf(run, olds.pending);
  switch (step.kind) {
    case "resume":
      return continueWave(context, run, save);
    case "retry": {
      const sourceServerIds = step.servers.map((server) => server.sourceServerId);
      return retryWave(context, run, { ...requestOf(news, save), sourceServerIds });
    }
    case "cleanup":
    case "exhausted":
    case "none":
      return concludeWave(context, run, save);
  }
}

/** Runs the operation; from the first job on, what it throws carries the state that `destroy` and the next `up` need. */
async function savingState(
  inputs: WaveInputs,
  run: (save: (outputs: DrillWaveOutputs) => void) => Promise<DrillWaveOutputs>,
): Promise<DrillWaveOutputs> {
  let latest: DrillWaveOutputs | undefined;
  try {
    return await run((outputs) => {
      latest = outputs;
    });
  } catch (error) {
    if (latest === undefined) throw error;
    throw new PartialFailure(latest.jobId, toState(inputs, latest), error);
  }
}

function requestOf(inputs: WaveInputs, save: WaveRequest["save"]): WaveRequest {
  const { drillNonce, observed, resolvedServers, sourceServers, ...intent } = inputs;
  const declared = sourceServers?.map((server) => server.sourceServerId);
  return {
    intent: present({ ...intent, sourceServers }),
    drillNonce,
    sourceServerIds: declared ?? resolvedServers ?? [],
    judged: observed,
    save,
  };
}

function operationOf(inputs: WaveInputs, operation: "create" | "update" | "delete"): Operation {
  const seconds = timeoutSeconds(operation, inputs.customTimeouts);
  return { ...placeOf(inputs), timeoutSeconds: seconds, pollMs: settingsOf(inputs).pollMs };
}

/** Why destroy leaves the recovery instances alone; undefined when it terminates them. */
function keepsInstances(state: WaveState): string | undefined {
  const ids = state.servers.flatMap((server) => server.recoveryInstanceId ?? []).join(", ");
  if (state.isDrill === false) return `left running, because a real recovery is never terminated: ${ids}`;
  return state.requestedCleanup === "never" ? `left running, because cleanup is "never": ${ids}` : undefined;
}
