/** What a provider was shown, beside what it says of a drill: a verdict rests on answers alone. */
import { readAnswer, type Value, valuesAt } from "./answers";
import { type StackState, waveIn } from "./engineState";
import { type Finding, finding } from "./findings";

/** Every answer that reached the provider, by operation. */
export class ShownAnswers {
  readonly #shown = new Map<string, Value[]>();

  add(operation: string, body: string): void {
    this.#shown.set(operation, [...this.of(operation), readAnswer(body)]);
  }

  of(operation: string): readonly Value[] {
    return this.#shown.get(operation) ?? [];
  }

  /** The values at a path in all answers of an operation. */
  at(operation: string, path: readonly string[]): Value[] {
    return this.of(operation).flatMap((answer) => valuesAt(answer, path));
  }
}

/** What the program asks of a wave. */
export interface Asked {
  wave: string;
  sourceServerIds: readonly string[];
  /** Names of post-launch actions that must have succeeded, by server. */
  actions: Readonly<Record<string, readonly string[]>>;
}

/** Why a state's PASSED is not proven by what was shown; empty when it is, or when the state does not say PASSED. */
export function unproven(state: StackState, asked: Asked, shown: ShownAnswers): Finding[] {
  const wave = waveIn(state, asked.wave);
  if (wave?.verdict !== "PASSED") {
    return [];
  }
  const jobIds = wave.attempts.map((attempt) => attempt.jobId);
  const passed = `${asked.wave} is PASSED, but nothing has shown`;
  return asked.sourceServerIds.flatMap((id) => {
    if (!wave.servers.some((server) => server.sourceServerId === id)) {
      return [finding("wrong verdicts", `${asked.wave} is PASSED without ${id}`)];
    }
    const instances = instancesOf(id, jobIds, shown);
    const checked = shown
      .at("DescribeInstanceStatus", STATUS_ITEM)
      .filter(hasPassed)
      .map((item) => member(item, "instanceId"));
    if (!instances.some((instance) => checked.includes(instance))) {
      return [finding("wrong verdicts", `${passed} that the instance of ${id} passed its checks`)];
    }
    const succeeded = actionsOf(id, shown);
    return (asked.actions[id] ?? [])
      .filter((action) => ![action, ...idsOf(action, shown)].some((each) => succeeded.includes(each)))
      .map((action) => finding("wrong verdicts", `${passed} that ${action} of ${id} succeeded`));
  });
}

const STATUS_ITEM = ["DescribeInstanceStatusResponse", "instanceStatusSet", "item", "[]"];

/** Ids of the EC2 instances that DRS listed for a server, and said or logged that one of our jobs launched them. */
function instancesOf(sourceServerId: string, jobIds: readonly string[], shown: ShownAnswers): Value[] {
  const logged = shown
    .at("DescribeJobLogItems", ["items", "[]", "eventData"])
    .filter((data) => member(data, "sourceServerID") === sourceServerId)
    .flatMap((data) => valuesAt(data, ["targetInstanceID"]));
  return shown.at("DescribeRecoveryInstances", ["items", "[]"]).flatMap((item) => {
    // The two are the same, and either may be missing.
    const ids = [member(item, "ec2InstanceID"), member(item, "recoveryInstanceID")];
    const id = ids.find((each) => typeof each === "string" && each.startsWith("i-"));
    const [jobId, serverId] = [member(item, "jobID"), member(item, "sourceServerID")];
    const said = serverId === sourceServerId && jobIds.some((each) => each === jobId);
    return id !== undefined && (said || logged.includes(id)) ? [id] : [];
  });
}

function hasPassed(item: Value): boolean {
  const [system] = valuesAt(item, ["systemStatus", "status"]);
  const [instance] = valuesAt(item, ["instanceStatus", "status"]);
  return system === "ok" && instance === "ok";
}

/** Ids that DRS lists for an action of this name. */
function idsOf(name: string, shown: ShownAnswers): Value[] {
  return shown
    .at("ListLaunchActions", ["items", "[]"])
    .filter((action) => member(action, "name") === name)
    .flatMap((action) => valuesAt(action, ["actionId"]));
}

/** Names and ids of post-launch actions that a job has shown as succeeded on a server. */
function actionsOf(sourceServerId: string, shown: ShownAnswers): Value[] {
  return shown
    .at("DescribeJobs", ["items", "[]", "participatingServers", "[]"])
    .filter((server) => member(server, "sourceServerID") === sourceServerId)
    .flatMap((server) => valuesAt(server, ["launchActionsStatus", "runs", "[]"]))
    .filter((run) => member(run, "status") === "SUCCEEDED")
    .flatMap((run) => [...valuesAt(run, ["action", "name"]), ...valuesAt(run, ["action", "actionId"])]);
}

function member(value: Value, name: string): Value | undefined {
  return valuesAt(value, [name])[0];
}
