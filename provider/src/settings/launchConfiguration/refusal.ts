/** Why something cannot be done for a server, in clauses, and what to do. */
import { clauseOf, DrsRequestError, NO_ACCESS, remedyFor } from "../../errors";

/** What to do where nothing better is known. */
export const WRITE_THE_TYPE = "write the type in launchTemplate.instanceType";

/** Clauses that say what is wrong, and what to do where that is not to write the type alone, as an imperative. */
export interface Refusal {
  refusal: string;
  fix?: string;
}

/** Several as one. */
export function joined(refusals: readonly Refusal[]): Refusal {
  return {
    refusal: refusals.map(({ refusal }) => refusal).join("; "),
    fix: [...new Set(refusals.map(({ fix = WRITE_THE_TYPE }) => fix))].join("; "),
  };
}

/** What the read finds; a request that failed is a refusal. @throws what is no failed request */
export async function reading<T extends object>(read: () => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DrsRequestError) {
      const remedy = remedyFor(error);
      const fix = `${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}, or ${WRITE_THE_TYPE}`;
      return { refusal: clauseOf(error), ...(remedy === NO_ACCESS ? {} : { fix }) };
    }
    throw error;
  }
}
