import type { ObservedLaunchTemplate } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { compliantWhen, judgeAll, NOT_APPLICABLE, Unanswerable } from "../judged/judgement";
import { editTemplate, nameTemplate, templateType } from "../judged/launchTemplate";
import { observed, template } from "../judged/observed";
import { serverRule } from "../rule";

const MIB = 1024 ** 2;

/** Servers are recovered on machines that are as large as they are. */
export const requireSourceCapacity = serverRule({
  name: "drs-template-require-source-capacity",
  displayName: "Recovery instances are as large as their sources",
  wants: "The launch template's instance type has the CPUs and the memory of the source server, within a margin.",
  why:
    "A type that was fitting once stays in the launch template when the source grows, as DRS changes it only with " +
    "right-sizing BASIC or IN_AWS (DRS user guide, Launch settings). DRS reports cores and memory as its agent sees " +
    "them on the source, and the cores may be hyper-threads or not; they are compared with vCPUs, each of which is a " +
    "thread of a core on most types (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-optimize-cpu.html). " +
    "The rule judges counts: not the processors' generation, nor disk or network throughput. With BASIC or IN_AWS it " +
    "judges the type that DRS has written last.",
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
    const type = templateType(server);
    if (type === undefined) {
      return NOT_APPLICABLE;
    }
    const launched = template(server);
    const { cores, memoryBytes } = observed(server).source ?? {};
    const memory = memoryBytes === undefined ? undefined : memoryBytes / MIB;
    const sizes = [
      { unit: "vCPUs", has: type.vCpus, sourceUnit: "cores", source: cores, limit: vCpuLimit(launched) },
      { unit: "MiB of memory", has: type.memoryMiB, sourceUnit: "MiB of memory", source: memory, limit: undefined },
    ].map((size) => ({ ...size, least: least(size.source, marginPercent) }));
    const known = sizes.flatMap((size) => (size.least === undefined ? [] : [`${size.least} ${size.unit}`]));
    const fix = editTemplate(launched, { InstanceType: `<type with at least ${known.join(" and ")}>` });
    const margin = marginPercent === 0 ? "" : ` and a margin of ${marginPercent}%`;
    return judgeAll(
      sizes.map((size) => () => {
        if (size.source === undefined || size.least === undefined) {
          throw new Unanswerable("not observed", `DRS does not report the ${size.sourceUnit} of ${server.name}`);
        }
        if (size.limit !== undefined) {
          throw new Unanswerable(
            "not observed",
            `how many ${size.unit} ${size.limit} of ${nameTemplate(launched)} leaves`,
          );
        }
        return compliantWhen(size.has >= size.least, {
          seen: `${type.name} of ${nameTemplate(launched)} has ${size.has} ${size.unit}`,
          wanted: `must have at least ${size.least} for the source's ${Math.ceil(size.source)} ${size.sourceUnit}${margin}`,
          fix,
        });
      }),
    );
  },
});

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
