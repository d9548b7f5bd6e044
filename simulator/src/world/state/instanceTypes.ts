/** What EC2 says about an instance type: virtual CPUs and memory in MiB. */
export interface InstanceType {
  readonly name: string;
  readonly vCpus: number;
  readonly memoryMiB: number;
  /** arm64 = Graviton. */
  readonly architecture: "x86_64" | "arm64";
  readonly hypervisor: "nitro" | "xen";
}

const GiB = 1024;

/** A family in all its sizes: `[size, vCPUs, memory in GiB]`. */
function family(
  name: string,
  sizes: readonly (readonly [string, number, number])[],
  kind: "intel" | "graviton" | "xen" = "intel",
): InstanceType[] {
  return sizes.map(([size, vCpus, memory]) => ({
    name: `${name}.${size}`,
    vCpus,
    memoryMiB: memory * GiB,
    architecture: kind === "graviton" ? "arm64" : "x86_64",
    hypervisor: kind === "xen" ? "xen" : "nitro",
  }));
}

/** A family whose memory is `perVCpu` GiB for each vCPU. */
function regular(
  name: string,
  perVCpu: number,
  sizes: Readonly<Record<string, number>>,
  kind?: "intel" | "graviton" | "xen",
): InstanceType[] {
  return family(
    name,
    Object.entries(sizes).map(([size, vCpus]) => [size, vCpus, vCpus * perVCpu]),
    kind,
  );
}

const M_AND_R_SIZES = {
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "8xlarge": 32,
  "12xlarge": 48,
  "16xlarge": 64,
  "24xlarge": 96,
};
const C5_SIZES = {
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "9xlarge": 36,
  "12xlarge": 48,
  "18xlarge": 72,
  "24xlarge": 96,
};
const M4_SIZES = { large: 2, xlarge: 4, "2xlarge": 8, "4xlarge": 16, "10xlarge": 40, "16xlarge": 64 };
const C4_SIZES = [
  ["large", 2, 3.75],
  ["xlarge", 4, 7.5],
  ["2xlarge", 8, 15],
  ["4xlarge", 16, 30],
  ["8xlarge", 36, 60],
] as const;
const GRAVITON_SIZES = { large: 2, xlarge: 4, "2xlarge": 8, "4xlarge": 16 };

/**
 * The types that DescribeInstanceTypes knows, smallest first in each family
 * (https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html).
 */
export const INSTANCE_TYPES: readonly InstanceType[] = [
  ...regular("c5", 2, C5_SIZES),
  ...regular("c6g", 2, GRAVITON_SIZES, "graviton"),
  ...regular("c6i", 2, M_AND_R_SIZES),
  ...regular("m5", 4, M_AND_R_SIZES),
  ...regular("m6g", 4, GRAVITON_SIZES, "graviton"),
  ...regular("m6i", 4, M_AND_R_SIZES),
  ...regular("r5", 8, M_AND_R_SIZES),
  ...regular("r6g", 8, GRAVITON_SIZES, "graviton"),
  ...regular("r6i", 8, M_AND_R_SIZES),
  ...family("t3", [
    ["nano", 2, 0.5],
    ["micro", 2, 1],
    ["small", 2, 2],
    ["medium", 2, 4],
    ["large", 2, 8],
    ["xlarge", 4, 16],
    ["2xlarge", 8, 32],
  ]),
  ...family("c4", C4_SIZES, "xen"),
  ...regular("m4", 4, M4_SIZES, "xen"),
  ...family(
    "t2",
    [
      ["nano", 1, 0.5],
      ["micro", 1, 1],
      ["small", 1, 2],
      ["medium", 2, 4],
      ["large", 2, 8],
      ["xlarge", 4, 16],
      ["2xlarge", 8, 32],
    ],
    "xen",
  ),
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
  const c5 = INSTANCE_TYPES.filter((type) => type.name.startsWith("c5."));
  const fitting = c5.find((type) => type.vCpus >= cores && type.memoryMiB * GiB * GiB >= ramBytes);
  return (fitting ?? c5.at(-1))?.name ?? "c5.large";
}
