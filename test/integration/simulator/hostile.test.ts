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
      expect({
        status: answer.status,
        type: answer.headers.get("x-amzn-errortype"),
        connection: answer.headers.get("connection"),
      }).toEqual({ status: 413, type, connection: "close" });
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

  it.each([
    { label: "that ends too early", body: "[".repeat(100_000) },
    { label: "that is JSON", body: "[".repeat(5000) + "]".repeat(5000) },
  ])("of faults that nest too deep, $label, is refused", async ({ body }) => {
    const answer = await post("/_simulator/faults", body);
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 400,
      body: { message: "Adding a fault: line 1, column 65: expected JSON that nests at most 64 levels deep" },
    });
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
    expect({ status: answer.status, type: answer.headers.get("content-type") }).toEqual({
      status: 400,
      type: "text/xml;charset=UTF-8",
    });
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
    expect({ status: answer.status, body: await answer.text() }).toEqual({
      status: 500,
      body: "drs-simulator failed: no\\ntime\n",
    });
    broken = false;
    expect((await ask()).status).toBe(200);
    await flawed.close();
  });
});
