import { runtime } from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { type Simulator, startSimulator } from "drs-simulator";
import type { Engine } from "../engine/engine";
import { engineEnvironment, enterEnvironment } from "../engine/engineEnvironment";
import { makeEngineHome } from "../engine/engineHome";
import { LARGE, largeWorld, registerLargeProgram, type Size } from "./largeProgram";
import type { Measurement } from "./measurement";
import { benchStack, STRICT_PACK, secondsOfPreview } from "./timedPreview";

/** What a call takes, in real milliseconds. */
const LATENCY_MS = 150;

/** A program whose first preview is measured. */
interface Subject extends Size {
  /** The calls of that preview at commit 0704fa6, before looks were shared. */
  callsBefore: number;
  /** The most calls that it may make. */
  mostCalls: number;
}

/** Two calls a server, and what is the Region's: as many in ten waves as in one. */
const SUBJECTS: readonly Subject[] = [
  { servers: 10, waves: 1, callsBefore: 39, mostCalls: 40 },
  { servers: 10, waves: 10, callsBefore: 120, mostCalls: 40 },
  { servers: 100, waves: 1, callsBefore: 309, mostCalls: 230 },
  { ...LARGE, callsBefore: 390, mostCalls: 230 },
  { servers: 300, waves: 30, callsBefore: 1230, mostCalls: 640 },
];

/** How long the preview of {@link LARGE} may take longer than one that looks at nothing, in seconds. */
const GOAL_SECONDS = 5;

/** A preview of one kind. */
interface Preview {
  calls: number;
  seconds: number;
}

/**
 * First previews of large programs, at 150 ms a call: with the strict pack and without; with looks that share nothing, as
 * those of a program that does not say that it is previewed; and without any look, which is the engine's own time.
 */
export async function measurePreviews(engine: Engine, signal: AbortSignal): Promise<Measurement[]> {
  const home = await makeEngineHome();
  const measurements: Measurement[] = [];
  try {
    enterEnvironment(engineEnvironment(engine, home, process.env));
    for (const subject of SUBJECTS) {
      signal.throwIfAborted();
      measurements.push(await measure(subject, home.project));
    }
  } finally {
    home.remove();
  }
  return measurements;
}

async function measure(subject: Subject, workDir: string): Promise<Measurement> {
  const simulator = await startSimulator({ world: largeWorld(subject), latencyMs: LATENCY_MS, quiet: true });
  const { url } = simulator;
  try {
    const programs = {
      looking: () => registerLargeProgram(url, subject),
      apart: () => {
        hidePreview();
        registerLargeProgram(url, subject);
      },
      unseeing: () => registerLargeProgram(url, subject, { observe: "off" }),
    };
    const preview = async (program: () => void, packs: string[] = []) =>
      takePreview(await benchStack(program, workDir), simulator, packs);
    const alone = await preview(programs.unseeing);
    const apart = await preview(programs.apart);
    const plain = await preview(programs.looking);
    const judged = await preview(programs.looking, [STRICT_PACK]);
    return report(subject, { alone, apart, plain, judged });
  } finally {
    await simulator.close();
  }
}

/** As a program of an earlier version, which does not say whether it is previewed: its looks share nothing. */
function hidePreview(): void {
  runtime.registerStackTransformation(({ props: { __isPreview: _isPreview, ...props }, opts }) => ({ props, opts }));
}

async function takePreview(stack: Stack, { journal }: Simulator, policyPacks: string[]): Promise<Preview> {
  const before = journal.entries().length;
  const seconds = await secondsOfPreview(stack, policyPacks);
  return { calls: journal.entries().length - before, seconds };
}

function report(
  { servers, waves, callsBefore, mostCalls }: Subject,
  { alone, apart, plain, judged }: Record<"alone" | "apart" | "plain" | "judged", Preview>,
): Measurement {
  const onTop = plain.seconds - alone.seconds;
  const hasTimeGoal = servers === LARGE.servers && waves === LARGE.waves;
  return {
    name: `first preview of ${servers} servers in ${waves} ${waves === 1 ? "wave" : "waves"}, ${LATENCY_MS} ms a call`,
    figures: [
      `${plain.calls} calls, with the strict pack ${judged.calls}`,
      `before ${callsBefore} (ratio ${(plain.calls / callsBefore).toFixed(2)})`,
      `${plain.seconds.toFixed(1)} s, with the pack ${judged.seconds.toFixed(1)} s, the engine alone ${alone.seconds.toFixed(1)} s`,
      `without sharing ${apart.calls} calls, ${apart.seconds.toFixed(1)} s (ratio ${(plain.seconds / apart.seconds).toFixed(2)})`,
    ],
    goal: `at most ${mostCalls} calls${hasTimeGoal ? `, and ${GOAL_SECONDS} s on top of the engine` : ""}`,
    met: Math.max(plain.calls, judged.calls) <= mostCalls && (!hasTimeGoal || onTop <= GOAL_SECONDS),
  };
}
