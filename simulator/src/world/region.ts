import type { WorldFile } from "./schema";

/** The Region that a world is in. */
export function regionOf(file: Pick<WorldFile, "region">): string {
  return file.region ?? "us-west-2";
}
