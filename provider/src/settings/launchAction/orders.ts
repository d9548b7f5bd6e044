import type { LaunchActionSettings } from "../../drs/types";

/** The lowest order of an action of one's own; those below are DRS's (docs/drs-facts.md#orders-of-post-launch-actions). */
export const FIRST_ORDER = 1001;
/** The highest order (model). */
export const LAST_ORDER = 10_000;
/** DRS's quota for actions of one server (L-0588D03B). */
export const MOST_ACTIONS = 200;

/** What another resource of this program has claimed on a server. */
interface Claim {
  order: number;
  /** Whether the program gives it. */
  isGiven: boolean;
  /** The resource, as messages name it. */
  name: string;
}

/**
 * The orders that the resources of one process claim, so that a preview shows those of `up`; and one writer at a time for
 * each server, because two that look for a free order at the same time find the same.
 */
export class ServerOrders {
  readonly #claims = new Map<string, Map<string, Claim>>();
  readonly #writers = new Map<string, Promise<unknown>>();

  /** The other resource that claims this order on the server; undefined when there is none. */
  rivalOf(server: string, actionId: string, order: number): Claim | undefined {
    return [...(this.#claims.get(server) ?? [])].find(([id, claim]) => id !== actionId && claim.order === order)?.[1];
  }

  claim(server: string, actionId: string, claim: Claim): void {
    const claims = this.#claims.get(server) ?? new Map<string, Claim>();
    this.#claims.set(server, claims.set(actionId, claim));
  }

  /** The first order from 1001 on that neither the server's actions nor other resources have; undefined when there is none. */
  firstFree(server: string, actionId: string, actions: readonly LaunchActionSettings[]): number | undefined {
    const taken = new Set(actions.filter((each) => each.actionId !== actionId).map(({ order }) => order));
    for (const [id, { order }] of this.#claims.get(server) ?? []) {
      if (id !== actionId) {
        taken.add(order);
      }
    }
    for (let order = FIRST_ORDER; order <= LAST_ORDER; order += 1) {
      if (!taken.has(order)) {
        return order;
      }
    }
    return undefined;
  }

  /** Writes when nobody else writes the server's actions. */
  async oneAtATime<T>(server: string, write: () => Promise<T>): Promise<T> {
    const before = this.#writers.get(server) ?? Promise.resolve();
    const mine = before.then(write, write);
    this.#writers.set(server, mine);
    return mine;
  }
}

/** The action, other than this one, that has this order. Pure. */
export function holderOf(
  actions: readonly LaunchActionSettings[],
  actionId: string,
  order: number,
): LaunchActionSettings | undefined {
  return actions.find((each) => each.actionId !== actionId && each.order === order);
}
