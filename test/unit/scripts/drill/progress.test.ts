import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { ObservedServer } from "pulumi-drillwave/vocabulary";
import { describe, expect, it } from "vitest";
import { emptyLooksRow, jobRow, terminatedRow, verifyingRow, waitingRow } from "../../../../provider/src/wave/row";
import { finishedWave, phaseOf, plannedWave, progressNote } from "../../../../scripts/drill/progress";
import { aWave } from "./aWave";

const TYPE = "pulumi-nodejs:dynamic/drs:DrillWave";
const URN = `urn:pulumi:drill::three-tier-drill::${TYPE}::database`;
const AT = { sequence: 1, timestamp: 1 };

function step(op: "create" | "delete" | "same", type = TYPE) {
  return { metadata: { op, type, urn: URN, provider: "" } };
}

function message(change: object): EngineEvent {
  const said = {
    urn: URN,
    message: "1/2 12m29s launch\n",
    color: "never",
    severity: "info",
    ephemeral: true,
  };
  return { ...AT, diagnosticEvent: { ...said, ...change } as NonNullable<EngineEvent["diagnosticEvent"]> };
}

describe(progressNote.name, () => {
  it.each<{ label: string; event: EngineEvent; text: string; moment: string }>([
    {
      label: "a wave would launch",
      event: { ...AT, resourcePreEvent: { ...step("create"), planning: true } },
      text: "would start; its servers are not known yet",
      moment: "planned",
    },
    { label: "a wave begins", event: { ...AT, resourcePreEvent: step("create") }, text: "starting", moment: "begins" },
    { label: "a wave ends", event: { ...AT, resOutputsEvent: step("create") }, text: "finished", moment: "ends" },
    {
      label: "a cleanup fails",
      event: { ...AT, resOpFailedEvent: { ...step("delete"), status: 0, steps: 0 } },
      text: "could not be cleaned up",
      moment: "fails",
    },
    { label: "a wave reports", event: message({}), text: "1/2 12m29s launch", moment: "runs" },
    {
      label: "a wave reports, without its deadline in real time",
      event: message({
        message: jobRow({ servers: { done: 1, of: 2 }, elapsedSeconds: 749, phase: "launch", leftSeconds: 5397 }),
      }),
      text: "1/2 12m29s launch",
      moment: "runs",
    },
  ])("says when $label", ({ event, text, moment }) => {
    expect(progressNote(event)).toEqual({ wave: "database", text, moment });
  });

  it.each<{ label: string; event: EngineEvent }>([
    { label: "a wave that would stay", event: { ...AT, resourcePreEvent: { ...step("same"), planning: true } } },
    { label: "the end of a planned step", event: { ...AT, resOutputsEvent: { ...step("create"), planning: true } } },
    { label: "a step that changes nothing", event: { ...AT, resourcePreEvent: step("same") } },
    { label: "another resource", event: { ...AT, resOutputsEvent: step("create", "pulumi:pulumi:Stack") } },
    { label: "a message that stays", event: message({ ephemeral: false }) },
    { label: "a message about nothing", event: message({ urn: undefined }) },
    { label: "a verdict, which the end of the wave tells too", event: message({ message: "passed" }) },
    { label: "anything else", event: AT },
  ])("passes over $label", ({ event }) => {
    expect(progressNote(event)).toBeUndefined();
  });
});

describe(phaseOf.name, () => {
  const jobAt = (done: number, elapsedSeconds?: number) =>
    jobRow({
      servers: { done, of: 2 },
      ...(elapsedSeconds === undefined ? {} : { elapsedSeconds }),
      phase: "launch failed",
      leftSeconds: 5400,
    });

  it.each([
    { rows: [jobAt(1, 59), jobAt(2, 62), jobAt(2, 7300), jobAt(2)], phase: "launch failed" },
    { rows: [1, 2].map((done) => verifyingRow({ done, of: 2 }, "running")), phase: "verified to running" },
    { rows: [1, 2].map((done) => terminatedRow({ done, of: 2 })), phase: "terminated" },
    { rows: [1, 2].map((done) => emptyLooksRow({ done, of: 7 }, "looking")), phase: "looks" },
    { rows: ["job drsjob-1 holds s-1", "20 jobs are in progress"].map(waitingRow), phase: "waiting" },
  ])("stays the same while counts and times change: $phase", ({ rows, phase }) => {
    const phases = rows.map((text) => phaseOf({ wave: "app", text, moment: "runs" }));
    expect([...new Set(phases)]).toEqual([`app: ${phase}`]);
  });
});

function aServer(hostname: string, change: Partial<ObservedServer> = {}): ObservedServer {
  return {
    sourceServerId: "s-0123456789abcdef0",
    hostname,
    tags: {},
    launchConfigurationSource: "DRS",
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
    launchTemplate: { launchTemplateId: "lt-0123456789abcdef0", version: 1, instanceType: "r5.2xlarge" },
    recoveryInstances: [],
    ...change,
  };
}

function planOf(servers: ObservedServer[]): string {
  return plannedWave({
    observed: { region: "us-west-2", account: "111122223333", observedAt: "2026-11-24T12:00:00.000Z", servers },
  });
}

describe(plannedWave.name, () => {
  it("names each server with its live settings", () => {
    const { launchTemplate: _, ...server } = aServer("db-2");

    expect(planOf([aServer("db-1"), server])).toBe("would launch 2 servers: db-1 (NONE, r5.2xlarge), db-2 (NONE)");
  });

  it("counts what would make the line too long", () => {
    const servers = Array.from({ length: 9 }, (_, index) => aServer(`a${index}`, { launchConfiguration: {} }));

    expect(planOf(servers)).toBe(
      "would launch 9 servers: a0 (r5.2xlarge), a1 (r5.2xlarge), a2 (r5.2xlarge), a3 (r5.2xlarge), a4 (r5.2xlarge), a5 (r5.2xlarge), 3 more",
    );
  });

  it("says so when nothing was observed", () => {
    expect(plannedWave({})).toBe("would start; its servers are not known yet");
  });
});

describe(finishedWave.name, () => {
  it("gives the verdict and the worst numbers", () => {
    expect(finishedWave(aWave("app").outputs)).toBe("PASSED, recovery 8m59s, data loss 4s");
  });

  it("claims nothing of a wave without a verdict", () => {
    expect(finishedWave({})).toBe("finished");
  });
});
