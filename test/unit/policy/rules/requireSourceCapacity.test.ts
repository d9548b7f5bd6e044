import { describe, expect, it } from "vitest";
import { requireSourceCapacity as rule } from "../../../../policy/src/rules/requireSourceCapacity";
import type { ObservedInstanceRequirements, ObservedSource } from "../../../../provider/src/vocabulary";
import { commandOf, waveAnswers } from "../answersOf";
import { aSeenServer, aServer, aSource, aTemplate, aWave, aWaveOf, DB, observing } from "../factories";

const GIB = 1024 ** 3;
const { instanceType: _, ...nameless } = aTemplate();
const flexible = (instanceRequirements: ObservedInstanceRequirements) =>
  aWaveOf({ launchTemplate: { ...nameless, instanceRequirements } });
const { cores: __, ...coreless } = aSource();
const { memoryBytes: ___, ...memoryless } = aSource();
const running = (source: Partial<ObservedSource>) => aWaveOf({ source: aSource(source) });
const orMargin = "or state the margin that the plan accepts (marginPercent)";
const smaller = (margin = 0) =>
  "would start smaller than the source: they may not carry production's load" +
  (margin === 0 ? "" : `, for which the plan wants a margin of ${margin}%`);
const named = (InstanceType: string) =>
  `name a larger instance type in the launch template, ${orMargin}; ${commandOf({ data: { InstanceType } })}`;
const larger = (sizes: string) => named(`<instance type with at least ${sizes} of memory>`);
const { source: _source, ...sourceless } = aSeenServer();

describe(rule.name, () => {
  it.each([
    { label: "as large as the source", wave: aWave(), said: ["compliant"] },
    {
      label: "a source with a core more",
      wave: running({ cores: 9 }),
      said: [`(8 vCPUs for 9 cores) ${smaller()} | ${larger("9 vCPUs and 64 GiB")}`],
    },
    {
      label: "a source with a byte more",
      wave: running({ memoryBytes: 64 * GIB + 1 }),
      said: [`(64 GiB for 65537 MiB) ${smaller()} | ${larger("8 vCPUs and 65537 MiB")}`],
    },
    {
      label: "a source with more of both",
      wave: running({ cores: 16, memoryBytes: 128 * GIB }),
      said: [`(8 vCPUs for 16 cores, 64 GiB for 128 GiB) ${smaller()} | ${larger("16 vCPUs and 128 GiB")}`],
    },
    {
      label: "no type in the template",
      wave: aWaveOf({ launchTemplate: nameless }),
      said: ["notApplicable"],
    },
    {
      label: "requirements that ask for as much",
      wave: flexible({ minimumVCpus: 8, minimumMemoryMiB: 65_536 }),
      said: ["compliant"],
    },
    {
      label: "requirements that ask for less",
      wave: flexible({ minimumVCpus: 2, minimumMemoryMiB: 65_536 }),
      said: [
        `(2 vCPUs for 8 cores) ${smaller()} | ask for more in the launch template's requirements, ${orMargin}; ` +
          commandOf({ within: { InstanceRequirements: { VCpuCount: { Min: 8 }, MemoryMiB: { Min: 65_536 } } } }),
      ],
    },
    {
      label: "requirements of which the least is not known",
      wave: flexible({ minimumVCpus: 8 }),
      said: [
        "not observed: MemoryMiB.Min of the requirements of launch template lt-0123456789abcdef0 (version 2) is not reported",
      ],
    },
    {
      label: "cores that are not reported",
      wave: aWaveOf({ source: coreless }),
      said: [`not observed: DRS does not report the cores of db-1 (${DB})`],
    },
    {
      label: "memory that is not reported",
      wave: aWaveOf({ source: memoryless }),
      said: [`not observed: DRS does not report the memory of db-1 (${DB})`],
    },
    {
      label: "memory that is not reported beside too few cores",
      wave: aWaveOf({ source: { ...memoryless, cores: 16 } }),
      said: [`(8 vCPUs for 16 cores) ${smaller()} | ${named("<instance type with at least 16 vCPUs>")}`],
    },
    {
      label: "a source that reports nothing",
      wave: aWave({ observed: observing([sourceless]) }),
      said: [`not observed: DRS does not report the cores of db-1 (${DB})`],
    },
    {
      label: "servers of a selector",
      wave: aWave({
        sourceServers: undefined,
        selector: { tags: { tier: "db" } },
        observed: observing(),
      }),
      said: ["compliant"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    { marginPercent: -50, source: { cores: 16, memoryBytes: 128 * GIB }, said: ["compliant"] },
    {
      marginPercent: -50,
      source: { cores: 17 },
      said: [`(8 vCPUs for 17 cores) ${smaller(-50)} | ${larger("9 vCPUs and 32 GiB")}`],
    },
    { marginPercent: 10, source: { cores: 7, memoryBytes: 32 * GIB }, said: ["compliant"] },
    {
      marginPercent: 200,
      source: { cores: 3, memoryBytes: GIB },
      said: [`(8 vCPUs for 3 cores) ${smaller(200)} | ${larger("9 vCPUs and 3 GiB")}`],
    },
  ])("$marginPercent% for $source", ({ marginPercent, source, said }) => {
    expect(waveAnswers(rule, running(source), { marginPercent })).toEqual(said);
  });

  it.each([
    { role: "database", said: "compliant" },
    { role: "DB", said: "compliant" },
    { role: "web", said: `(8 vCPUs for 9 cores) ${smaller()} | ${larger("9 vCPUs and 64 GiB")}` },
  ])("takes a margin for a role: $role", ({ role, said }) => {
    const wave = aWaveOf({ source: aSource({ cores: 9 }) }, { sourceServers: [aServer({ role })] });
    expect(waveAnswers(rule, wave, { marginPercent: { database: -20 } })).toEqual([said]);
  });

  it.each([
    { marginPercent: -51, flaw: "expected at least -50, got -51" },
    { marginPercent: 201, flaw: "expected at most 200, got 201" },
    { marginPercent: 0.5, flaw: "expected a whole number, got 0.5" },
  ])("refuses $marginPercent%", ({ marginPercent, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { marginPercent })).toThrow(
      `configuration of ${rule.name}: marginPercent: ${flaw}`,
    );
  });
});
