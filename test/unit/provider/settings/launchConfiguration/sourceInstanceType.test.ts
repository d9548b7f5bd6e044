import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CurrentInstanceType } from "../../../../../provider/src/ec2/types";
import {
  chooseInstanceType,
  type SourceFacts,
} from "../../../../../provider/src/settings/launchConfiguration/sourceInstanceType";
import { aType } from "./instanceTypes";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

function aSource(changes: Partial<SourceFacts> = {}): SourceFacts {
  return { cores: 4, memoryBytes: 16 * GIB, architecture: "x86_64", supportsNitroInstances: true, ...changes };
}

/** By name: each of these has 4 vCPUs and 16 GiB unless the test says otherwise. */
function types(...changes: Partial<CurrentInstanceType>[]): CurrentInstanceType[] {
  return changes.map(aType);
}

function choose(source: SourceFacts, all: readonly CurrentInstanceType[], zones = ["us-west-2a"]) {
  return chooseInstanceType(source, { types: all, zones, offered: new Set(all.map((each) => each.instanceType)) });
}

const chosen = (source: SourceFacts, all: readonly CurrentInstanceType[]) => {
  const choice = choose(source, all);
  return "refusal" in choice ? choice.refusal : choice.instanceType;
};

describe("the type for a machine", () => {
  it("is the smallest that holds it, and says why", () => {
    expect(choose(aSource(), types({}))).toEqual({
      instanceType: "m6i.xlarge",
      because:
        "the smallest current type offered in us-west-2a that holds its 4 cores and 16 GiB of memory (x86_64): 4 vCPUs and 16 GiB",
    });
  });

  it("is offered in each of several zones", () => {
    expect(choose(aSource({ cores: 1, memoryBytes: 1 }), types({}), ["us-west-2a", "us-west-2b"])).toEqual({
      instanceType: "m6i.xlarge",
      because:
        "the smallest current type offered in each of us-west-2a and us-west-2b that holds its 1 core and 1 MiB of " +
        "memory (x86_64): 4 vCPUs and 16 GiB",
    });
  });

  it.each<{ label: string; than: Partial<CurrentInstanceType>; is: Partial<CurrentInstanceType> }>([
    {
      label: "fewer vCPUs, whatever the memory",
      is: { instanceType: "r6i.xlarge", memoryMiB: 32_768 },
      than: { instanceType: "c6i.2xlarge", vCpus: 8 },
    },
    {
      label: "less memory with as many vCPUs",
      is: { instanceType: "m6i.xlarge" },
      than: { instanceType: "r6i.xlarge", memoryMiB: 32_768 },
    },
    {
      label: "fewer extras, whatever the generation",
      is: { instanceType: "m5.xlarge" },
      than: { instanceType: "m6in.xlarge" },
    },
    { label: "the newer generation", is: { instanceType: "m10i.xlarge" }, than: { instanceType: "m7i.xlarge" } },
    { label: "another processor than AMD's", is: { instanceType: "m7i.xlarge" }, than: { instanceType: "m7a.xlarge" } },
    { label: "the first by name", is: { instanceType: "m7i.xlarge" }, than: { instanceType: "r7i.xlarge" } },
  ])("has $label", ({ is, than }) => {
    expect(chosen(aSource(), types(is, than))).toBe(is.instanceType);
    expect(chosen(aSource(), types(than, is))).toBe(is.instanceType);
  });

  it.each<{ label: string; source?: Partial<SourceFacts>; type: Partial<CurrentInstanceType> }>([
    { label: "too few vCPUs", type: { vCpus: 2 } },
    { label: "a MiB too little memory", type: { memoryMiB: 16_383 } },
    { label: "a byte too little memory", source: { memoryBytes: 16 * GIB + 1 }, type: {} },
    { label: "another architecture", type: { architectures: ["arm64"] } },
    { label: "another architecture the other way round", source: { architecture: "arm64" }, type: {} },
    { label: "Nitro where the source does not support it", source: { supportsNitroInstances: false }, type: {} },
    { label: "one boot mode", type: { bootModes: ["legacy-bios"] } },
    { label: "bare metal", type: { isBareMetal: true } },
    { label: "CPU credits", type: { isBurstable: true } },
    { label: "flexible CPUs", type: { instanceType: "m7i-flex.xlarge" } },
    { label: "disks of its own", type: { hasInstanceStorage: true } },
    { label: "a GPU", type: { accelerators: ["GpuInfo"] } },
    { label: "a series for something else", type: { instanceType: "inf2.xlarge" } },
    { label: "a name of another form", type: { instanceType: "mac2-m2pro.metal" } },
    { label: "a previous generation", type: { isCurrent: false } },
    { label: "no sale on demand", type: { usageClasses: ["capacity-block"] } },
    { label: "no root volume on EBS", type: { rootDeviceTypes: ["instance-store"] } },
    { label: "paravirtual machines alone", type: { virtualizationTypes: ["paravirtual"] } },
  ])("is none with $label", ({ source, type }) => {
    expect(chosen(aSource(source), types(type))).toMatch(
      /^no current instance type that is offered in us-west-2a holds/,
    );
  });

  it("is none that the zone does not offer", () => {
    expect(chooseInstanceType(aSource(), { types: types({}), zones: ["us-west-2a"], offered: new Set() })).toEqual({
      refusal: "no current instance type that is offered in us-west-2a holds its 4 cores and 16 GiB of memory (x86_64)",
    });
  });

  it.each([
    ["arm64", true, { instanceType: "m6g.xlarge", architectures: ["arm64"], bootModes: ["uefi"] }],
    ["x86_64", false, { instanceType: "m4.xlarge", isNitro: false, bootModes: ["legacy-bios"] }],
  ])("may boot as a source of %s boots that supports Nitro: %s", (architecture, supportsNitroInstances, type) => {
    expect(chosen(aSource({ architecture, supportsNitroInstances }), types({}, type))).toBe(type.instanceType);
  });

  it("names families that are not built on Nitro where the source needs one", () => {
    expect(choose(aSource({ supportsNitroInstances: false }), types({}))).toEqual({
      refusal:
        "no current instance type that is offered in us-west-2a holds its 4 cores and 16 GiB of memory (x86_64, not built " +
        "on Nitro) (the families C4, M4 and R4 are not built on Nitro)",
    });
  });
});

