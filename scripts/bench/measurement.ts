/** What was measured, and whether its goal is met. Figures are medians of one run on one machine. */
export interface Measurement {
  name: string;
  figures: readonly string[];
  goal: string;
  met: boolean;
}
