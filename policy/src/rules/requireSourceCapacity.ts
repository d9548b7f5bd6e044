import type { ObservedLaunchTemplate } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import type { TemplateChange } from "../judged/change";
import type { Fact } from "../judged/fact";
import { attempt, COMPLIANT, type Judgement, NOT_APPLICABLE, Unanswerable, violationUnless } from "../judged/judgement";
import { flexibleTemplate, nameTemplate, templateType } from "../judged/launchTemplate";
import { observed, reported, template } from "../judged/observed";
import { ofRole } from "../judged/role";
import { changeTemplate, changeWithin } from "../judged/templateChange";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const MARGIN = v.pipe(v.number(), v.integer(), v.minValue(-50), v.maxValue(200));

const MIB = 1024 ** 2;

/** Servers are recovered on machines that are as large as they are. */
export const requireSourceCapacity = serverRule({
  name: "drs-template-require-source-capacity",
  displayName: "Recovery instances are as large as their sources",
  wants:
    "The launch template's instance type, or the least that its requirements ask for, has the CPUs and the memory of the source server, within a margin.",
  why:
    "A type that was fitting once stays in the launch template when the source grows, as DRS changes it only with " +
    "right-sizing BASIC or IN_AWS (DRS user guide, Launch settings). DRS reports cores and memory as its agent sees " +
    "them on the source, and the cores may be hyper-threads or not; they are compared with vCPUs, each of which is a " +
    "thread of a core on most types (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-optimize-cpu.html). " +
    "The rule judges counts: not the processors' generation, nor disk or network throughput. With BASIC or IN_AWS it " +
    "judges the type that DRS has written last. Of requirements instead of a type it judges the least that they ask for " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/flexible-instance-types.html).",
  fix: "Let the launch template name a larger type, or state the margin that the plan accepts.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {
    marginPercent: v.optional(
      v.pipe(
        v.union([MARGIN, v.record(v.string(), MARGIN)], "expected a whole number, or one for each role"),
        v.description(
          "How much more than the source's CPUs and memory is wanted, for all or by role (0 for the others); negative tolerates less.",
        ),
      ),
      0,
    ),
  },
  judgeServer(server, { marginPercent }) {
    const machine = machineOf(server);
    if (machine === undefined) {
      return NOT_APPLICABLE;
    }
    const margin = typeof marginPercent === "number" ? marginPercent : (ofRole(server, marginPercent) ?? 0);
    const { cores, memoryBytes } = observed(server).source ?? {};
    const memoryMiB = memoryBytes === undefined ? undefined : memoryBytes / MIB;
    const wanted = { vCpus: least(cores, margin), memoryMiB: least(memoryMiB, margin) };
    const judged = [
      () =>
        compare(machine.vCpus, wanted.vCpus, (vCpus) => `${vCpus} vCPUs for ${cores} cores`, `cores of ${server.name}`),
      () =>
        compare(
          machine.memoryMiB,
          wanted.memoryMiB,
          (has) => `${sayMemory(has)} for ${sayMemory(Math.ceil(memoryMiB ?? 0))}`,
          `memory of ${server.name}`,
        ),
    ].map((lack) => attempt<string[] | Judgement>(lack, (unknown) => unknown));
    const lacks = judged.flatMap((each) => (Array.isArray(each) ? each : []));
    const [otherwise = COMPLIANT] = judged.flatMap((each) => (Array.isArray(each) ? [] : [each]));
    return lacks.length === 0 ? otherwise : violationUnless([factOf(machine, lacks, wanted, margin)]);
  },
});

/** What is too small, as in `4 vCPUs for 8 cores`. @throws Unanswerable when either is not known */
function compare(has: () => number, wanted: number | undefined, say: (has: number) => string, what: string): string[] {
  if (wanted === undefined) {
    throw new Unanswerable("not observed", `DRS does not report the ${what}`);
  }
  const is = has();
  return is >= wanted ? [] : [say(is)];
}

