import * as v from "valibot";
import { FaultError, type Faults, parseFault } from "./faults";
import type { Journal } from "./journal";
import { parseJson } from "./json";
import { recoverNetwork } from "./lifecycle/recoverNetwork";
import { printable } from "./printable";
import type { WireAnswer, WireRequest } from "./wire";
import type { World } from "./world";
import { describeIssue } from "./world/schema/describeIssue";
import { listOf, objectOf, securityGroupId, sourceServerID, subnetId } from "./world/schema/parts";

/** What the simulator's own pages show and change. */
interface Controlled {
  readonly world: World;
  readonly journal: Journal;
  readonly faults: Faults;
}

/**
 * The simulator's own pages: `GET journal`, `GET world`, `POST networkRecovery`, and `GET`, `POST` (one fault or a list) and `DELETE` of `faults`.
 *
 * They need no signature, stay out of the journal, and no fault hits them.
 */
export function answerControl(path: string, request: WireRequest, { world, journal, faults }: Controlled): WireAnswer {
  switch (`${request.method} ${path}`) {
    case "GET journal":
      return json(200, { entries: journal.entries() });
    case "GET world":
      return json(200, world.snapshot());
    case "GET faults":
      return json(200, { faults: faults.left() });
    case "POST faults":
      return addFaults(request.body, faults);
    case "DELETE faults":
      faults.clear();
      return json(200, { faults: [] });
    case "POST networkRecovery":
      return recover(request.body, world);
    default:
      return json(404, {
        message: `There is no ${request.method} /_simulator/${path}: try GET journal, world or faults`,
      });
  }
}

const networkRecovery = objectOf({
  sourceServerIDs: listOf(sourceServerID),
  subnetId,
  securityGroupIds: v.optional(listOf(securityGroupId)),
});

/** Has DRS recover the network of source servers: a part of it that no client of these servers asks for. */
function recover(body: string, world: World): WireAnswer {
  let given: unknown;
  try {
    given = parseJson(body);
  } catch (error) {
    return json(400, { message: `Recovering a network: ${error instanceof Error ? error.message : String(error)}` });
  }
  const parsed = v.safeParse(networkRecovery, given);
  if (!parsed.success) {
    return json(400, { message: printable(`Recovering a network: ${describeIssue(parsed.issues[0])}`) });
  }
  const { sourceServerIDs, ...network } = parsed.output;
  const { state, now } = world.context(undefined);
  const unknown = sourceServerIDs.find((id) => !state.sourceServers.some((server) => server.sourceServerID === id));
  if (unknown !== undefined) {
    return json(400, { message: `Recovering a network: there is no source server ${unknown}` });
  }
  const servers = state.sourceServers.filter((server) => sourceServerIDs.includes(server.sourceServerID));
  recoverNetwork(state, servers, network, now);
  world.save();
  return json(200, { sourceServerIDs });
}

function addFaults(body: string, faults: Faults): WireAnswer {
  try {
    const given = parseJson(body);
    // All are checked before the first is queued.
    const parsed = (Array.isArray(given) ? given : [given]).map(parseFault);
    for (const fault of parsed) {
      faults.add(fault);
    }
    return json(200, { faults: faults.left() });
  } catch (error) {
    if (error instanceof FaultError) {
      return json(400, { message: error.message });
    }
    if (error instanceof SyntaxError) {
      return json(400, { message: `Adding a fault: ${error.message}` });
    }
    throw error;
  }
}

function json(status: number, body: object): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body, undefined, 2) };
}
