import type { ObservedLaunchTemplate } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { compliantWhen, judgeAll, NOT_APPLICABLE, Unanswerable } from "../judged/judgement";
import { editRequirements, editTemplate, flexibleTemplate, nameTemplate, templateType } from "../judged/launchTemplate";
import { observed, reported, template } from "../judged/observed";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

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
        v.number(),
        v.integer(),
        v.minValue(-50),
        v.maxValue(200),
        v.description("How much more than the source's CPUs and memory is wanted; negative tolerates less."),
      ),
      0,
    ),
  },
  judgeServer(server, { marginPercent }) {
    const machine = machineOf(server);
    if (machine === undefined) {
      return NOT_APPLICABLE;
    }
    const { cores, memoryBytes } = observed(server).source ?? {};
    const sizes = [
      { unit: "vCPUs", has: machine.vCpus, sourceUnit: "cores", source: cores },
      {
        unit: "MiB of memory",
        has: machine.memoryMiB,
        sourceUnit: "MiB of memory",
        source: memoryBytes === undefined ? undefined : memoryBytes / MIB,
      },
    ].map((size) => ({ ...size, least: least(size.source, marginPercent) }));
    const fix = machine.enlarge(sizes[0]?.least, sizes[1]?.least);
    const margin = marginPercent === 0 ? "" : ` and a margin of ${marginPercent}%`;
    return judgeAll(
      sizes.map((size) => () => {
        if (size.source === undefined || size.least === undefined) {
          throw new Unanswerable("not observed", `DRS does not report the ${size.sourceUnit} of ${server.name}`);
        }
        const has = size.has();
        return compliantWhen(has >= size.least, {
          seen: `${machine.what} ${has} ${size.unit}`,
          wanted: `must have at least ${size.least} for the source's ${Math.ceil(size.source)} ${size.sourceUnit}${margin}`,
          fix,
        });
      }),
    );
  },
});

/** What a recovery instance has at least. */
interface Machine {
  /** The beginning of a clause: `r5.large of launch template … has`. */
  what: string;
  /** @throws Unanswerable when that is not known */
  vCpus(): number;
  /** @throws Unanswerable when that is not known */
  memoryMiB(): number;
  /** How it gets at least this; undefined where it is not known how much that is. */
  enlarge(vCpus: number | undefined, memoryMiB: number | undefined): string;
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
  const vCpus = () => {
    const limit = vCpuLimit(launched);
    if (limit !== undefined) {
      throw new Unanswerable("not observed", `how many vCPUs ${limit} of ${nameTemplate(launched)} leaves`);
    }
    return type.vCpus;
  };
  const enlarge: Machine["enlarge"] = (cpus, memory) => {
    const sizes = [
      ...(cpus === undefined ? [] : [`${cpus} vCPUs`]),
      ...(memory === undefined ? [] : [`${memory} MiB of memory`]),
    ];
    return editTemplate(launched, { InstanceType: `<type with at least ${sizes.join(" and ")}>` });
  };
  return { what: `${type.name} of ${nameTemplate(launched)} has`, vCpus, memoryMiB: () => type.memoryMiB, enlarge };
}

/** EC2 may pick the smallest type that the requirements allow, and never gets an InstanceType beside them. */
function machineBy({ launched, requirements }: NonNullable<ReturnType<typeof flexibleTemplate>>): Machine {
  const name = `the requirements of ${nameTemplate(launched)}`;
  return {
    what: `${name} allow types from`,
    vCpus: () => reported(requirements.minimumVCpus, `VCpuCount.Min of ${name}`),
    memoryMiB: () => reported(requirements.minimumMemoryMiB, `MemoryMiB.Min of ${name}`),
    enlarge: (vCpus, memoryMiB) =>
      editRequirements(launched, {
        ...(vCpus === undefined ? {} : { VCpuCount: { Min: vCpus } }),
        ...(memoryMiB === undefined ? {} : { MemoryMiB: { Min: memoryMiB } }),
      }),
  };
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
