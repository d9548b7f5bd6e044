/** DRS's own actions, which it puts on every server. Pure. */
import type { LaunchActionSettings } from "../../drs/types";
import { listed } from "../../vocabulary";
import { isSameDocument } from "./changes";
import { FIRST_ORDER } from "./orders";

/** The server's predefined action with this document; those of one's own have higher orders. */
export function findPredefined(
  actions: readonly LaunchActionSettings[],
  document: string,
): LaunchActionSettings | undefined {
  return predefinedOf(actions).find(({ actionCode }) => isSameDocument(actionCode, document));
}

/** Why there is no such action: which there are. */
export function noPredefined(actions: readonly LaunchActionSettings[], document: string): string {
  const codes = [...new Set(predefinedOf(actions).flatMap(({ actionCode }) => actionCode ?? []))].sort();
  const others = codes.length === 0 ? "it has none" : `it has ${listed(codes)}`;
  return `is ${document}, and the server has no predefined action with that document: ${others}`;
}

function predefinedOf(actions: readonly LaunchActionSettings[]): LaunchActionSettings[] {
  return actions.filter(({ order }) => order !== undefined && order < FIRST_ORDER);
}
