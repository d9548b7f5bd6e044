import { describe, expect, it } from "vitest";
import { AwsError } from "../../../simulator/src/errors";
import type { OperationName } from "../../../simulator/src/model/schema";
import { requestValidator } from "../../../simulator/src/validation";

const server = { sourceServerID: "s-0123456789abcdef0" };

/** The refusal of a request, which has to be one. */
function refusal(name: OperationName, body: unknown, unknownMembers: "ignore" | "reject" = "ignore"): AwsError {
  try {
    requestValidator(name).parse(body, unknownMembers);
  } catch (error) {
    if (error instanceof AwsError) {
      return error;
    }
    throw error;
  }
  throw new Error(`${name} accepts ${JSON.stringify(body)}`);
}

describe(requestValidator.name, () => {
  it.each<{ label: string; name: OperationName; body: unknown; message: string }>([
    {
      label: "a required member that is missing",
      name: "StartRecovery",
      body: {},
      message:
        "1 validation error detected: Value null at 'sourceServers' failed to satisfy constraint: Member must not be null",
    },
    {
      label: "an empty list",
      name: "StartRecovery",
      body: { sourceServers: [] },
      message:
        "1 validation error detected: Value '[]' at 'sourceServers' failed to satisfy constraint: Member must have length greater than or equal to 1",
    },
    {
      label: "an id that is too long and of the wrong form, both said",
      name: "GetLaunchConfiguration",
      body: { sourceServerID: "s-0123456789abcdef01" },
      message:
        "2 validation errors detected: Value 's-0123456789abcdef01' at 'sourceServerID' failed to satisfy constraint: Member must have length less than or equal to 19; " +
        "Value 's-0123456789abcdef01' at 'sourceServerID' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?:s-[0-9a-zA-Z]{17})$",
    },
    {
      label: "an unknown enum value",
      name: "UpdateLaunchConfiguration",
      body: { ...server, launchDisposition: "WRONG" },
      message:
        "1 validation error detected: Value 'WRONG' at 'launchDisposition' failed to satisfy constraint: Member must satisfy enum value set: [STOPPED, STARTED]",
    },
    {
      label: "a member of a list, counted from one",
      name: "StartRecovery",
      body: { sourceServers: [server, {}] },
      message:
        "1 validation error detected: Value null at 'sourceServers.2.member.sourceServerID' failed to satisfy constraint: Member must not be null",
    },
    {
      label: "a number below the least",
      name: "DescribeJobs",
      body: { maxResults: 0 },
      message:
        "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    },
    {
      label: "the wrong type",
      name: "StartRecovery",
      body: { sourceServers: [server], isDrill: "yes" },
      message:
        "1 validation error detected: Value 'yes' at 'isDrill' failed to satisfy constraint: Member must be of type boolean",
    },
  ])("refuses $label", ({ name, body, message }) => {
    const error = refusal(name, body);
    expect({ code: error.code, status: error.status, message: error.message, reason: error.members.reason }).toEqual({
      code: "ValidationException",
      status: 400,
      message,
      reason: "fieldValidationFailed",
    });
  });

  it("names the fields apart, too", () => {
    expect(refusal("StartRecovery", {}).members.fieldList).toEqual([
      {
        name: "sourceServers",
        message: "Value null at 'sourceServers' failed to satisfy constraint: Member must not be null",
      },
    ]);
  });

  it.each([
    "2024-19-39T29:42:46Z",
    "2026-00-15T09:00:00Z",
    "2026-01-32T09:00:00Z",
    "2026-01-15T24:00:00Z",
    "2026-01-15T09:00:00",
    "2026-01-15T09:00:00+29:00",
  ])("refuses the date %s", (fromDate) => {
    expect(refusal("DescribeJobs", { filters: { fromDate } }).message).toMatch(
      `Value '${fromDate}' at 'filters.fromDate' failed to satisfy constraint`,
    );
  });

  it.each(["2026-01-15T09:00:00Z", "2026-01-15T09:00:00.324841+00:00", "2026-01-15T09:00:00-0730"])(
    "takes the date %s",
    (fromDate) => {
      expect(requestValidator("DescribeJobs").parse({ filters: { fromDate } }, "ignore")).toEqual({
        filters: { fromDate },
      });
    },
  );

  it("drops unknown members where they are ignored, and leaves the body as it came", () => {
    const body = { sourceServers: [{ ...server, recoveryInstanceProperties: { instanceType: "m5.large" } }] };
    expect(requestValidator("StartRecovery").parse(body, "ignore")).toEqual({ sourceServers: [server] });
    expect(body.sourceServers[0]).toHaveProperty("recoveryInstanceProperties");
  });

  it("refuses unknown members where they are rejected", () => {
    expect(refusal("StartRecovery", { sourceServers: [{ ...server, wrong: 1 }] }, "reject").message).toBe(
      `1 validation error detected: Value '{"sourceServerID":"s-0123456789abcdef0","wrong":1}' at 'sourceServers.1.member.wrong' failed to satisfy constraint: Member must be a member of the request`,
    );
  });
});
