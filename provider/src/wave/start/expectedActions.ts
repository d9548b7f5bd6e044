import pLimit from "p-limit";
import { messageOf } from "../../errors";
import { nameServer } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import { CONCURRENT_READS } from "../look/reads";
import type { ExpectedActions, PlannedServer } from "../run";

/**
 * The servers with the post-launch actions that are active now, to be waited for after the launch
 * (docs/drs-facts.md#post-launch-actions). Asks DRS only for servers whose settings do not say that none run. A list that
 * cannot be read is "not known", with a warning, and stops nothing.
 */
export async function withExpectedActions(
  context: Pick<WaveContext, "drs" | "status">,
  servers: readonly PlannedServer[],
): Promise<PlannedServer[]> {
  const limit = pLimit(CONCURRENT_READS);
  return Promise.all(
    servers.map(async (server) => {
      if (server.launchConfiguration.postLaunchEnabled === false || server.expectedActions !== undefined) {
        return server;
      }
      const expectedActions = await limit(() => readActions(context, server));
      const isNone = "known" in expectedActions && expectedActions.known.length === 0;
      return isNone && server.launchConfiguration.postLaunchEnabled === undefined
        ? server
        : { ...server, expectedActions };
    }),
  );
}

async function readActions(
  { drs, status }: Pick<WaveContext, "drs" | "status">,
  server: PlannedServer,
): Promise<ExpectedActions> {
  try {
    const listed = await drs.listLaunchActions(server.sourceServerId);
    // Active and required unless DRS says otherwise: what is not said is not taken for "need not run".
    const active = listed.filter((action) => action.active !== false);
    const known = active.map(({ actionId, name, optional = false }) => withoutUndefined({ actionId, name, optional }));
    return { known };
  } catch (error) {
    const unknown = messageOf(error);
    status.warn(`which post-launch actions of ${nameServer(server)} are active is not known: ${unknown}`);
    return { unknown };
  }
}
