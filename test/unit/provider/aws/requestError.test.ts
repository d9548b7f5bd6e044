import { describe, expect, it } from "vitest";
import { request, toRequestError } from "../../../../provider/src/aws/requestError";
import { GivenUpError } from "../../../../provider/src/aws/retry";
import { unreadableAnswer } from "../../../../provider/src/errors";
import { isLasting } from "../../../../provider/src/wave/end/unlessRefused";
import { aRefusal } from "../factories";

const sdkError = (members: object) => Object.assign(new Error("busy"), members);

describe(toRequestError.name, () => {
  it.each([
    {
      label: "a 4xx that AWS named",
      error: sdkError({ name: "ConflictException", $metadata: { httpStatusCode: 409, requestId: "r-1" } }),
      message: "calling drs:X: ConflictException: busy (request r-1)",
      refused: true,
    },
    {
      label: "throttling",
      error: sdkError({ name: "ThrottlingException", $metadata: { httpStatusCode: 429 } }),
      message: "calling drs:X: ThrottlingException: busy",
      refused: true,
    },
    {
      label: "a 5xx, after which the work may have been done",
      error: sdkError({ name: "InternalServerException", $metadata: { httpStatusCode: 500 } }),
      message: "calling drs:X: InternalServerException: busy",
      refused: false,
    },
    {
      label: "a 4xx that is not JSON: a proxy's, perhaps",
      error: sdkError({ name: "SyntaxError", $response: { statusCode: 403 } }),
      message: "calling drs:X: UnreadableAnswer: HTTP 403 with a body that cannot be read",
      refused: false,
    },
    {
      label: "an unreadable answer without a status",
      error: sdkError({ name: "SyntaxError" }),
      message: "calling drs:X: UnreadableAnswer: HTTP answer with a body that cannot be read",
      refused: false,
    },
    {
      label: "a lost connection",
      error: sdkError({ name: "TimeoutError", cause: new Error("ECONNRESET") }),
      message: "calling drs:X: TimeoutError: busy: ECONNRESET",
      refused: false,
    },
    { label: "what is no error", error: "odd", message: "calling drs:X: Error: odd", refused: false },
  ])("says of $label whether it was refused: $refused", ({ error, message, refused }) => {
    const converted = toRequestError("drs:X", error);
    expect({ message: converted.message, refused: converted.refused }).toEqual({ message, refused });
  });

  it.each([
    { label: "a refusal", last: sdkError({ name: "ConflictException", $metadata: { httpStatusCode: 409 } }) },
    { label: "a page that cannot be read", last: sdkError({ name: "SyntaxError", $response: { statusCode: 503 } }) },
    { label: "an answer that lacks what it must have", last: unreadableAnswer("drs:X", "no items") },
    { label: "nothing", last: undefined },
  ])("takes $label for no lasting answer when time ran out for trying again", ({ last }) => {
    const error = toRequestError("drs:X", new GivenUpError(3, 60_000, last, "until the operation's time was up"));
    expect({ gaveUp: error.gaveUp, isLasting: isLasting(error) }).toEqual({ gaveUp: true, isLasting: false });
  });

  it("keeps what is one already", () => {
    const error = aRefusal("ConflictException");
    expect(toRequestError("drs:X", error)).toBe(error);
  });
});

describe(request.name, () => {
  it("returns what the call returns", async () => {
    expect(await request("drs:X", async () => 7)).toBe(7);
  });

  it("throws every failure as a DrsRequestError with the action's name", async () => {
    const failing = request("ec2:Y", async () => {
      throw sdkError({ name: "UnauthorizedOperation", $metadata: { httpStatusCode: 403 } });
    });
    await expect(failing).rejects.toMatchObject({
      name: "DrsRequestError",
      action: "ec2:Y",
      awsError: "UnauthorizedOperation",
      refused: true,
      message: "calling ec2:Y: UnauthorizedOperation: busy",
    });
  });
});
