import { describe, expect, it, vi } from "vitest";
import { createDrsGateway } from "../../../../provider/src/drs/awsGateway";
import { aConnection } from "../aws/aConnection";
import { DB } from "../factories";

describe(createDrsGateway.name, () => {
  it("sends a start once, whatever happens: StartRecovery takes no idempotency token", async () => {
    const handle = vi.fn(async () => {
      throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    });
    const gateway = await createDrsGateway(aConnection({ requestHandler: { handle } }), new AbortController().signal);
    const servers = [{ sourceServerId: DB }];
    await expect(gateway.startRecovery({ servers, isDrill: true, tags: {} })).rejects.toMatchObject({
      name: "DrsRequestError",
      refused: false,
    });
    expect(handle).toHaveBeenCalledTimes(1);
  });
});
