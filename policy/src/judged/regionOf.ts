import { type JudgedWave, observationOf } from "./wave";

/** The wave's Region as seen, else as declared; undefined when it is the environment's, which policies do not know. */
export function regionOf(wave: JudgedWave): string | undefined {
  const seen = observationOf(wave)?.region;
  if (seen !== undefined || wave.unknownInputs.includes("region")) return seen;
  return wave.inputs.region;
}
