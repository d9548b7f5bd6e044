import { afterEach, describe, expect, it, vi } from "vitest";
import { connect } from "../../../../provider/src/aws/connect";
import { ServiceTime } from "../../../../provider/src/aws/serviceTime";
import { createDrsGateway, regionOf } from "../../../../provider/src/drs/awsGateway";
import { DB } from "../factories";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe(createDrsGateway.name, () => {
  it("sends a start once, whatever happens: StartRecovery takes no idempotency token", async () => {
    const handle = vi.fn(async () => {
      throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    });
    const credentials = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
    const config = { region: "us-west-2", credentials, requestHandler: { handle } as never };
    const gateway = await createDrsGateway({ config, serviceTime: new ServiceTime() }, new AbortController().signal);
    const servers = [{ sourceServerId: DB }];
    await expect(gateway.startRecovery({ servers, isDrill: true, tags: {} })).rejects.toMatchObject({
      name: "DrsRequestError",
      refused: false,
    });
    expect(handle).toHaveBeenCalledTimes(1);
  });
});

describe(regionOf.name, () => {
  it("is the connection's own, before the environment's", async () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    expect(await regionOf(connect("us-west-2", { profile: "region of its own" }))).toBe("us-west-2");
  });

  it("is the environment's where the connection has none", async () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    expect(await regionOf(connect(undefined, { profile: "region of the environment" }))).toBe("eu-west-1");
  });

  it("says how to give one where there is none", async () => {
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) {
      vi.stubEnv(name, undefined);
    }
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) {
      vi.stubEnv(name, "/nowhere");
    }
    await expect(regionOf(connect(undefined, { profile: "no region" }))).rejects.toThrow(
      "no AWS Region: give the arg `region`, set AWS_REGION, or give the profile a region",
    );
  });
});
