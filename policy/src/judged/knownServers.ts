import { observation } from "./observed";
import { type JudgedServer, type JudgedWave, serversOf } from "./wave";

/** A server with its id. */
export type KnownServer = JudgedServer & { sourceServerId: string };

/** Every server of the wave by its id. @throws Unanswerable for a selector that nobody has resolved. */
export function knownServersOf(wave: JudgedWave): KnownServer[] {
  return serversOf(wave).flatMap((server) => {
    const { sourceServerId } = server;
    if (sourceServerId !== undefined) return [{ ...server, sourceServerId }];
    // Somebody looked, and the selector matches nothing; or nobody has looked, and this throws.
    observation(wave);
    return [];
  });
}
