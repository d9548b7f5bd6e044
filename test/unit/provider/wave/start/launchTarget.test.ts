import { describe, expect, it } from "vitest";
import type { InstanceType } from "../../../../../provider/src/ec2/types";
import type {
  LaunchConfigurationSettings,
  ObservedServer,
  ObservedSource,
} from "../../../../../provider/src/vocabulary";
import { existingInstanceOf } from "../../../../../provider/src/wave/existingInstance";
import { hasDemands, type InstanceTypes, targetFindings } from "../../../../../provider/src/wave/start/launchTarget";
import { anObservedServer, aSeenServer, DB } from "../../factories";

const NAME = `db-1 (${DB})`;
const STORED = { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" } as const;

/** What DRS stores, with members of any kind. */
const storing = (changes: object) => ({ ...STORED, ...changes }) as LaunchConfigurationSettings;
const into = (launchIntoEC2InstanceID: unknown) =>
  storing({ launchIntoInstanceProperties: { launchIntoEC2InstanceID } });

interface Case {
  label: string;
  seen?: Partial<ObservedServer>;
  allowed?: string;
  types?: InstanceTypes;
  refusal?: string;
  warning?: string;
}

function find({ seen = {}, allowed, types = new Map() }: Case) {
  const declared = allowed === undefined ? {} : { allowLaunchIntoInstance: allowed };
  return targetFindings(aSeenServer({ declared, seen }), types);
}

const typed = (source: ObservedSource, launchConfiguration: LaunchConfigurationSettings = STORED) => ({
  source,
  launchConfiguration,
  launchTemplate: { launchTemplateId: "lt-1", version: 1, instanceType: "m5.large" },
});
const m5 = (changes: Partial<InstanceType> = {}): InstanceTypes => {
  const type = { instanceType: "m5.large", vCpus: 2, memoryMiB: 8192, bootModes: ["legacy-bios"], ...changes };
  return new Map([[type.instanceType, type]]);
};
const NITRO = m5({ isNitro: true, architectures: ["x86_64"] });
const { launchTemplate: _template, ...WITHOUT_TEMPLATE } = anObservedServer();

const CASES: Case[] = [
  { label: "a new instance" },
  { label: "a name of an instance that is empty", seen: { launchConfiguration: into("") } },
  { label: "null for an instance", seen: { launchConfiguration: into(null) } },
  {
    label: "an existing instance",
    seen: { launchConfiguration: into("i-0123456789abcdef0") },
    refusal:
      `a launch of ${NAME} would go into the existing instance i-0123456789abcdef0, which DRS stops and whose volumes it ` +
      'swaps (allowLaunchIntoInstance: "i-0123456789abcdef0" of the server allows that)',
  },
  {
    label: "another existing instance than the program allows",
    seen: { launchConfiguration: into("i-0123456789abcdef0") },
    allowed: "i-0123456789abcdef1",
    refusal:
      `a launch of ${NAME} would go into the existing instance i-0123456789abcdef0, which DRS stops and whose volumes it ` +
      "swaps (allowLaunchIntoInstance of the server names i-0123456789abcdef1)",
  },
  {
    label: "the existing instance that the program allows",
    seen: { launchConfiguration: into("i-0123456789abcdef0") },
    allowed: "i-0123456789abcdef0",
    warning: `${NAME} is launched into the existing instance i-0123456789abcdef0: DRS swaps its volumes`,
  },
  { label: "an allowance that is not needed", allowed: "i-0123456789abcdef0" },
  {
    label: "something that is no instance's id",
    seen: { launchConfiguration: into(7) },
    refusal:
      `a launch of ${NAME} would go into the existing instance 7, which DRS stops and whose volumes it ` +
      "swaps (which is not the id of an instance)",
  },
  {
    label: "settings that DRS does not say",
    seen: { launchConfiguration: {} },
    warning:
      `what DRS stores for launches of ${NAME} is not fully known: ` +
      "it does not say targetInstanceTypeRightSizingMethod, launchDisposition",
  },
  {
    label: "settings with values that nobody knows",
    seen: { launchConfiguration: storing({ launchDisposition: "ASLEEP", recoveryMode: "FASTER" }) },
    warning:
      `what DRS stores for launches of ${NAME} is not fully known: ` +
      'launchDisposition is "ASLEEP", a value that DrillWave does not know; ' +
      'recoveryMode is "FASTER", a value that DrillWave does not know',
  },
  { label: "a recovery mode that is known", seen: { launchConfiguration: storing({ recoveryMode: "FAST" }) } },
  {
    label: "settings that were assumed, which is said elsewhere",
    seen: { launchConfigurationSource: "defaults", launchConfiguration: {} },
  },
  {
    label: "a Nitro type for a source that cannot run on one",
    seen: typed({ supportsNitroInstances: false }),
    types: NITRO,
    refusal:
      `the launch template of ${NAME} has the instance type m5.large, ` +
      "which is built on Nitro, and the source does not support that",
  },
  {
    label: "the same with right-sizing, which takes another type in the end",
    seen: typed({ supportsNitroInstances: false }, storing({ targetInstanceTypeRightSizingMethod: "BASIC" })),
    types: NITRO,
    warning:
      `the launch template of ${NAME} has the instance type m5.large, ` +
      "which is built on Nitro, and the source does not support that",
  },
  { label: "a Nitro type for a source that can", seen: typed({ supportsNitroInstances: true }), types: NITRO },
  {
    label: "another type for a source that cannot run on Nitro",
    seen: typed({ supportsNitroInstances: false }),
    types: m5({ isNitro: false }),
  },
  {
    label: "a type of which EC2 does not say what it is built on",
    seen: typed({ supportsNitroInstances: false }),
    types: m5(),
    warning:
      `the launch template of ${NAME} has the instance type m5.large, ` +
      "of which is not known whether it is built on Nitro, which the source does not support",
  },
  {
    label: "a type that EC2 does not know",
    seen: typed({ architecture: "x86_64" }),
    warning:
      `the launch template of ${NAME} has the instance type m5.large, ` +
      "of which is not known whether it runs x86_64, the source's architecture",
  },
  {
    label: "types that could not be read",
    seen: typed({ architecture: "x86_64" }),
    types: { unread: "AccessDenied" },
    warning:
      `the launch template of ${NAME} has the instance type m5.large, ` +
      "of which is not known whether it runs x86_64, the source's architecture: AccessDenied",
  },
  {
    label: "a source of an architecture that EC2 calls otherwise, if it has it",
    seen: typed({ architecture: "aarch64" }),
    types: NITRO,
    warning:
      `the launch template of ${NAME} has the instance type m5.large, ` +
      "of which is not known whether it runs aarch64, the source's architecture",
  },
  { label: "a type of the source's architecture", seen: typed({ architecture: "x86_64" }), types: NITRO },
  {
    label: "an x86 type for an arm64 source",
    seen: typed({ architecture: "arm64" }),
    types: NITRO,
    refusal: `the launch template of ${NAME} has the instance type m5.large, which runs x86_64, and the source is arm64`,
  },
  {
    label: "an arm64 type for an x86 source",
    seen: typed({ architecture: "x86_64" }),
    types: m5({ architectures: ["arm64"] }),
    refusal: `the launch template of ${NAME} has the instance type m5.large, which runs arm64, and the source is x86_64`,
  },
];

describe(targetFindings.name, () => {
  it.each(CASES)("judges $label", (given) => {
    expect(find(given)).toEqual([
      ...(given.refusal === undefined ? [] : [{ text: given.refusal, refuses: true }]),
      ...(given.warning === undefined ? [] : [{ text: given.warning, refuses: false }]),
    ]);
  });

  it("says that DRS names no launch template", () => {
    expect(targetFindings({ ...aSeenServer(), seen: WITHOUT_TEMPLATE }, new Map())).toEqual([
      {
        text: `what DRS stores for launches of ${NAME} is not fully known: it names no launch template`,
        refuses: false,
      },
    ]);
  });
});

describe(existingInstanceOf.name, () => {
  it.each([
    { stored: undefined, existing: undefined },
    { stored: null, existing: undefined },
    { stored: {}, existing: undefined },
    { stored: { launchIntoEC2InstanceID: "i-1" }, existing: "i-1" },
    { stored: { launchIntoEC2InstanceID: { id: "i-1" } }, existing: '{"id":"i-1"}' },
    { stored: "i-1", existing: '"i-1"' },
    { stored: [], existing: "[]" },
  ])("of $stored is $existing", ({ stored, existing }) => {
    expect(existingInstanceOf(storing({ launchIntoInstanceProperties: stored }))).toBe(existing);
  });
});

describe(hasDemands.name, () => {
  it.each([
    { label: "a source of which nothing is known", source: {}, expected: false },
    { label: "a source that can run on Nitro", source: { supportsNitroInstances: true }, expected: false },
    { label: "a source that cannot", source: { supportsNitroInstances: false }, expected: true },
    { label: "a source of known architecture", source: { architecture: "arm64" }, expected: true },
  ])("is $expected for $label", ({ source, expected }) => {
    expect(hasDemands(anObservedServer(typed(source)))).toBe(expected);
  });

  it("is false without an instance type", () => {
    expect(hasDemands(anObservedServer({ source: { architecture: "arm64" } }))).toBe(false);
  });
});
