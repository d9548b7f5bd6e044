import * as v from "valibot";
import type { CustomTimeouts, DrillNetworkIntent } from "../../vocabulary";
import { customTimeouts, matching, members, networkEntries, placeEntries, SERVER_ID } from "../schemaParts";

/** The args of a drill network and what the resource class adds to them. */
export const drillNetworkSchema = members({
  ...placeEntries,
  ...networkEntries,
  sourceServers: v.exactOptional(
    v.pipe(
      v.array(matching(SERVER_ID, "s- and 17 letters or digits"), "expected a list of source servers"),
      v.minLength(1, "expected at least one source server"),
    ),
  ),
  customTimeouts,
});

/** Compiles only while the schema has exactly the members that the type has, at every depth. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Members<T> = { [Member in keyof T]: T[Member] };
true satisfies Same<
  v.InferOutput<typeof drillNetworkSchema>,
  Members<DrillNetworkIntent & { customTimeouts?: CustomTimeouts }>
>;
