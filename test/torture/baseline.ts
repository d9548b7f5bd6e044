import { waveIn } from "./engineState";
import { runCommand, type Scenario } from "./scenarios";
import { type Request, Stage, type StageOptions } from "./stage";
import { launches } from "./truth";

/** What a scenario comes to when nothing breaks. */
export interface Baseline {
  scenario: Scenario;
  /** The journal; `run` is the command's number. */
  requests: readonly Request[];
  operations: Stage["operations"];
  /** Which service has an operation. */
  services: ReadonlyMap<string, "drs" | "ec2">;
  /** Verdicts by wave, once every `up` has run. */
  verdicts: Record<string, string | undefined>;
  /** Recovery jobs in all. */
  launches: number;
}

/** Real milliseconds that the first run of a process waits for modules and settings before time jumps. */
const WARM_UP_MS = 20;

/** So that no code looks for credentials on the network: that is real time, which nothing here waits for. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "torture", AWS_SECRET_ACCESS_KEY: "torture" };

let warm = false;

/** Runs a scenario with nothing breaking. @throws when the simulator's journal has not what the provider sent */
export async function baselineOf(scenario: Scenario, alter?: StageOptions["alter"]): Promise<Baseline> {
  if (!warm) {
    Object.assign(process.env, CREDENTIALS);
    // The provider loads it at its first call.
    await import("@aws-sdk/client-ec2");
    await baselineRun(scenario, {}, WARM_UP_MS);
    warm = true;
  }
  return baselineRun(scenario, alter === undefined ? {} : { alter });
}

async function baselineRun(scenario: Scenario, options: StageOptions, patienceMs = 0): Promise<Baseline> {
  const stage = new Stage(scenario.world, options);
  let verdicts: Baseline["verdicts"] = {};
  await stage.time.drive(async () => {
    for (const command of scenario.commands) {
      await runCommand(stage.engine, command);
      if (command.run !== "up") {
        continue;
      }
      const names = command.program.waves.map((wave) => wave.name);
      verdicts = Object.fromEntries(names.map((name) => [name, waveIn(stage.engine.state, name)?.verdict]));
    }
  }, patienceMs);
  const journal = stage.service.journal.entries();
  if (journal.map((entry) => entry.operation).join() !== stage.requests.map((request) => request.operation).join()) {
    throw new Error(`${scenario.name}: the simulator's journal is not what the provider sent`);
  }
  return {
    scenario,
    requests: stage.requests,
    operations: stage.operations,
    services: new Map(journal.map(({ operation, service }) => [operation, service === "ec2" ? "ec2" : "drs"])),
    verdicts,
    launches: launches(stage.service.world()).length,
  };
}
