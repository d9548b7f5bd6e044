import { JOB_COMPLETED } from "../drs/status";
import { clauseOf, DrsRequestError, messageOf, remedyFor } from "../errors";
import type { DrillWaveOutputs } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import type { Save } from "../wave/continueWave";
import { toPlain } from "./engineValues";
import { engineWatch } from "./providerProcess";
import { toState, type WaveInputs } from "./state";

/**
 * The operation's result. Once it has saved something, what it throws carries the state that `destroy` and the
 * next `up` need.
 *
 * @throws the operation's own error before its first job; {@link PartialFailure} after.
 */
export async function savingState(
  status: WaveContext["status"],
  inputs: WaveInputs,
  run: (save: Save) => Promise<DrillWaveOutputs>,
): Promise<DrillWaveOutputs> {
  let latest: DrillWaveOutputs | undefined;
  const describe = () => describeInterruption(latest);
  try {
    return await engineWatch.whileRunning({ status, describe }, () =>
      run((outputs) => {
        latest = outputs;
      }),
    );
  } catch (error) {
    const failure = withRemedy(error, latest);
    if (latest === undefined) {
      throw failure;
    }
    throw new PartialFailure(latest.jobId, toState(inputs, latest), failure);
  }
}

function describeInterruption(latest: DrillWaveOutputs | undefined): string {
  if (latest === undefined) {
    return "interrupted before a recovery job was known: `pulumi up` looks for it by its tag";
  }
  return `interrupted: recovery ${describeLastJob(latest)}; \`pulumi up\` resumes the drill, \`pulumi destroy\` cleans it up`;
}

/** `job drsjob-… goes on in AWS`, or `has ended`. */
function describeLastJob({ attempts, status }: DrillWaveOutputs): string {
  return `job ${attempts.at(-1)?.jobId} ${status === JOB_COMPLETED ? "has ended" : "goes on in AWS"}`;
}

/** The error of a failed request does not mention the drill; this adds what is true of it now, and what to do. */
function withRemedy(error: unknown, latest: DrillWaveOutputs | undefined): unknown {
  if (!(error instanceof DrsRequestError)) {
    return error;
  }
  const remedy = remedyFor(error);
  if (latest === undefined) {
    return new Error(`${clauseOf(error)}. Nothing was started. ${remedy}, then run \`pulumi up\`.`);
  }
  const job = describeLastJob(latest);
  return new Error(`${clauseOf(error)}. Recovery ${job}. ${remedy}; \`pulumi up\` resumes and starts nothing.`);
}

/**
 * An error that saves the resource: the engine reads `id`, `properties` and `reasons` of what create and update throw,
 * keeps the resource in state and calls update at the next `up`. `properties` must include `__provider`, or the next
 * delete does not find its provider (docs/engine-facts.md#partial-failure).
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly properties: object;
  readonly reasons: string[];
  constructor(
    readonly id: string,
    properties: object,
    cause: unknown,
  ) {
    super(messageOf(cause), { cause });
    this.properties = toPlain(properties);
    this.reasons = [this.message];
  }
}