describe("what is not known", () => {
  it.each<[keyof SourceFacts, string]>([
    ["cores", "all of its CPUs' cores"],
    ["memoryBytes", "its memory"],
    ["architecture", "its architecture"],
    ["supportsNitroInstances", "whether it can run on Nitro"],
  ])("of the machine is named: %s", (member, words) => {
    const { [member]: _unknown, ...source } = aSource();
    expect(choose(source, types({}))).toEqual({ refusal: `DRS does not report ${words}` });
  });

  it("of the machine is named all at once; no cores and no memory are no size", () => {
    expect(choose({ cores: 0, memoryBytes: 0 }, types({}))).toEqual({
      refusal:
        "DRS does not report all of its CPUs' cores, its memory, its architecture and whether it can run on Nitro",
    });
  });

  it("is an architecture by another word", () => {
    expect(choose(aSource({ architecture: "i386\n" }), types({}))).toEqual({
      refusal: "DRS reports the architecture i386 , expected x86_64 or arm64",
    });
  });

  it("is everything where EC2 lists no type", () => {
    expect(choose(aSource(), [])).toEqual({ refusal: "EC2 lists no instance type of the current generation" });
  });

  it.each<keyof CurrentInstanceType>([
    ...(["isCurrent", "vCpus", "memoryMiB", "architectures", "bootModes", "isBareMetal", "isBurstable"] as const),
    ...(["hasInstanceStorage", "usageClasses", "rootDeviceTypes", "virtualizationTypes"] as const),
  ])("of a type counts against it, and is said: %s", (member) => {
    const { [member]: _unknown, ...type } = aType();
    expect(chosen(aSource(), [type as CurrentInstanceType])).toBe(
      "no current instance type that is offered in us-west-2a holds its 4 cores and 16 GiB of memory (x86_64); whether " +
        "m6i.xlarge would do, EC2 does not say",
    );
  });

  it("of the hypervisor matters to a source that does not support Nitro", () => {
    const { isNitro: _unknown, ...type } = aType();
    expect(chosen(aSource(), [type])).toBe("m6i.xlarge");
    expect(chosen(aSource({ supportsNitroInstances: false }), [type])).toContain("whether m6i.xlarge would do");
  });

  it("of types that may be smaller than the chosen one is said with it, of larger ones not", () => {
    const { isBurstable: _unknown, ...unsure } = aType();
    const all = types({ vCpus: 8, instanceType: "m6i.2xlarge" });
    const larger = { ...unsure, vCpus: 16, instanceType: "m6i.4xlarge" };
    expect(choose(aSource(), [...all, larger, unsure])).toEqual({
      instanceType: "m6i.2xlarge",
      because:
        "the smallest current type offered in us-west-2a that holds its 4 cores and 16 GiB of memory (x86_64): 8 vCPUs and " +
        "16 GiB; whether m6i.xlarge would do, EC2 does not say",
    });
  });
});

