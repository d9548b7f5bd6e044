import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { phaseOf, progressNote } from "../../../../scripts/drill/progress";

const TYPE = "pulumi-nodejs:dynamic/drs:DrillWave";
const URN = `urn:pulumi:drill::three-tier-drill::${TYPE}::database`;
const AT = { sequence: 1, timestamp: 1 };

function step(op: "create" | "delete" | "same", type = TYPE) {
  return { metadata: { op, type, urn: URN, provider: "" } };
}

function message(change: object): EngineEvent {
  const said = {
    urn: URN,
    message: "LAUNCH, 1 of 2 servers done\n",
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
      text: "would start; its servers were not observed",
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
    { label: "a wave reports", event: message({}), text: "LAUNCH, 1 of 2 servers done", moment: "runs" },
    {
      label: "a wave reports, without its deadline in real time",
      event: message({ message: "LAUNCH, 1 of 2 servers done, 12m29s elapsed, 1h29m57s left" }),
      text: "LAUNCH, 1 of 2 servers done, 12m29s elapsed",
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
  it("stays the same while counts and times change, and is no single server's", () => {
    const note = (text: string) => phaseOf({ wave: "app", text, moment: "runs" });

    expect(note("launch configuration of s-1a2b3c4d5e6f70002: NONE")).toBeUndefined();
    expect(note("LAUNCH, 1 of 2 servers done, 59s elapsed")).toBe("app: LAUNCH");
    expect(note("LAUNCH, 2 of 2 servers done, 1m02s elapsed")).toBe("app: LAUNCH");
  });
});
