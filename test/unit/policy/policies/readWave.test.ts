import { describe, expect, it } from "vitest";
import { observation } from "../../../../policy/src/judged/observed";
import { readWave } from "../../../../policy/src/policies/readWave";
import { aWave, OBSERVED_AT, observing, theInputs, urnOf } from "../factories";

const hours = (count: number) => new Date(Date.parse(OBSERVED_AT) + count * 3_600_000);
const shown = { urn: urnOf("database"), name: "database", props: theInputs() };

describe("readWave", () => {
  it("names stack and project, also of a wave in a component", () => {
    const urn = "urn:pulumi:prod::orders::acme:Tier$pulumi-nodejs:dynamic/drs:DrillWave::database";
    const { stack, project, name } = readWave({ ...shown, urn }, hours(0));
    expect({ stack, project, name }).toEqual({ stack: "prod", project: "orders", name: "database" });
  });

  it("throws when an unknown input is read, and lists it", () => {
    const wave = aWave({}, ["cleanup"]);
    expect(wave.unknownInputs).toEqual(["cleanup"]);
    expect(Object.keys(wave.inputs)).not.toContain("cleanup");
    expect(() => wave.inputs.cleanup).toThrow("unknown during preview: cleanup");
  });

  it("knows nothing of what check keeps for its own later looks", () => {
    const { inputs, unknownInputs } = aWave({}, ["sourceTags"]);
    expect({ unknownInputs, isThere: "sourceTags" in inputs }).toEqual({ unknownInputs: [], isThere: false });
  });

  it("passes on what else goes wrong while it reads", () => {
    const props = Object.defineProperty({}, "tags", { enumerable: true, get: () => JSON.parse("{") });
    expect(() => readWave({ ...shown, props }, hours(0))).toThrow(SyntaxError);
  });

  it.each([
    { label: "just now", at: hours(0) },
    { label: "in a simulator whose time runs ahead", at: hours(-100) },
    { label: "an hour ago, as late in a long check", at: hours(1) },
  ])("keeps what was observed $label", ({ at }) => {
    expect(observation(readWave(shown, at)).observedAt).toBe(OBSERVED_AT);
  });

  it("keeps what was observed just now on a machine whose clock is days ahead of AWS's", () => {
    const observed = { ...observing(), machineTime: hours(72).toISOString() };
    const wave = readWave({ ...shown, props: theInputs({ observed }) }, hours(72));
    expect(observation(wave).observedAt).toBe(OBSERVED_AT);
  });

  it("takes an observation of another run for none: outside --target check does not look", () => {
    expect(() => observation(readWave(shown, hours(1.1)))).toThrow(
      `not observed: last looked at on ${OBSERVED_AT}, not in this run`,
    );
  });
});
