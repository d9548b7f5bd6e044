/** What was measured, and whether its goal is met. Figures are of one run on one machine: quote ratios, not seconds. */
export interface Measurement {
  name: string;
  figures: readonly string[];
  goal: string;
  met: boolean;
}
