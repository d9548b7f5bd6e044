import { describe, expect, it } from "vitest";
import { readSignature } from "../../../simulator/src/wire";

describe(readSignature.name, () => {
  it("reads key and Region from the credential scope", () => {
    expect(
      readSignature(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/eu-central-1/drs/aws4_request, SignedHeaders=host, Signature=00",
      ),
    ).toEqual({ accessKeyId: "AKIDEXAMPLE", region: "eu-central-1", service: "drs" });
  });

  it.each([undefined, "", "Bearer token"])("finds none in %s", (header) => {
    expect(readSignature(header)).toBeUndefined();
  });
});
