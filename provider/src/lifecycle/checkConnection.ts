import { connect } from "../aws/connect";
import type { Flaw } from "./flaws";
import type { Place } from "./openContext";

/** Seconds that AWS gives a role's session which another role's credentials ask for. */
const CHAINED_ROLE_SECONDS = 3600;

/**
 * What is wrong with where and as whom AWS would be called. AWS refuses a longer session for a chained role with the
 * first call (docs/drs-facts.md#role-chaining). Asks STS, and only where the settings do not say whose credentials they are.
 */
export async function checkConnection({ region, connection }: Pick<Place, "region" | "connection">): Promise<Flaw[]> {
  const seconds = connection?.assumeRole?.durationSeconds;
  if (seconds === undefined || seconds <= CHAINED_ROLE_SECONDS) {
    return [];
  }
  if (!(await connect(region, connection).isChained())) {
    return [];
  }
  const reason =
    `is ${seconds}, but the credentials that assume the role are a role's own, and AWS gives a chained role ${CHAINED_ROLE_SECONDS} s at most: ` +
    "leave it out (the session is renewed while those credentials last), or assume the role with a user's credentials";
  return [{ property: "connection.assumeRole.durationSeconds", reason }];
}

/**
 * What to say of the Region that settings gave, where a setting of less weight names another; undefined otherwise, and
 * where the program names one. Calls no service.
 */
export async function describeRegion({
  region,
  connection,
}: Pick<Place, "region" | "connection">): Promise<string | undefined> {
  if (region !== undefined) {
    return undefined;
  }
  const { region: taken, otherRegions } = await connect(region, connection).settings();
  if (taken === undefined || otherRegions.length === 0) {
    return undefined;
  }
  const others = otherRegions.map(({ value, from }) => `${from} names ${value}`).join(", ");
  return `the drill runs in ${taken.value}, as ${taken.from} says; ${others}. The arg \`region\` decides for good`;
}
