import type { Fault } from "../../simulator/src/faults";
import type { Baseline } from "./baseline";
import { aWave, aWorld, type Scenario } from "./scenarios";

/** More requests than any cell sends. */
const FOR_EVER = 1_000_000;

/** Longer than the provider waits for an answer (20 s): the operation happens once nobody listens any more. */
const TOO_SLOW_MS = 30_000;
const SLOW_MS = 5_000;

/** The simulator's kinds, `denied` (what no retry lifts), and an answer that comes too late. */
const FAULTS: Record<string, (service: "drs" | "ec2") => Omit<Fault, "operation">> = {
  error: () => ({ kind: "error" }),
  denied: (service) => ({
    kind: "error",
    status: 403,
    code: service === "drs" ? "AccessDeniedException" : "UnauthorizedOperation",
  }),
  throttle: () => ({ kind: "throttle" }),
  resetBefore: () => ({ kind: "resetBefore" }),
  resetAfter: () => ({ kind: "resetAfter" }),
  hang: () => ({ kind: "hang" }),
  html503: () => ({ kind: "html503" }),
  slow: () => ({ kind: "slow", delayMs: SLOW_MS }),
  tooSlow: () => ({ kind: "slow", delayMs: TOO_SLOW_MS }),
};

const TIMES = { once: 1, thrice: 3, forever: FOR_EVER } as const;

/** Sent once each, whatever comes of it: they have no idempotency token. */
export const STARTS: readonly string[] = ["StartRecovery", "TerminateRecoveryInstances"];

/** Read for policies alone: whatever comes of it, no command fails. */
export const FOR_POLICIES: readonly string[] = [
  "GetReplicationConfiguration",
  "DescribeSubnets",
  "DescribeRouteTables",
  "DescribeSecurityGroups",
  "DescribeInstanceTypes",
  "GetInstanceMetadataDefaults",
];

/** What people do next: fix the cause first, or destroy while it is still there. */
export const FAULT_FOLLOW_UPS = ["fix+up+destroy", "destroy+fix+destroy"] as const;

/** One way in which calls of one operation fail. */
export interface FaultCell {
  id: string;
  baseline: Baseline;
  kind: string;
  operation: string;
  fault: Fault;
  /** Number of the command during which calls begin to fail. */
  command: number;
  times: keyof typeof TIMES;
  followUp: (typeof FAULT_FOLLOW_UPS)[number];
}

/** A drill that calls every operation that any drill calls: snapshots are pinned, and tags change. */
export function faultScenario(late: boolean): Scenario {
  const recoverySnapshotId = "pit-00000000000000001";
  const server = { sourceServerId: "s-00000000000000002", recoverySnapshotId };
  const program = (tags: Record<string, string>) => ({
    waves: [aWave("app", ["app"], { tags, sourceServers: [server] })],
  });
  const snapshots = [{ snapshotID: recoverySnapshotId, ageSeconds: 600 }];
  return {
    name: late ? "fault-late" : "fault",
    world: aWorld(late, { app: { snapshots } }),
    commands: [
      { run: "up", program: program({ CostCenter: "1", Team: "x" }) },
      { run: "up", program: program({ CostCenter: "2" }) },
      { run: "destroy" },
    ],
    breakFrom: 0,
  };
}

/**
 * Every operation in the journal, from the beginning of each command that calls it and from the job's start on, with every
 * kind of fault, number of times and follow-up. Pure.
 */
export function faultCells(baseline: Baseline): FaultCell[] {
  const { scenario, requests } = baseline;
  const started = requests.findIndex((request) => request.operation === "StartRecovery");
  const operations = [...new Set(requests.map((request) => request.operation))];
  return operations.flatMap((operation) => {
    const calls = requests.flatMap((request, index) =>
      request.operation === operation ? [{ ...request, index }] : [],
    );
    const commands = [...new Set(calls.map((call) => call.run))];
    const beforeStart = calls.filter((call) => call.run === 0 && call.index <= started).length;
    const afterStart = calls.some((call) => call.run === 0 && call.index > started) && beforeStart > 0;
    const places = [
      ...commands.map((command) => ({ command, skip: 0, name: `command${command}` })),
      ...(afterStart ? [{ command: 0, skip: beforeStart, name: "waiting" }] : []),
    ];
    return places.flatMap((place) => cellsAt(baseline, scenario.name, operation, place));
  });
}

function cellsAt(
  baseline: Baseline,
  scenario: string,
  operation: string,
  { command, skip, name }: { command: number; skip: number; name: string },
): FaultCell[] {
  const service = baseline.services.get(operation) ?? "drs";
  return Object.entries(FAULTS).flatMap(([kind, make]) =>
    (Object.keys(TIMES) as (keyof typeof TIMES)[]).flatMap((times) =>
      FAULT_FOLLOW_UPS.map((followUp) => ({
        id: `${scenario}/${kind}/${operation}/${name}/${times}/${followUp}`,
        baseline,
        kind,
        operation,
        fault: { ...make(service), operation, skip, times: TIMES[times] },
        command,
        times,
        followUp,
      })),
    ),
  );
}
