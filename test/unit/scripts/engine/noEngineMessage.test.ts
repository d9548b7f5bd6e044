import { describe, expect, it } from "vitest";
import { noEngineMessage } from "../../../../scripts/engine/noEngineMessage";

describe(noEngineMessage.name, () => {
  it("tells every try and what to install", () => {
    const tries = [
      { source: "on PATH", reason: "there is no pulumi" },
      { source: "built with Go", reason: "Go is not installed" },
    ];

    expect(noEngineMessage(tries)).toMatchInlineSnapshot(`
      "No Pulumi engine was found:
        on PATH: there is no pulumi
        built with Go: Go is not installed
      Install Pulumi (https://www.pulumi.com/docs/install/) or Go (https://go.dev/doc/install), then start again."
    `);
  });
});
