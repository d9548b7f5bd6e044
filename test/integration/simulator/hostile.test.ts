import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { SIGNED } from "./client";

describe("a request that no client makes", () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({ clock: manualClock() });
  });

  afterEach(() => simulator.close());

  function post(path: string, body: string): Promise<Response> {
    return fetch(simulator.url + path, { method: "POST", body, headers: { authorization: SIGNED } });
  }

  /** Sends a request line that fetch would not, and gives the answer's first line. */
  function statusLine(requestLine: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(simulator.url).port), "127.0.0.1", () => {
        socket.write(`${requestLine} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: ${SIGNED}\r\n\r\n`);
      });
      let text = "";
      socket.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      socket.on("end", () => resolve(text.split("\r\n")[0] ?? ""));
      socket.on("error", reject);
    });
  }

  it.each([
    { path: "/DescribeJobs", type: "RequestEntityTooLargeException", bytes: 1024 * 1024 + 1 },
    { path: "/DescribeJobs", type: "RequestEntityTooLargeException", bytes: 5 * 1024 * 1024 },
    { path: "/", type: null, bytes: 2 * 1024 * 1024 },
  ])(
    "with a body of $bytes bytes for $path is refused, and the next one is answered",
    async ({ path, type, bytes }) => {
      const answer = await post(path, "x".repeat(bytes));
      expect([answer.status, answer.headers.get("x-amzn-errortype"), answer.headers.get("connection")]).toEqual([
        413,
        type,
        "close",
      ]);
      expect(await answer.text()).toMatch(/too large/);
      expect((await post("/DescribeJobs", "{}")).status).toBe(200);
    },
  );

  it("that ends in the middle of its body leaves the simulator alone", async () => {
    await new Promise<void>((resolve) => {
      const half = request(`${simulator.url}/DescribeJobs`, {
        method: "POST",
        headers: { authorization: SIGNED, "content-length": "100" },
      });
      half.on("error", () => resolve());
      half.write("{", () => half.destroy());
    });
    expect((await post("/DescribeJobs", "{}")).status).toBe(200);
  });

  it.each(["[", '{"a":'])("of 100,000 times %s is refused, and the journal can still be read", async (piece) => {
    const body = piece.repeat(100_000);
    expect((await post("/DescribeJobs", body)).status).toBe(400);
    const journal = await fetch(`${simulator.url}/_simulator/journal`);
    expect(journal.status).toBe(200);
    expect(await journal.json()).toMatchObject({
      entries: [{ operation: "DescribeJobs", request: { body: `${body.slice(0, 2000)}…` } }],
    });
  });

  it("of faults that nest too deep is refused", async () => {
    expect((await post("/_simulator/faults", "[".repeat(100_000))).status).toBe(400);
    expect((await post("/_simulator/faults", "[".repeat(5000) + "]".repeat(5000))).status).toBe(400);
  });

  it.each([
    { line: "GET //", status: 404 },
    { line: "POST //", status: 404 },
    { line: "GET http://[", status: 404 },
    { line: "GET /", status: 400 },
  ])("as $line is answered with $status", async ({ line, status }) => {
    expect(await statusLine(line)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it.each(["Version=2016-11-15", "", "{}"])("for EC2 without an action (%s) is refused in EC2's XML", async (body) => {
    const answer = await post("/", body);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "text/xml;charset=UTF-8"]);
    expect(await answer.text()).toMatch(/<Code>MissingAction<\/Code>/);
  });

  it("that meets a defect of the simulator is answered with 500, and the next one is answered", async () => {
    const clock = manualClock();
    let broken = false;
    const now = () => {
      if (broken) {
        throw new Error("no\ntime");
      }
      return clock.now();
    };
    const flawed = await startSimulator({ clock: { ...clock, now } });
    const ask = () => fetch(`${flawed.url}/DescribeJobs`, { method: "POST", headers: { authorization: SIGNED } });
    broken = true;
    const answer = await ask();
    expect([answer.status, await answer.text()]).toEqual([500, "drs-simulator failed: no\\ntime\n"]);
    broken = false;
    expect((await ask()).status).toBe(200);
    await flawed.close();
  });
});
