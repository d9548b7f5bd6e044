import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { SIGNED } from "./client";

const SERVER = "s-0123456789abcdef0";

describe("the wire", () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({
      world: { sourceServers: [{ sourceServerID: SERVER }] },
      clock: manualClock("2026-01-15T09:00:00Z"),
    });
  });

  afterAll(() => simulator.close());

  function post(
    path: string,
    body: string,
    headers: Record<string, string> = { authorization: SIGNED },
  ): Promise<Response> {
    return fetch(`${simulator.url}${path}`, { method: "POST", body, headers });
  }

  it("answers JSON with a request id and the simulated date", async () => {
    const answer = await post("/DescribeSourceServers", "{}");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get("date")).toBe("Thu, 15 Jan 2026 09:00:00 GMT");
  });

  it("takes an empty body for no members", async () => {
    expect((await post("/DescribeJobs", "")).status).toBe(200);
  });

  it("names the exception in a header", async () => {
    const answer = await post("/GetLaunchConfiguration", JSON.stringify({ sourceServerID: "s-99999999999999999" }));
    expect({ status: answer.status, type: answer.headers.get("x-amzn-errortype") }).toEqual({
      status: 404,
      type: "ResourceNotFoundException",
    });
    expect(await answer.json()).toEqual({
      message: "SourceServer with id s-99999999999999999 does not exist",
      code: "ResourceNotFoundException",
      resourceId: "s-99999999999999999",
      resourceType: "SourceServer",
    });
  });

  it.each([
    { label: "what is no JSON", body: "{", reason: "cannotParse" },
    { label: "JSON that is no object", body: "[]", reason: "cannotParse" },
    { label: "members that break the model", body: "{}", reason: "fieldValidationFailed" },
  ])("refuses $label: $reason", async ({ body, reason }) => {
    const answer = await post("/GetLaunchConfiguration", body);
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status: 400, body: { reason } });
  });

  it.each([
    { path: "/CreateRecoveryPlan", message: "drs-simulator does not know POST /CreateRecoveryPlan" },
    { path: "/StartFailbackLaunch", message: "drs-simulator does not model the operation StartFailbackLaunch" },
  ])("says plainly that it does not model $path", async ({ path, message }) => {
    const answer = await post(path, "{}");
    expect({
      status: answer.status,
      type: answer.headers.get("x-amzn-errortype"),
      body: await answer.json(),
    }).toEqual({ status: 404, type: "UnknownOperationException", body: { message } });
  });

  it("refuses an unsigned request", async () => {
    const answer = await post("/DescribeJobs", "{}", {});
    expect({ status: answer.status, type: answer.headers.get("x-amzn-errortype") }).toEqual({
      status: 403,
      type: "MissingAuthenticationTokenException",
    });
  });

  it("reads a tag's ARN with its slash as it is", async () => {
    const arn = `arn:aws:drs:us-west-2:111122223333:source-server/${SERVER}`;
    const answer = await fetch(`${simulator.url}/tags/${arn}`, { headers: { authorization: SIGNED } });
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { tags: {} } });
  });

  it("answers EC2's errors in EC2's XML", async () => {
    const answer = await post("/", "Action=DescribeVolumes&Version=2016-11-15");
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Response><Errors><Error><Code>InvalidAction<\/Code><Message>The action DescribeVolumes is not valid for this web service: drs-simulator does not model it.<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
  });

  describe("for a service that is not modelled, in that service's own protocol", () => {
    /** A header as a client of this service signs it. */
    const signedFor = (service: string) => ({ authorization: SIGNED.replace("/drs/", `/${service}/`) });

    it.each([
      {
        label: "awsJson1.1",
        path: "/",
        headers: {
          ...signedFor("ssm"),
          "x-amz-target": "AmazonSSM.SendCommand",
          "content-type": "application/x-amz-json-1.1",
        },
        body: "{}",
        status: 400,
        type: "application/x-amz-json-1.1",
        answer:
          '{"__type":"UnknownOperationException","message":"drs-simulator does not model the service ssm (SendCommand)"}',
      },
      {
        label: "awsQuery",
        path: "/",
        headers: { ...signedFor("monitoring"), "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: "Action=DescribeAlarms&Version=2010-08-01",
        status: 400,
        type: "text/xml;charset=UTF-8",
        answer:
          /<ErrorResponse.*<Code>UnknownOperationException<\/Code><Message>drs-simulator does not model the service monitoring \(DescribeAlarms\)<\/Message>/s,
      },
      {
        label: "restJson1",
        path: "/2015-03-31/functions/check/invocations",
        headers: signedFor("lambda"),
        body: "{}",
        status: 400,
        type: "application/json",
        answer:
          '{"message":"drs-simulator does not model the service lambda (POST /2015-03-31/functions/check/invocations)"}',
      },
      {
        label: "S3's XML",
        path: "/bucket/key",
        headers: signedFor("s3"),
        body: "",
        status: 400,
        type: "text/xml;charset=UTF-8",
        answer:
          /<Error><Code>UnknownOperationException<\/Code><Message>drs-simulator does not model the service s3 \(POST \/bucket\/key\)<\/Message>/,
      },
      {
        label: "RPC v2 CBOR",
        path: "/service/GraniteServiceVersion20100801/operation/DescribeAlarms",
        headers: { ...signedFor("monitoring"), "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
        body: "",
        status: 400,
        type: "application/cbor",
        answer:
          /__type.*UnknownOperationException.*message.*drs-simulator does not model the service monitoring \(DescribeAlarms\)/s,
      },
    ])("$label", async ({ path, headers, body, status, type, answer }) => {
      const refused = await post(path, body, headers);
      expect({ status: refused.status, type: refused.headers.get("content-type") }).toEqual({ status, type });
      const text = await refused.text();
      if (typeof answer === "string") {
        expect(text).toBe(answer);
      } else {
        expect(text).toMatch(answer);
      }
      expect(simulator.journal.entries().at(-1)).toMatchObject({ status, errorCode: "UnknownOperationException" });
    });
  });

  it("quotes a long value only in part", async () => {
    const answer = await post("/GetLaunchConfiguration", JSON.stringify({ sourceServerID: "x".repeat(100_000) }));
    const { message } = (await answer.json()) as { message: string };
    expect(message).toContain(`Value '${"x".repeat(200)}…' at 'sourceServerID' failed`);
    expect(message.length).toBeLessThan(1500);
  });

  it("lists the first of many violations", async () => {
    const sourceServers = Array.from({ length: 200 }, () => ({ sourceServerID: "no" }));
    const { message, fieldList } = (await (await post("/StartRecovery", JSON.stringify({ sourceServers }))).json()) as {
      message: string;
      fieldList: unknown[];
    };
    expect(message).toMatch(/; and \d+ more$/);
    expect(message.length).toBeLessThan(5000);
    expect(fieldList.length).toBeGreaterThanOrEqual(200);
  });
});
