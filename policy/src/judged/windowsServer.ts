import { attempt } from "./judgement";
import { observed, reported } from "./observed";
import { judgedServersOf } from "./servers";
import type { JudgedServer, JudgedWave } from "./wave";

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

/** A server of the wave that runs Windows; undefined when none does. @throws Unanswerable when one of the unseen may. */
export function findWindowsServer(wave: JudgedWave): JudgedServer | undefined {
  const servers = judgedServersOf(wave);
  const known = servers.filter(({ seen }) => seen?.source?.operatingSystem !== undefined);
  return known.find(runsWindows) ?? servers.find(runsWindows);
}

/** False only when it is known that no server of the wave runs Windows. */
export function mayHaveWindowsServer(wave: JudgedWave): boolean {
  return attempt(
    () => findWindowsServer(wave) !== undefined,
    () => true,
  );
}
