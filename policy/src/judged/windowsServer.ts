import { observed, reported } from "./observed";
import type { JudgedServer } from "./wave";

/** False only for a server whose system is known to be another. */
export function mayRunWindows({ seen }: JudgedServer): boolean {
  const system = seen?.source?.operatingSystem;
  return system === undefined || isWindows(system);
}

/** True for a server that runs Windows. @throws Unanswerable when its system is not reported. */
export function runsWindows(server: JudgedServer): boolean {
  return isWindows(reported(observed(server).source?.operatingSystem, `the operating system of ${server.name}`));
}

function isWindows(operatingSystem: string): boolean {
  return /windows/i.test(operatingSystem);
}
