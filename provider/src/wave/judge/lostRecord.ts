import { present } from "../../present";
import type { DrillWaveOutputs, ServerRecord } from "../../vocabulary";
import type { WaveContext } from "../context";
import { concludeWave, type Save, serversOf } from "../continueWave";
import { phasesOf } from "../follow/phases";
import { endOfServer } from "../follow/serverEnd";
import { type EndedJob, waitForJob } from "../follow/waitForJob";
import { settingsOf } from "../settings";
import { toOutputs, type WaveRun, withJob, withRecords } from "../waveRun";

/**
 * Concludes a drill that was judged and whose instances are being terminated, but whose record never reached state. What
 * can be read off the jobs is; a server counts as verified only when the whole drill had PASSED. Launches nothing: the
 * evidence of anything else is gone, so it fails, and another trigger drills again.
 */
export async function concludeLostRecord(
  context: WaveContext,
  adopted: WaveRun,
  verdict: string,
  save: Save,
): Promise<DrillWaveOutputs> {
  let run = adopted;
  for (const { attempt, jobId } of adopted.attempts) {
    save(toOutputs(run, ["wait", "judge"]));
    const ended = await waitForJob(context, jobId);
    run = withJob(run, attempt, ended.job, serversOf(run, attempt));
    run = withRecords(
      run,
      serversOf(run, attempt).map((server) => recordOf(server.sourceServerId, run, ended, attempt, verdict)),
      [`the drill was judged ${verdict} before; its record was lost, and its measures with it`],
    );
  }
  return concludeWave(context, run, save);
}

function recordOf(id: string, run: WaveRun, { job, log }: EndedJob, attempt: number, verdict: string): ServerRecord {
  const server = run.plan.servers.find((each) => each.sourceServerId === id);
  const launchStatus = job.servers.find((each) => each.sourceServerId === id)?.launchStatus ?? "unknown";
  const end = endOfServer(log.filter((item) => item.sourceServerId === id));
  const launched = launchStatus === "LAUNCHED";
  const failed = {
    event: end?.event ?? "NOT_LAUNCHED",
    message: end?.message ?? `its launch status is ${launchStatus}`,
  };
  const verified = verdict === "PASSED" ? settingsOf(run.intent).success : ("launched" as const);
  return present({
    sourceServerId: id,
    hostname: server?.hostname,
    role: server?.role,
    impactLevel: server?.impactLevel ?? "CRITICAL",
    launchStatus,
    launchConfiguration: server?.launchConfiguration ?? {},
    verifiedTo: launched ? verified : undefined,
    postLaunchActions: [],
    phases: phasesOf(id, log),
    attempt,
    failure: launched ? undefined : failed,
  });
}
