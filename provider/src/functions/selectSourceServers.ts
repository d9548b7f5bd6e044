import type { Connection, ServerSelector } from "../vocabulary";
import type { SourceInstance } from "../wave/look/sourceTags";
import { withoutUndefined } from "../withoutUndefined";

/** A source server as a program names it. */
export interface SelectedServer {
  sourceServerId: string;
  hostname?: string;
}

/** What a selector selects while a program runs. */
export interface Selection {
  /** By id. */
  servers: SelectedServer[];
  /** Source instances of which it is not known whether the selector has them, by the server's id. */
  unknown: SelectedServer[];
  /** Why nothing, or not everything, is known; empty where all is. */
  problems: string[];
  warnings: string[];
}

/** Where a program looks. */
interface Look {
  selector: ServerSelector;
  place: { region?: string; connection?: Connection };
  /** Looks of the same program share what they read. */
  program: object;
}

/** What the looks of each program share. */
const shared = new WeakMap<object, ReturnType<typeof openShared>>();

/**
 * The servers that a selector has now. Reads the source servers of a place once for a program, and the source instances of
 * each Region and account.
 */
export async function selectSourceServers({ selector, place, program }: Look): Promise<Selection> {
  const known = shared.get(program) ?? openShared();
  shared.set(program, known);
  const { findServers, toSelection } = await loadFinding();
  const context = (await known)(place);
  return toSelection(await findServers(await context, { selector }));
}

async function loadFinding() {
  const { findServers } = await import("../wave/look/findServers.js");
  const toSelected = ({ sourceServerId, hostname }: { sourceServerId: string; hostname?: string }) =>
    withoutUndefined({ sourceServerId, hostname });
  const toSelection = ({ servers, problems, sourceTags }: Awaited<ReturnType<typeof findServers>>): Selection => ({
    servers: servers.map(({ source }) => toSelected(source)),
    unknown: (sourceTags?.unknown ?? []).map(({ server }: SourceInstance) => toSelected(server)),
    problems: problems.map(({ message }) => message),
    warnings: sourceTags?.warnings ?? [],
  });
  return { findServers, toSelection };
}

async function openShared() {
  const { openLookUp } = await import("./lookUp.js");
  const { systemClock } = await import("../wave/clock.js");
  const { SharedReads } = await import("../wave/look/sharedReads.js");
  const { SourceLooks } = await import("../lifecycle/sourceLooks.js");
  const [reads, sources] = [new Map<string, InstanceType<typeof SharedReads>>(), new SourceLooks()];
  return async (place: Look["place"]) => {
    const key = JSON.stringify([place.region, place.connection]);
    const own = reads.get(key) ?? new SharedReads(systemClock);
    reads.set(key, own);
    const context = { ...(await openLookUp(place)), clock: systemClock };
    return sources.over({ region: place.region, connection: place.connection, urn: undefined }, own.over(context));
  };
}
