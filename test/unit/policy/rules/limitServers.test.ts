import { describe, expect, it } from "vitest";
import { limitServers as rule } from "../../../../policy/src/rules/limitServers";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aServer, aWave, observing } from "../factories";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `s-${String(index).padStart(17, "0")}`);
const declaring = (count: number) =>
  aWave({ sourceServers: ids(count).map((sourceServerId) => aServer({ sourceServerId })) });
const selector = { tags: { Tier: "web", Plan: "orders" } };
const selecting = (count: number) =>
  aWave({
    sourceServers: undefined,
    selector,
    observed: observing(ids(count).map((sourceServerId) => aSeenServer({ sourceServerId }))),
  });
const resolved = (count: number) =>
  aWave({ sourceServers: undefined, selector, observe: "off", observed: undefined, resolvedServers: ids(count) });
const many = (count: number, maximum: number, fix: string) =>
  `its recovery job has ${count} servers, must have at most ${maximum} | ${fix}`;
const split = (maximum: number) => `sourceServers: servers.slice(0, ${maximum}), and the others in waves of their own`;
const narrow = "one more tag in selector.tags, and the others in waves of their own";

describe(rule.name, () => {
  it.each([
    { label: "one server", wave: aWave(), said: ["compliant"] },
    { label: "as many as DRS takes", wave: declaring(100), said: ["compliant"] },
    { label: "one more", wave: declaring(101), said: [many(101, 100, split(100))] },
    { label: "a selector's 100", wave: selecting(100), said: ["compliant"] },
    { label: "a selector's 101", wave: selecting(101), said: [many(101, 100, narrow)] },
    { label: "100 resolved and not observed", wave: resolved(100), said: ["compliant"] },
    { label: "101 resolved and not observed", wave: resolved(101), said: [many(101, 100, narrow)] },
    {
      label: "a selector that matches nothing",
      wave: selecting(0),
      said: ["compliant"],
    },
    {
      label: "declared servers without observation",
      wave: aWave({ observe: "off", observed: undefined }),
      said: ["compliant"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("accepts 1 server at most", () => {
    const config = { maximumServers: 1 };
    expect(waveAnswers(rule, declaring(1), config)).toEqual(["compliant"]);
    expect(waveAnswers(rule, declaring(2), config)).toEqual([many(2, 1, split(1))]);
  });

  it.each([
    { maximumServers: 0, flaw: "maximumServers: expected at least 1, got 0" },
    { maximumServers: 101, flaw: "maximumServers: expected at most 100, got 101" },
    { maximumServers: 1.5, flaw: "maximumServers: expected a whole number, got 1.5" },
  ])("refuses $maximumServers", ({ maximumServers, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { maximumServers })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
