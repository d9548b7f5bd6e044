import { describe, expect, it } from "vitest";
import { providerPointer } from "../../../../provider/src/resources/pointer";

describe(providerPointer.name, () => {
  it.each([{ name: "waveProvider" as const }, { name: "guardProvider" as const }])(
    "points at $name with a literal that every state will refer to for ever",
    ({ name }) => {
      expect(providerPointer(name)).toBe(
        `exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-drillwave/provider").${name};`,
      );
    },
  );

  it.each([{ name: "waveProvider" as const }, { name: "guardProvider" as const }])(
    "is at most 120 bytes for $name",
    ({ name }) => {
      expect(Buffer.byteLength(providerPointer(name))).toBeLessThanOrEqual(120);
    },
  );
});
