/** Records with the code of a checkout; README.md says how it is run. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, it, vi } from "vitest";
import { manualClock, startSimulator } from "../../simulator/src/index";
import { CASES, type Case, programOf } from "./cases";
import { INTENTS, identityOf } from "./intents";
import { play } from "./play";
import { FOLDERS, type RecordedStack, recordedNames, toText } from "./recorded";

const { GOLDEN_RECORD, GOLDEN_COMMIT = "", GOLDEN_ONLY = "", GOLDEN_CHECKOUT = join(__dirname, "../..") } = process.env;

/** Records those alone whose name has this in it. */
const isWanted = (name: string) => name.includes(GOLDEN_ONLY);

vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
vi.stubEnv("AWS_REGION", "eu-west-1");

describe("records", () => {
  it("identities", async ({ skip }) => {
    if (GOLDEN_RECORD !== "identities") {
      return skip();
    }
    const identities: Record<string, unknown> = {};
    for (const [name, intent] of Object.entries(INTENTS)) {
      identities[name] = await identityOf(intent);
    }
    writeFileSync(join(__dirname, "executionIds.json"), toText(identities));
  });

  it("states", async ({ skip }) => {
    if (GOLDEN_RECORD !== "states") {
      return skip();
    }
    mkdirSync(FOLDERS.states, { recursive: true });
    mkdirSync(FOLDERS.worlds, { recursive: true });
    for (const [name, each] of Object.entries(CASES).filter(([name]) => isWanted(name))) {
      const { stack, world } = await record(name, each);
      writeFileSync(join(FOLDERS.states, `${GOLDEN_COMMIT}-${name}.json`), toText(stack));
      writeFileSync(join(FOLDERS.worlds, `${GOLDEN_COMMIT}-${name}.json`), world);
    }
  });

  it("answers", async ({ skip }) => {
    if (GOLDEN_RECORD !== "answers") {
      return skip();
    }
    mkdirSync(FOLDERS.answers, { recursive: true });
    for (const name of recordedNames().filter(isWanted)) {
      writeFileSync(join(FOLDERS.answers, `${name}.json`), toText(await play(name)));
    }
  });
});

/** Creates the guard and the wave as the engine does; the later `up`s update the wave. */
async function record(name: string, recorded: Case): Promise<{ stack: RecordedStack; world: string }> {
  const stateFile = join(mkdtempSync(join(tmpdir(), "golden-")), "world.json");
  const simulated = manualClock("2026-03-01T10:00:00Z");
  const simulator = await startSimulator({ world: recorded.world, clock: simulated, stateFile });
  try {
    const { drillWaveLifecycle, drillGuardLifecycle, open } = await lifecycles(simulator.url, simulated);
    const program = programOf(recorded);
    const guard = await drillGuardLifecycle(open).create(program.guard);
    const wave = drillWaveLifecycle(open);
    const checked = await wave.check({}, { ...program.wave, drillNonce: guard.outs.nonce });
    if ((checked.failures ?? []).length > 0) {
      throw new Error(JSON.stringify(checked.failures));
    }
    const { inputs } = checked;
    let kept = await keep(() => wave.create(inputs));
    for (let up = 1; up < (recorded.ups ?? 1); up++) {
      const { id, outputs } = kept;
      kept = { ...(await keep(async () => ({ id, ...(await wave.update(id, outputs, inputs)) }))), id };
    }
    const stack = {
      commit: GOLDEN_COMMIT,
      case: name,
      at: new Date(simulated.now()).toISOString(),
      guard: { id: guard.id, inputs: program.guard, outputs: guard.outs },
      wave: { id: kept.id, inputs, outputs: kept.outputs, ...kept.errors },
    };
    return { stack, world: readFileSync(stateFile, "utf8") };
  } finally {
    await simulator.close();
  }
}

/** What the engine keeps of the answer, or of what was thrown. */
async function keep(call: () => Promise<{ id: string; outs: Record<string, unknown> }>) {
  try {
    const { id, outs } = await call();
    return { id, outputs: outs, errors: {} };
  } catch (error) {
    const { id, properties, reasons } = error as {
      id?: string;
      properties?: Record<string, unknown>;
      reasons?: string[];
    };
    if (id === undefined || properties === undefined || reasons === undefined) {
      throw error;
    }
    return { id, outputs: properties, errors: { initErrors: reasons } };
  }
}

/** The lifecycles of the checkout, over its own gateways. What they are made of has had the same names in every version. */
async function lifecycles(endpoint: string, simulated: ReturnType<typeof manualClock>) {
  const load = (path: string) => import(resolve(GOLDEN_CHECKOUT, "provider/src", path));
  const { connect } = await load("aws/connect").catch(() => load("drs/connect"));
  const [{ createDrsGateway }, { createEc2Gateway }, { deadlineIn }, { drillWaveLifecycle }, { drillGuardLifecycle }] =
    await Promise.all([
      load("drs/awsGateway"),
      load("ec2/awsGateway"),
      load("wave/clock"),
      load("lifecycle/drillWaveLifecycle"),
      load("lifecycle/drillGuardLifecycle"),
    ]);
  let localMs = 0;
  const clock = {
    monotonicMs: () => localMs,
    async sleep(ms: number) {
      localMs += ms;
      simulated.advance(ms / 1000);
    },
  };
  const silent = () => undefined;
  const open = async (operation: { region?: string; timeoutSeconds: number; pollMs: number }) => {
    const connected = connect(operation.region, { endpoint });
    const signal = new AbortController().signal;
    return {
      drs: await createDrsGateway(connected, signal),
      ec2: createEc2Gateway(connected, signal),
      templates: createEc2Gateway(connected, signal),
      clock,
      deadline: deadlineIn(operation.timeoutSeconds, clock),
      status: { show: silent, keep: silent, warn: silent },
      pollMs: operation.pollMs,
    };
  };
  return { drillWaveLifecycle, drillGuardLifecycle, open };
}
