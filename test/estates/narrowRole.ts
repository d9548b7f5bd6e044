import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drsDefaults } from "./drsDefaults";
import type { Estate } from "./estate";

const DOCUMENT = join(__dirname, "..", "..", "provider", "iam", "observe.json");

/** The statement of observe.json that README calls optional: without it drills still run. */
const OPTIONAL_STATEMENT = "PoliciesOfThePack";

function optionalOperations(): string[] {
  const { Statement }: { Statement: { Sid: string; Action: string[] }[] } = JSON.parse(readFileSync(DOCUMENT, "utf8"));
  const optional = Statement.find(({ Sid }) => Sid === OPTIONAL_STATEMENT)?.Action ?? [];
  return optional.map((action) => action.split(":")[1] ?? action);
}

/** The servers of {@link drsDefaults}, seen by a role that has what README says a preview needs, and nothing more. */
export const narrowRole: Estate = {
  ...drsDefaults,
  name: "a role that may read little",
  refused: optionalOperations(),
};
