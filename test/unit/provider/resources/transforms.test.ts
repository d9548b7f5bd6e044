import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { toInputs } from "../../../../provider/src/resources/transforms";
import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE } from "../../../../provider/src/vocabulary";

/** A resource as the engine hands it to a transform: what is not set is an empty text. */
function aResource(changes: {
  type?: string;
  props?: Record<string, unknown>;
  opts?: pulumi.CustomResourceOptions;
}): pulumi.ResourceTransformArgs {
  return { custom: true, type: DRILL_WAVE_TYPE, name: "web", props: { a: 1 }, opts: {}, ...changes };
}

const timeouts = { create: "80m", update: "", delete: "" };

describe("toInputs", () => {
  it.each([DRILL_WAVE_TYPE, DRILL_GUARD_TYPE])("makes the deadlines that transforms set inputs of %s", (type) => {
    const args = aResource({
      type,
      opts: { customTimeouts: timeouts },
      props: { a: 1, customTimeouts: { create: "1m" } },
    });
    expect(toInputs(args)).toEqual({ props: { a: 1, customTimeouts: { create: "80m" } }, opts: args.opts });
  });

  it("keeps for policies that a wave is retained", () => {
    expect(toInputs(aResource({ opts: { retainOnDelete: true } }))?.props).toEqual({ a: 1, retainOnDelete: true });
  });

  it.each([
    { label: "a resource of another type", args: { type: "aws:ec2:Instance", opts: { customTimeouts: timeouts } } },
    {
      label: "a wave whose inputs say the same, in another order",
      args: {
        opts: { customTimeouts: { create: "80m", delete: "1h" } },
        props: { customTimeouts: { delete: "1h", create: "80m" } },
      },
    },
    { label: "a wave without timeouts", args: { opts: { customTimeouts: { create: "", update: "", delete: "" } } } },
    {
      label: "a guard that is retained, which keeps no such input",
      args: { type: DRILL_GUARD_TYPE, opts: { retainOnDelete: true } },
    },
  ])("leaves $label alone", ({ args }) => {
    expect(toInputs(aResource(args))).toBeUndefined();
  });
});
