import { Readable } from "node:stream";
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

  describe("the Region's servers, listed once", () => {
    /** Each list has one server more than the one before. */
    function growingRegion() {
      let lists = 0;
      const handle = vi.fn(async () => {
        lists += 1;
        const items = Array.from({ length: lists }, (_, index) => ({ sourceServerID: `s-${index}` }));
        const body = Readable.from([Buffer.from(JSON.stringify({ items }))]);
        return { response: { statusCode: 200, headers: { "content-type": "application/json" }, body } };
      });
      return { connection: aConnection({ requestHandler: { handle } }), handle };
    }
    const open = (connection: Parameters<typeof createDrsGateway>[0]) =>
      createDrsGateway(connection, new AbortController().signal);

    it("are as the first operation of the connection saw them, for whatever it looked", async () => {
      const { connection, handle } = growingRegion();
      const [one, other] = [await open(connection), await open(connection)];
      const [first, again] = [await one.listSourceServers(), await one.listSourceServers()];
      const once = await other.listSourceServersOnce();
      expect([first.length, again.length, once.length, handle.mock.calls.length]).toEqual([1, 2, 1, 2]);
    });

    it("are one request for operations that ask at the same time", async () => {
      const { connection, handle } = growingRegion();
      const gateways = [await open(connection), await open(connection)];
      await Promise.all(gateways.map((each) => each.listSourceServersOnce()));
      expect(handle).toHaveBeenCalledTimes(1);
    });

    it("are not those of a filter", async () => {
      const { connection, handle } = growingRegion();
      const gateway = await open(connection);
      await gateway.listSourceServers([DB]);
      expect([(await gateway.listSourceServersOnce()).length, handle.mock.calls.length]).toEqual([2, 2]);
    });
  });
});
