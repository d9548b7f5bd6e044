import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { requireSourceCapacity as rule } from "../../../../policy/src/rules/requireSourceCapacity";
import type { ObservedSource } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aSource, aTemplate, aWave, aWaveOf, DB, observing } from "../factories";

const GIB = 1024 ** 3;
const { instanceType: _, ...nameless } = aTemplate();
const { cores: __, ...coreless } = aSource();
const { memoryBytes: ___, ...memoryless } = aSource();
const running = (source: Partial<ObservedSource>) => aWaveOf({ source: aSource(source) });
const has = "r5.2xlarge of launch template lt-0123456789abcdef0 (version 2) has";
const larger = (sizes: string) => editTemplate(aTemplate(), { InstanceType: `<type with at least ${sizes}>` });
const { source: _source, ...sourceless } = aSeenServer();

describe(rule.name, () => {
  it.each([
    { label: "as large as the source", wave: aWave(), said: ["compliant"] },
    {
      label: "a source with a core more",
      wave: running({ cores: 9 }),
      said: [
        `${has} 8 vCPUs, must have at least 9 for the source's 9 cores | ${larger("9 vCPUs and 65536 MiB of memory")}`,
      ],
    },
    {
      label: "a source with a byte more",
      wave: running({ memoryBytes: 64 * GIB + 1 }),
      said: [
        `${has} 65536 MiB of memory, must have at least 65537 for the source's 65537 MiB of memory | ${larger("8 vCPUs and 65537 MiB of memory")}`,
      ],
    },
    {
      label: "a source with more of both",
      wave: running({ cores: 16, memoryBytes: 128 * GIB }),
      said: [
        `${has} 8 vCPUs, must have at least 16 for the source's 16 cores | ${larger("16 vCPUs and 131072 MiB of memory")}` +
          ` & ${has} 65536 MiB of memory, must have at least 131072 for the source's 131072 MiB of memory | ${larger("16 vCPUs and 131072 MiB of memory")}`,
      ],
    },
    {
      label: "no type in the template",
      wave: aWaveOf({ launchTemplate: nameless }),
      said: ["notApplicable"],
    },
    {
      label: "cores that are not reported",
      wave: aWaveOf({ source: coreless }),
      said: [`not observed: DRS does not report the cores of db-1 (${DB})`],
    },
    {
      label: "memory that is not reported",
      wave: aWaveOf({ source: memoryless }),
      said: [`not observed: DRS does not report the MiB of memory of db-1 (${DB})`],
    },
    {
      label: "memory that is not reported beside too few cores",
      wave: aWaveOf({ source: { ...memoryless, cores: 16 } }),
      said: [`${has} 8 vCPUs, must have at least 16 for the source's 16 cores | ${larger("16 vCPUs")}`],
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
      said: [
        `${has} 8 vCPUs, must have at least 9 for the source's 17 cores and a margin of -50% | ${larger("9 vCPUs and 32768 MiB of memory")}`,
      ],
    },
    { marginPercent: 10, source: { cores: 7, memoryBytes: 32 * GIB }, said: ["compliant"] },
    {
      marginPercent: 200,
      source: { cores: 3, memoryBytes: GIB },
      said: [
        `${has} 8 vCPUs, must have at least 9 for the source's 3 cores and a margin of 200% | ${larger("9 vCPUs and 3072 MiB of memory")}`,
      ],
    },
  ])("$marginPercent% for $source", ({ marginPercent, source, said }) => {
    expect(waveAnswers(rule, running(source), { marginPercent })).toEqual(said);
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
