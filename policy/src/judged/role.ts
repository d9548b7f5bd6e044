import { roleAmong } from "pulumi-drillwave/vocabulary";
import { ownMember } from "./ownMember";
import type { JudgedServer } from "./wave";

/** What a record by roles has for the server's role, see `roleAmong`; undefined when that is nothing. */
export function ofRole<Value>({ role }: JudgedServer, byRole: Readonly<Record<string, Value>>): Value | undefined {
  const name = roleAmong(role, Object.keys(byRole));
  return name === undefined ? undefined : ownMember(byRole, name);
}
