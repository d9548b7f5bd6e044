/** What the simulated world says of drills, beside what the provider says of them. */
import type { WorldSnapshot } from "../../simulator/src/world";
import type { StackState } from "./engineState";
import { waveIn } from "./engineState";
import { type Finding, finding } from "./findings";

type Job = WorldSnapshot["jobs"][number];
type Instance = WorldSnapshot["instances"][number];

/** The tags by which a job says whose it is; spelled out, so that a change of the provider's is seen. */
const TAG = { execution: "ExecutionId", attempt: "Attempt", closed: "Closed" } as const;

/** Every job that launches. */
export function launches(world: WorldSnapshot): Job[] {
  return world.jobs.filter((job) => job.type === "LAUNCH");
}

/** Attempts of an execution that were started more than once, unless the first was closed before the second began. */
export function doubleStarts(world: WorldSnapshot): Finding[] {
  const jobs = launches(world);
  return jobs.flatMap((job, index) => {
    const earlier = jobs.slice(0, index).find((other) => isSameAttempt(other, job) && !closedBefore(other, job));
    if (earlier === undefined) {
      return [];
    }
    return [finding("double starts", `${earlier.jobID} and ${job.jobID} are both attempt ${job.tags[TAG.attempt]}`)];
  });
}

function isSameAttempt(a: Job, b: Job): boolean {
  return a.tags[TAG.execution] === b.tags[TAG.execution] && a.tags[TAG.attempt] === b.tags[TAG.attempt];
}

function closedBefore(earlier: Job, later: Job): boolean {
  const closed = earlier.tags[TAG.closed];
  return closed !== undefined && Date.parse(closed) <= Date.parse(later.creationDateTime);
}

/** Jobs that no state knows, of executions that are not closed. */
export function lostJobs(world: WorldSnapshot, state: StackState): Finding[] {
  const known = new Set(
    state.resources.flatMap((each) => waveIn(state, each.name)?.attempts.map((attempt) => attempt.jobId) ?? []),
  );
  return launches(world)
    .filter((job) => !known.has(job.jobID) && job.tags[TAG.closed] === undefined)
    .map((job) => finding("lost jobs", `${job.jobID} is in no state`));
}

/** Names of the waves in state whose drill a destroy has ended, or begun to end. */
export function endedDrills(world: WorldSnapshot, state: StackState): string[] {
  const closed = new Set(world.jobs.filter((job) => job.tags[TAG.closed] !== undefined).map((job) => job.jobID));
  return state.resources.flatMap(({ name }) =>
    waveIn(state, name)?.attempts.some(({ jobId }) => closed.has(jobId)) === true ? [name] : [],
  );
}

/** What is alive, or will be, when nothing may be but what was there before any drill. */
export function orphans(world: WorldSnapshot, before: readonly Instance[] = []): Finding[] {
  const strangers = new Set(before.map((each) => each.ec2InstanceID));
  const alive = world.instances.filter((each) => each.ec2State !== "TERMINATED" && !strangers.has(each.ec2InstanceID));
  const running = launches(world).filter((job) => job.status !== "COMPLETED");
  return [
    ...alive.map((each) => finding("orphans", `${each.ec2InstanceID} of ${each.jobID} is ${each.ec2State}`)),
    ...running.map((job) => finding("orphans", `${job.jobID} is ${job.status}`)),
  ];
}

/** What was there before any drill, and is not any more. */
export function harmed(world: WorldSnapshot, before: readonly Instance[]): Finding[] {
  const alive = new Map(world.instances.map((each) => [each.ec2InstanceID, each.ec2State]));
  return before
    .filter(({ ec2InstanceID, ec2State }) => alive.get(ec2InstanceID) !== ec2State)
    .map(({ ec2InstanceID }) => finding("harmed", `${ec2InstanceID} is ${alive.get(ec2InstanceID) ?? "gone"}`));
}

/** The subnet of the drill network of those scenarios that have one. */
export const DRILL_SUBNET = "subnet-0123456789abcdef9";

/** Launch templates that point at the drill network, or still have its tag, when no drill is there any more. */
export function leftInside(world: WorldSnapshot): Finding[] {
  return world.launchTemplates.flatMap(({ launchTemplateId, defaultVersionNumber, versions, tags }) => {
    const data = versions.find((each) => each.versionNumber === defaultVersionNumber)?.data;
    const isInside = data?.networkInterfaces?.some(({ subnetId }) => subnetId === DRILL_SUBNET) === true;
    const isTagged = Object.keys(tags).some((key) => key.startsWith("DrillWave"));
    const why = [...(isInside ? [`points at ${DRILL_SUBNET}`] : []), ...(isTagged ? ["has the tag of a swap"] : [])];
    return why.length === 0 ? [] : [finding("left in a drill network", `${launchTemplateId} ${why.join(" and ")}`)];
  });
}

/** Instances that a drill with a network of its own has launched outside of it. */
export function launchedOutside(world: WorldSnapshot): Finding[] {
  const hasNetwork = world.subnets.some(({ subnetId }) => subnetId === DRILL_SUBNET);
  return world.instances
    .filter(({ subnetId, jobID }) => hasNetwork && jobID !== undefined && subnetId !== DRILL_SUBNET)
    .map(({ ec2InstanceID, subnetId }) =>
      finding("left in a drill network", `${ec2InstanceID} was launched in ${subnetId}`),
    );
}

/** Waves that a state calls PASSED although one of their servers did not launch, or its checks have not passed. */
export function falsePasses(world: WorldSnapshot, state: StackState): Finding[] {
  return state.resources.flatMap(({ name }) => {
    const wave = waveIn(state, name);
    if (wave?.verdict !== "PASSED") {
      return [];
    }
    return wave.servers.flatMap(({ sourceServerId }) => {
      const why = whyNotPassed(world, sourceServerId, jobIdOf(wave.attempts, sourceServerId));
      return why === undefined ? [] : [finding("wrong verdicts", `${name} is PASSED, but ${sourceServerId} ${why}`)];
    });
  });
}

/** The job of the last attempt that launched the server. */
function jobIdOf(attempts: readonly { jobId: string; sourceServerIds: readonly string[] }[], sourceServerId: string) {
  return attempts.findLast((each) => each.sourceServerIds.includes(sourceServerId))?.jobId;
}

function whyNotPassed(world: WorldSnapshot, sourceServerId: string, jobId: string | undefined): string | undefined {
  const job = world.jobs.find((each) => each.jobID === jobId);
  const status = job?.participatingServers.find((each) => each.sourceServerID === sourceServerId)?.launchStatus;
  if (status !== "LAUNCHED" && status !== "TERMINATED") {
    return `is ${status ?? "in no job"}`;
  }
  const instance = world.instances.find((each) => each.sourceServerID === sourceServerId && each.jobID === jobId);
  // EC2 forgets a terminated instance; then only the job tells.
  if (instance === undefined || instance.ec2State !== "RUNNING") {
    return undefined;
  }
  if (instance.statusChecks !== "ok") {
    return `has status checks ${instance.statusChecks}`;
  }
  const open = instance.checksDecidedAt > Date.parse(world.now);
  return open ? "has status checks that are not decided yet" : undefined;
}
