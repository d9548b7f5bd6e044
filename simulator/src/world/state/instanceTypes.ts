/** What EC2 says about an instance type: virtual CPUs and memory in MiB. */
export interface InstanceType {
  readonly name: string;
  readonly vCpus: number;
  readonly memoryMiB: number;
  /** arm64 = Graviton. */
  readonly architecture: "x86_64" | "arm64";
  /** What it is built on. */
  readonly system: "nitro" | "xen";
  readonly bareMetal: boolean;
  readonly burstable: boolean;
  readonly currentGeneration: boolean;
  readonly manufacturer: "Intel" | "AMD" | "AWS";
}

const GiB = 1024;

/** What the types of a family have in common, apart from an Intel processor on Nitro. */
type Traits = Partial<Omit<InstanceType, "name" | "vCpus" | "memoryMiB" | "bareMetal">>;

const AMD: Traits = { manufacturer: "AMD" };
const GRAVITON: Traits = { manufacturer: "AWS", architecture: "arm64" };
const XEN: Traits = { system: "xen", currentGeneration: false };

/** A family in its sizes: `[size, vCPUs, memory in GiB]`. */
function family(
  name: string,
  sizes: readonly (readonly [string, number, number])[],
  traits: Traits = {},
): InstanceType[] {
  return sizes.map(([size, vCpus, memory]) => ({
    name: `${name}.${size}`,
    vCpus,
    memoryMiB: memory * GiB,
    architecture: "x86_64",
    system: "nitro",
    bareMetal: size.startsWith("metal"),
    burstable: false,
    currentGeneration: true,
    manufacturer: "Intel",
    ...traits,
  }));
}

/** A family whose memory is `perVCpu` GiB for each vCPU. */
function regular(
  name: string,
  perVCpu: number,
  sizes: Readonly<Record<string, number>>,
  traits?: Traits,
): InstanceType[] {
  const all = Object.entries(sizes).map(([size, vCpus]) => [size, vCpus, vCpus * perVCpu] as const);
  return family(name, all, traits);
}

const UP_TO_16 = { large: 2, xlarge: 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32, "12xlarge": 48, "16xlarge": 64 };
const UP_TO_24 = { ...UP_TO_16, "24xlarge": 96 };
const FIFTH = { ...UP_TO_24, metal: 96 };
const SIXTH = { ...UP_TO_24, "32xlarge": 128, metal: 128 };
const SIXTH_AMD = { ...UP_TO_24, "32xlarge": 128, "48xlarge": 192, metal: 192 };
const SEVENTH = { ...UP_TO_24, "48xlarge": 192, "metal-24xl": 96, "metal-48xl": 192 };
const FLEX = { large: 2, xlarge: 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32 };
const GRAVITON_SIZES = { medium: 1, ...UP_TO_16, metal: 64 };
const C5_SIZES = {
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "9xlarge": 36,
  "12xlarge": 48,
  "18xlarge": 72,
  "24xlarge": 96,
  metal: 96,
};
const M4_SIZES = { large: 2, xlarge: 4, "2xlarge": 8, "4xlarge": 16, "10xlarge": 40, "16xlarge": 64 };
const C4_SIZES = [
  ["large", 2, 3.75],
  ["xlarge", 4, 7.5],
  ["2xlarge", 8, 15],
  ["4xlarge", 16, 30],
  ["8xlarge", 36, 60],
] as const;
const R4_SIZES = [
  ["large", 2, 15.25],
  ["xlarge", 4, 30.5],
  ["2xlarge", 8, 61],
  ["4xlarge", 16, 122],
  ["8xlarge", 32, 244],
  ["16xlarge", 64, 488],
] as const;
const BURSTABLE = [
  ["nano", 2, 0.5],
  ["micro", 2, 1],
  ["small", 2, 2],
  ["medium", 2, 4],
  ["large", 2, 8],
  ["xlarge", 4, 16],
  ["2xlarge", 8, 32],
] as const;
const T2_SIZES = [
  ["nano", 1, 0.5],
  ["micro", 1, 1],
  ["small", 1, 2],
  ["medium", 2, 4],
  ["large", 2, 8],
  ["xlarge", 4, 16],
  ["2xlarge", 8, 32],
] as const;

/**
 * The types that DescribeInstanceTypes knows, smallest first in each family
 * (https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html; those of earlier generations are on the same pages).
 */
export const INSTANCE_TYPES: readonly InstanceType[] = [
  ...regular("c5", 2, C5_SIZES),
  ...regular("c5a", 2, UP_TO_24, AMD),
  ...regular("c6a", 2, SIXTH_AMD, AMD),
  ...regular("c6g", 2, GRAVITON_SIZES, GRAVITON),
  ...regular("c6i", 2, SIXTH),
  ...regular("c7g", 2, GRAVITON_SIZES, GRAVITON),
  ...regular("c7i", 2, SEVENTH),
  ...regular("m5", 4, FIFTH),
  ...regular("m5a", 4, UP_TO_24, AMD),
  ...regular("m6a", 4, SIXTH_AMD, AMD),
  ...regular("m6g", 4, GRAVITON_SIZES, GRAVITON),
  ...regular("m6i", 4, SIXTH),
  ...regular("m7g", 4, GRAVITON_SIZES, GRAVITON),
  ...regular("m7i", 4, SEVENTH),
  ...regular("m7i-flex", 4, FLEX),
  ...regular("r5", 8, FIFTH),
  ...regular("r5a", 8, UP_TO_24, AMD),
  ...regular("r6a", 8, SIXTH_AMD, AMD),
  ...regular("r6g", 8, GRAVITON_SIZES, GRAVITON),
  ...regular("r6i", 8, SIXTH),
  ...regular("r7g", 8, GRAVITON_SIZES, GRAVITON),
  ...regular("r7i", 8, SEVENTH),
  ...family("t3", BURSTABLE, { burstable: true }),
  ...family("t3a", BURSTABLE, { ...AMD, burstable: true }),
  ...family("t4g", BURSTABLE, { ...GRAVITON, burstable: true }),
  ...family("c4", C4_SIZES, XEN),
  ...regular("m4", 4, M4_SIZES, XEN),
  ...family("r4", R4_SIZES, XEN),
  ...family("t2", T2_SIZES, { ...XEN, burstable: true, currentGeneration: true }),
];

/** The type with this name; undefined when the table, which has only some of EC2's types, does not have it. */
export function findInstanceType(name: string): InstanceType | undefined {
  return INSTANCE_TYPES.find((type) => type.name === name);
}

/**
 * The type that BASIC right-sizing picks: the smallest C5 with enough vCPUs and memory, or the largest C5.
 *
 * BASIC chooses from the C5 family by CPU and RAM (docs/drs-facts.md); the exact rule is not published.
 */
export function basicRightSize(cores: number, ramBytes: number): string {
  const c5 = INSTANCE_TYPES.filter((type) => type.name.startsWith("c5.") && !type.bareMetal);
  const fitting = c5.find((type) => type.vCpus >= cores && type.memoryMiB * GiB * GiB >= ramBytes);
  return (fitting ?? c5.at(-1))?.name ?? "c5.large";
}
