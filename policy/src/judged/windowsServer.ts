import { answer, COMPLIANT, NOT_APPLICABLE } from "./judgement";
import { observed } from "./observed";
import { reported } from "./reported";
import { type JudgedServer, type JudgedWave, serversOf } from "./wave";

/** A server of the wave that runs Windows; undefined when none does. @throws Unanswerable when one of the unseen may. */
export function findWindowsServer(wave: JudgedWave): JudgedServer | undefined {
  const servers = serversOf(wave);
  const found = servers.find(({ seen }) => /windows/i.test(seen?.source?.operatingSystem ?? ""));
  if (found !== undefined) return found;
  for (const server of servers) {
    reported(observed(server).source?.operatingSystem, `the operating system of ${server.name}`);
  }
  return undefined;
}

/** False only when it is known that no server of the wave runs Windows. */
export function mayHaveWindowsServer(wave: JudgedWave): boolean {
  return answer(() => (findWindowsServer(wave) === undefined ? COMPLIANT : NOT_APPLICABLE)).status !== "compliant";
}
