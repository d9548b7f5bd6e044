/** How far a server was proven to work, compared with how far it was asked to. Pure. */
import { type ServerRecord, SUCCESS_LEVELS, type SuccessLevel } from "../../vocabulary";

/** A server that is left STOPPED counts as recovered when launched: nothing more can be asked of it. */
export function isRecovered(server: ServerRecord, success: SuccessLevel): boolean {
  return server.failure === undefined && reaches(server.verifiedTo, askedOf(server, success));
}

/** The level that this server is held to. */
export function askedOf(server: ServerRecord, success: SuccessLevel): SuccessLevel {
  return server.launchConfiguration.launchDisposition === "STOPPED" ? "launched" : success;
}

/** True when `reached` is at least `wanted`. */
export function reaches(reached: SuccessLevel | undefined, wanted: SuccessLevel): boolean {
  return reached !== undefined && SUCCESS_LEVELS.indexOf(reached) >= SUCCESS_LEVELS.indexOf(wanted);
}
