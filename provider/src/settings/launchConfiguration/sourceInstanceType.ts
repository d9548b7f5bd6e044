/** Which instance type stands in for a machine that is no EC2 instance. Pure. */
import type { CurrentInstanceType } from "../../ec2/types";
import { count, harmless, listed, type ObservedSource, someOf } from "../../vocabulary";
import { parseInstanceTypeName } from "./instanceTypeName";

/** The machine as DRS's agent reports it; what is absent is not known. */
export type SourceFacts = Pick<ObservedSource, "cores" | "memoryBytes" | "architecture" | "supportsNitroInstances">;

/** What there is to choose from. */
export interface TypesOnOffer {
  /** Every type of the current generation. */
  types: readonly CurrentInstanceType[];
  /** The Availability Zones that the launch may go to. */
  zones: readonly string[];
  /** Names of the types that are offered in each of these zones. */
  offered: ReadonlySet<string>;
}

/** A type and why it is that one, or why there is none; both as clauses. */
export type TypeChoice = { instanceType: string; because: string } | { refusal: string };

/**
 * The smallest type that holds the machine: the fewest vCPUs, then the least memory. Of several as small, the one with
 * the fewest extras, then the newest generation, then one whose processor is not AMD's, then the first by name. EC2
 * tells no price, so it need not be the cheapest. The order of `types` decides nothing.
 */
export function chooseInstanceType(source: SourceFacts, onOffer: TypesOnOffer): TypeChoice {
  const machine = machineOf(source);
  if ("refusal" in machine) {
    return machine;
  }
  if (onOffer.types.length === 0) {
    return { refusal: "EC2 lists no instance type of the current generation" };
  }
  const needs = needsOf(machine);
  const place = placeOf(onOffer.zones);
  const judged = onOffer.types.map((type) => ({ type, fits: fits(type, machine, onOffer.offered) }));
  const [chosen] = judged.flatMap((each) => (each.fits === true ? toSized(each.type) : [])).sort(bySize);
  const doubtful = judged.flatMap((each) => (each.fits === undefined ? [each.type] : []));
  if (chosen === undefined) {
    const families = machine.supportsNitro ? "" : " (the families C4, M4 and R4 are not built on Nitro)";
    return {
      refusal: `no current instance type that is offered in ${place} holds ${needs}${families}${notSaid(doubtful)}`,
    };
  }
  const size = `${count(chosen.vCpus, "vCPU")} and ${sayMemory(chosen.memoryMiB)}`;
  const smaller = doubtful.filter((type) => toSized(type).every((each) => bySize(each, chosen) < 0));
  return {
    instanceType: chosen.name,
    because: `the smallest current type offered in ${place} that holds ${needs}: ${size}${notSaid(smaller)}`,
  };
}

/** A machine of which everything is known that the choice rests on. */
export interface Machine {
  cores: number;
  /** A whole number, rounded up. */
  memoryMiB: number;
  architecture: string;
  supportsNitro: boolean;
}

const MIB = 1024 ** 2;

/** Architectures of sources that DRS is known to name as EC2 does; of another word it is not known what it means to EC2. */
const ARCHITECTURES: readonly string[] = ["x86_64", "arm64"];

/** What is known of the machine, or everything that is not and must be. */
export function machineOf(source: SourceFacts): Machine | { refusal: string } {
  const { cores, memoryBytes, architecture, supportsNitroInstances: supportsNitro } = source;
  if (!isPositive(cores) || !isPositive(memoryBytes) || architecture === undefined || supportsNitro === undefined) {
    const unknown = [
      ...(isPositive(cores) ? [] : ["all of its CPUs' cores"]),
      ...(isPositive(memoryBytes) ? [] : ["its memory"]),
      ...(architecture === undefined ? ["its architecture"] : []),
      ...(supportsNitro === undefined ? ["whether it can run on Nitro"] : []),
    ];
    return { refusal: `DRS does not report ${listed(unknown)}` };
  }
  if (!ARCHITECTURES.includes(architecture)) {
    const known = ARCHITECTURES.join(" or ");
    return { refusal: `DRS reports the architecture ${harmless(architecture)}, expected ${known}` };
  }
  return { cores, memoryMiB: Math.ceil(memoryBytes / MIB), architecture, supportsNitro };
}

