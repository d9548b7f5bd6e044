import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configure } from "../../../../policy/src/policies/settings";
import type { ConfigEntries, Rule } from "../../../../policy/src/rule";
import { RULES } from "../../../../policy/src/rules";

/** Words of a schema library or of JavaScript. */
const FOREIGN = /Invalid|Expected|received|undefined|expected never|\[object|another value|NaN/;

/** What a rule says of a configuration; empty where it takes it. */
function said<Entries extends ConfigEntries>(rule: Rule<Entries>, given: object): string {
  try {
    configure(rule, "recommended", {}).read(given);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("a rule's configuration", () => {
  it.each(RULES.map((rule) => [rule.name, rule] as const))(
    "of %s is refused in our words, whatever it is",
    (name, rule) => {
      const members = [...Object.keys(rule.config), "unknown", "waivers", "waiverz"];
      const junk = fc.oneof(fc.jsonValue(), fc.array(fc.record({ server: fc.string(), owner: fc.jsonValue() })));
      const given = fc.record(Object.fromEntries(members.map((member) => [member, junk])), {
        requiredKeys: ["waiverz"],
      });
      fc.assert(
        fc.property(given, (config) => {
          const text = said(rule, config);
          // What was given is repeated, and may be any word.
          const own = text.replace(/, got [^;]*/g, "");
          expect({ own, isForeign: FOREIGN.test(own), isOurs: text.startsWith(`configuration of ${name}: `) }).toEqual({
            own,
            isForeign: false,
            isOurs: true,
          });
          expect(text).toContain('unknown setting "waiverz": did you mean "waivers"? It has ');
        }),
      );
    },
  );
});
