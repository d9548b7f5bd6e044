import { describe, expect, it } from "vitest";
import { CONTROLS, type Control } from "../../../policy/src/controls";
import { RULES } from "../../../policy/src/rules";

const supporting = (control: Control) => {
  const rules: readonly { name: string; supports: readonly Control[] }[] = RULES;
  return rules.filter(({ supports }) => supports.includes(control)).map(({ name }) => name);
};

describe("the controls that rules support", () => {
  it.each(Object.keys(CONTROLS) as Control[])("has a rule for %s", (control) => {
    expect(supporting(control).length).toBeGreaterThan(0);
  });

  // An auditor strikes out what is no drift of configuration and no test of a recovery.
  it.each([
    "drs-replication-require-encryption",
    "drs-replication-require-private-routing",
    "drs-template-require-imdsv2",
    "drs-template-disallow-public-address",
    "drs-template-disallow-open-ingress",
    "drs-template-disallow-default-security-group",
  ])("takes %s, which is about security, for no evidence of drift or of a test", (rule) => {
    expect([...supporting("REL13-BP04"), ...supporting("REL13-BP03")]).not.toContain(rule);
  });

  it("has the objectives for the control about objectives", () => {
    expect(supporting("REL13-BP01")).toEqual(["drs-wave-require-objectives", "drs-wave-require-met-objectives"]);
  });
});
