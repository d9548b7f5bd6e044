import { FaultError, type Faults, parseFault } from "./faults";
import type { Journal } from "./journal";
import { parseJson } from "./json";
import type { WireAnswer, WireRequest } from "./wire";
import type { World } from "./world";

/** What the simulator's own pages show and change. */
interface Controlled {
  readonly world: World;
  readonly journal: Journal;
  readonly faults: Faults;
}

/**
 * The simulator's own pages: `GET journal`, `GET world`, and `GET`, `POST` (one fault or a list) and `DELETE` of `faults`.
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
    default:
      return json(404, {
        message: `There is no ${request.method} /_simulator/${path}: try GET journal, world or faults`,
      });
  }
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