function isPositive(number: number | undefined): number is number {
  return number !== undefined && number > 0;
}

/** Series for general use, for computing and for memory; what is made for something else, or is new, is not chosen. */
const SERIES: readonly string[] = ["c", "m", "r", "u", "x"];

/** Undefined where EC2 does not say enough. Cores count as vCPUs (docs/drs-facts.md#cores-and-vcpus). */
function fits(type: CurrentInstanceType, machine: Machine, offered: ReadonlySet<string>): boolean | undefined {
  const name = parseInstanceTypeName(type.instanceType);
  const answers = [
    name !== undefined && SERIES.includes(name.series) && !name.isFlex,
    offered.has(type.instanceType),
    type.accelerators.length === 0,
    type.isCurrent,
    not(type.isBareMetal),
    not(type.isBurstable),
    not(type.hasInstanceStorage),
    hasAll(type.usageClasses, ["on-demand"]),
    hasAll(type.rootDeviceTypes, ["ebs"]),
    hasAll(type.virtualizationTypes, ["hvm"]),
    hasAll(type.architectures, [machine.architecture]),
    machine.supportsNitro ? true : not(type.isNitro),
    hasAll(type.bootModes, bootModesOf(machine)),
    isAtLeast(type.vCpus, machine.cores),
    isAtLeast(type.memoryMiB, machine.memoryMiB),
  ];
  return answers.includes(false) ? false : answers.every((answer) => answer === true) || undefined;
}

function not(fact: boolean | undefined): boolean | undefined {
  return fact === undefined ? undefined : !fact;
}

function hasAll(values: readonly string[] | undefined, wanted: readonly string[]): boolean | undefined {
  return values === undefined ? undefined : wanted.every((each) => values.includes(each));
}

function isAtLeast(size: number | undefined, least: number): boolean | undefined {
  return size === undefined ? undefined : size >= least;
}

/** DRS does not say how a machine boots, so the type must know every way (docs/drs-facts.md#boot-modes). */
function bootModesOf({ architecture, supportsNitro }: Machine): string[] {
  if (architecture === "arm64") {
    return ["uefi"];
  }
  return supportsNitro ? ["legacy-bios", "uefi"] : ["legacy-bios"];
}

/** A type whose size is known. */
interface SizedType {
  name: string;
  vCpus: number;
  memoryMiB: number;
}

/** None where EC2 does not say the size. */
function toSized({ instanceType: name, vCpus, memoryMiB }: CurrentInstanceType): SizedType[] {
  return vCpus === undefined || memoryMiB === undefined ? [] : [{ name, vCpus, memoryMiB }];
}

/** Negative where the one comes before the other; 0 for one and the same alone. */
function bySize(one: SizedType, other: SizedType): number {
  const size = one.vCpus - other.vCpus || one.memoryMiB - other.memoryMiB;
  return size || byName(one.name, other.name);
}

function byName(one: string, other: string): number {
  const [a, b] = [parseInstanceTypeName(one), parseInstanceTypeName(other)];
  const rank =
    a === undefined || b === undefined
      ? 0
      : a.extras - b.extras || b.generation - a.generation || Number(a.processor === "a") - Number(b.processor === "a");
  return rank || Number(one > other) - Number(one < other);
}

/** `its 4 cores and 16 GiB of memory (x86_64)` */
function needsOf({ cores, memoryMiB, architecture, supportsNitro }: Machine): string {
  const kind = supportsNitro ? architecture : `${architecture}, not built on Nitro`;
  return `its ${count(cores, "core")} and ${sayMemory(memoryMiB)} of memory (${kind})`;
}

/** `64 GiB`, or `65537 MiB` where it is no whole number of them. */
function sayMemory(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`;
}

/** The zones of a launch in a text. */
export function placeOf(zones: readonly string[]): string {
  return zones.length > 1 ? `each of ${listed(zones)}` : listed(zones);
}

function notSaid(types: readonly CurrentInstanceType[]): string {
  const names = types.map(({ instanceType }) => harmless(instanceType)).sort();
  return names.length === 0 ? "" : `; whether ${someOf(names)} would do, EC2 does not say`;
}