describe("whatever EC2 lists", () => {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 8 });
  const mostly = (value: boolean) => maybe(fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, fc.boolean()));
  const aName = fc
    .tuple(
      fc.constantFrom("m", "c", "r", "x", "u", "t", "g", "hpc", "i"),
      fc.integer({ min: 3, max: 11 }),
      fc.constantFrom("", "i", "a", "g", "in", "n", "zn", "i-flex"),
      fc.constantFrom("large", "xlarge", "2xlarge", "metal"),
    )
    .map(([series, generation, letters, size]) => `${series}${generation}${letters}.${size}`);
  const someTexts = (...usual: string[]) =>
    maybe(fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, fc.subarray(usual)));
  const oddType: fc.Arbitrary<CurrentInstanceType> = fc
    .record({
      instanceType: aName,
      isCurrent: mostly(true),
      vCpus: maybe(fc.integer({ min: 1, max: 16 })),
      memoryMiB: maybe(fc.integer({ min: 1, max: 64 }).map((gib) => gib * 512)),
      architectures: maybe(fc.constantFrom(["x86_64"], ["arm64"], ["i386", "x86_64"])),
      bootModes: someTexts("legacy-bios", "uefi"),
      isBareMetal: mostly(false),
      isNitro: mostly(true),
      isBurstable: mostly(false),
      hasInstanceStorage: mostly(false),
      usageClasses: someTexts("on-demand"),
      rootDeviceTypes: someTexts("ebs"),
      virtualizationTypes: someTexts("hvm"),
      accelerators: fc.constantFrom([], [], [], ["GpuInfo"]),
    })
    .map((type) => JSON.parse(JSON.stringify(type)));
  // Few sizes, so that many are as small as others.
  const usualType = fc
    .record({
      series: fc.constantFrom("m", "c", "r"),
      generation: fc.integer({ min: 5, max: 6 }),
      letters: fc.constantFrom("", "i", "a", "n"),
      vCpus: fc.constantFrom(2, 4, 8),
      memoryMiB: fc.constantFrom(8192, 16_384),
    })
    .map(({ series, generation, letters, vCpus, memoryMiB }) =>
      aType({ instanceType: `${series}${generation}${letters}.${vCpus}x${memoryMiB}`, vCpus, memoryMiB }),
    );
  const anyType = fc.oneof({ weight: 3, arbitrary: usualType }, { weight: 1, arbitrary: oddType });
  const anySource = fc.record({
    cores: fc.integer({ min: 1, max: 8 }),
    memoryBytes: fc.integer({ min: 1, max: 16 * 1024 }).map((mib) => mib * MIB - 1),
    architecture: fc.constantFrom("x86_64", "x86_64", "x86_64", "arm64"),
    supportsNitroInstances: fc.constantFrom(true, true, true, false),
  });
  const anyTypes = fc.uniqueArray(anyType, { selector: (each) => each.instanceType, maxLength: 40 });
  const size = ({ vCpus = Number.NaN, memoryMiB = Number.NaN }: CurrentInstanceType) => vCpus * 1e9 + memoryMiB;
  const holds = (type: CurrentInstanceType | undefined, source: Required<SourceFacts>) =>
    type?.vCpus !== undefined &&
    type.memoryMiB !== undefined &&
    type.vCpus >= source.cores &&
    type.memoryMiB * MIB >= source.memoryBytes &&
    type.architectures?.includes(source.architecture) === true &&
    (source.supportsNitroInstances || type.isNitro === false);

  it("the chosen one holds the source, and none that would be chosen alone is smaller", () => {
    fc.assert(
      fc.property(anySource, anyTypes, (source, all) => {
        const name = chosen(source, all);
        const suitable = all.filter((type) => chosen(source, [type]) === type.instanceType);
        const type = suitable.find(({ instanceType }) => instanceType === name);
        expect(suitable.every((each) => holds(each, source))).toBe(true);
        expect(type === undefined).toBe(suitable.length === 0);
        expect(suitable.filter((each) => type !== undefined && size(each) < size(type))).toEqual([]);
      }),
    );
  });

  it("the order of the list does not matter", () => {
    const shuffled = anyTypes.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(anySource, shuffled, (source, [one, other]) => {
        expect(choose(source, other)).toEqual(choose(source, one));
      }),
    );
  });

  it("nothing is chosen for a machine of which something is not known", () => {
    const unknown = fc.constantFrom("cores", "memoryBytes", "architecture", "supportsNitroInstances");
    fc.assert(
      fc.property(anySource, anyTypes, unknown, (source, all, member) => {
        expect(choose({ ...source, [member]: undefined }, all)).toHaveProperty("refusal");
      }),
    );
  });
});
