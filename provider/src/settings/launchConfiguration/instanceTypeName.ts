/** What the name of an instance type says (docs/drs-facts.md#names-of-instance-types). */
export interface InstanceTypeName {
  /** `m`, `c`, `r`, … */
  series: string;
  generation: number;
  /** `a` for AMD, `g` for Graviton, `i` for Intel; empty where the name says none. */
  processor: string;
  /** How much it has that others of its size have not: letters such as `n` (more network) and `z` (higher frequency). */
  extras: number;
  /** True for one whose CPUs are not all there all the time, such as `m7i-flex.large`. */
  isFlex: boolean;
}

const NAME = /^([a-z]+)(\d+)([agi]?)([a-z]*)(-flex|-\d+tb)?\.[a-z0-9]+$/;

/** Undefined for a name of another form, such as `u-6tb1.56xlarge` or `mac2-m2pro.metal`. */
export function parseInstanceTypeName(name: string): InstanceTypeName | undefined {
  const [, series, generation, processor = "", letters = "", suffix] = NAME.exec(name) ?? [];
  return series === undefined
    ? undefined
    : { series, generation: Number(generation), processor, extras: letters.length, isFlex: suffix === "-flex" };
}