function factOf(machine: Machine, lacks: readonly string[], wanted: Sizes, margin: number): Fact {
  return {
    says: "would start smaller than the source",
    detail: lacks.join(", "),
    why: `they may not carry production's load${margin === 0 ? "" : `, for which the plan wants a margin of ${margin}%`}`,
    fix: {
      words: `${machine.words}, or state the margin that the plan accepts (marginPercent)`,
      change: machine.enlarge(wanted),
    },
  };
}

/** How large something is at least; undefined where that is not known. */
interface Sizes {
  vCpus: number | undefined;
  memoryMiB: number | undefined;
}

/** What a recovery instance has at least. */
interface Machine {
  /** @throws Unanswerable when that is not known */
  vCpus(): number;
  /** @throws Unanswerable when that is not known */
  memoryMiB(): number;
  /** How it gets larger, as an imperative. */
  words: string;
  enlarge(sizes: Sizes): TemplateChange;
}

/** By the template's type, or by its requirements; undefined where it says neither. */
function machineOf(server: JudgedServer): Machine | undefined {
  const flexible = flexibleTemplate(server);
  if (flexible !== undefined) {
    return machineBy(flexible);
  }
  const type = templateType(server);
  if (type === undefined) {
    return undefined;
  }
  const launched = template(server);
  return {
    vCpus: () => {
      const limit = vCpuLimit(launched);
      if (limit !== undefined) {
        throw new Unanswerable("not observed", `how many vCPUs ${limit} of ${nameTemplate(launched)} leaves`);
      }
      return type.vCpus;
    },
    memoryMiB: () => type.memoryMiB,
    words: "name a larger instance type in the launch template",
    enlarge: ({ vCpus, memoryMiB }) => {
      const sizes = [
        ...(vCpus === undefined ? [] : [`${vCpus} vCPUs`]),
        ...(memoryMiB === undefined ? [] : [`${sayMemory(memoryMiB)} of memory`]),
      ];
      return changeTemplate(launched, { InstanceType: `<instance type with at least ${sizes.join(" and ")}>` });
    },
  };
}

/** EC2 may pick the smallest type that the requirements allow, and never gets an InstanceType beside them. */
function machineBy({ launched, requirements }: NonNullable<ReturnType<typeof flexibleTemplate>>): Machine {
  const name = `the requirements of ${nameTemplate(launched)}`;
  return {
    vCpus: () => reported(requirements.minimumVCpus, `VCpuCount.Min of ${name}`),
    memoryMiB: () => reported(requirements.minimumMemoryMiB, `MemoryMiB.Min of ${name}`),
    words: "ask for more in the launch template's requirements",
    enlarge: ({ vCpus, memoryMiB }) =>
      changeWithin(launched, "InstanceRequirements", {
        ...(vCpus === undefined ? {} : { VCpuCount: { Min: vCpus } }),
        ...(memoryMiB === undefined ? {} : { MemoryMiB: { Min: memoryMiB } }),
      }),
  };
}

/** `64 GiB`, or `65537 MiB` where it is no whole number of them. */
function sayMemory(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`;
}

/** CPU options that leave an instance less vCPUs than its type has, or whose meaning is not known; undefined: none. */
function vCpuLimit({ cpuOptions = {}, unknownMembers = [] }: ObservedLaunchTemplate): string | undefined {
  const options = Object.keys(cpuOptions).map((name) => `CpuOptions.${name}`);
  const limits = ["CpuOptions.CoreCount", "CpuOptions.ThreadsPerCore", ...unknownMembers];
  return options.find((option) => limits.includes(option));
}

/** The least whole number that is as much with the margin; exact for whole sizes. */
function least(source: number | undefined, marginPercent: number): number | undefined {
  return source === undefined ? undefined : Math.ceil((source * (100 + marginPercent)) / 100);
}
