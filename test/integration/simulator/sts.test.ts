import { DescribeSourceServersCommand } from "@aws-sdk/client-drs";
import { DescribeLaunchTemplatesCommand } from "@aws-sdk/client-ec2";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type STSClient,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ManualClock, manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client, stsClient } from "./client";

const ACCOUNT = "111122223333";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/dr/drill`;
const LONG = `arn:aws:iam::${ACCOUNT}:role/long`;
const CLOSED = `arn:aws:iam::${ACCOUNT}:role/closed`;

describe("STS", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeEach(async () => {
    clock = manualClock();
    simulator = await startSimulator({
      clock,
      world: {
        sourceServers: [{ sourceServerID: "s-0123456789abcdef1" }],
        sts: {
          refuseExpired: true,
          roles: [
            { roleArn: LONG, maxSessionDuration: 43_200 },
            { roleArn: CLOSED, denied: true },
          ],
        },
      },
    });
  });

  afterEach(() => simulator.close());

  async function assume(sts: STSClient, request: Partial<AssumeRoleCommandInput> = {}) {
    return sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "night", ...request }));
  }

  it("tells a user's identity", async () => {
    const { Arn, Account } = await stsClient(simulator).send(new GetCallerIdentityCommand({}));
    expect({ Arn, Account }).toEqual({ Arn: `arn:aws:iam::${ACCOUNT}:user/simulated`, Account: ACCOUNT });
  });

  it("gives credentials of a role for an hour, without the role's path in its ARN", async () => {
    const { Credentials, AssumedRoleUser } = await assume(stsClient(simulator));
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/drill/night`;
    expect(AssumedRoleUser).toEqual({ Arn: arn, AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:night$/) });
    expect(Credentials).toEqual({
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
      SessionToken: expect.stringMatching(/^[\w+/]{320}$/),
      Expiration: new Date("2026-01-15T10:00:00Z"),
    });
    const identity = await stsClient(simulator, { credentials: usable(Credentials) }).send(
      new GetCallerIdentityCommand({}),
    );
    expect(identity).toMatchObject({ Arn: arn, UserId: AssumedRoleUser?.AssumedRoleId, Account: ACCOUNT });
  });

  it("names another account's role by that account, which finds the world empty", async () => {
    const RoleArn = "arn:aws:iam::444455556666:role/x";
    const credentials = usable((await assume(stsClient(simulator), { RoleArn })).Credentials);
    const identity = await stsClient(simulator, { credentials }).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Arn: "arn:aws:sts::444455556666:assumed-role/x/night",
      Account: "444455556666",
    });
    const servers = async (choices: object) =>
      (await drsClient(simulator, choices).send(new DescribeSourceServersCommand({}))).items?.length;
    expect([await servers({ credentials }), await servers({})]).toEqual([0, 1]);
  });

  it.each([
    {
      label: "less than 15 minutes",
      request: { DurationSeconds: 899 },
      message:
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    },
    {
      label: "more than 12 hours",
      request: { RoleArn: LONG, DurationSeconds: 43_201 },
      message:
        "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    },
    {
      label: "more than the role allows",
      request: { DurationSeconds: 3601 },
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    },
    {
      label: "a session name of one letter",
      request: { RoleSessionName: "a" },
      message:
        "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    },
    {
      label: "a session name with spaces",
      request: { RoleSessionName: "a b" },
      message:
        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    },
    {
      label: "no session name",
      request: { RoleSessionName: undefined },
      message:
        "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    },
    {
      label: "an ARN that is no role's",
      request: { RoleArn: "arn:aws:iam::1:user/x-y-z" },
      message: "arn:aws:iam::1:user/x-y-z is invalid",
    },
  ])("refuses $label", async ({ request, message }) => {
    await expect(assume(stsClient(simulator), request)).rejects.toMatchObject({ name: "ValidationError", message });
  });

  it("gives a role's longest session, and refuses a role that the world closes", async () => {
    const sts = stsClient(simulator);
    const { Credentials } = await assume(sts, { RoleArn: LONG, DurationSeconds: 43_200 });
    expect(Credentials?.Expiration).toEqual(new Date("2026-01-15T21:00:00Z"));
    await expect(assume(sts, { RoleArn: CLOSED })).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:iam::${ACCOUNT}:user/simulated is not authorized to perform: sts:AssumeRole on resource: ${CLOSED}`,
    });
  });

  it("limits a chained role to an hour, whatever the role allows", async () => {
    const first = await assume(stsClient(simulator), { RoleArn: LONG });
    const chained = stsClient(simulator, { credentials: usable(first.Credentials) });
    await expect(assume(chained, { RoleArn: LONG, DurationSeconds: 3601 })).rejects.toMatchObject({
      name: "ValidationError",
      message: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    });
    expect((await assume(chained, { RoleArn: LONG, DurationSeconds: 3600 })).Credentials?.Expiration).toEqual(
      new Date("2026-01-15T10:00:00Z"),
    );
  });

  it("refuses the keys of a session that has ended, as each service says it", async () => {
    const credentials = usable((await assume(stsClient(simulator), { DurationSeconds: 900 })).Credentials);
    clock.advance(899);
    await drsClient(simulator, { credentials }).send(new DescribeSourceServersCommand({}));
    clock.advance(1);
    const refusals = await Promise.all([
      refusalOf(drsClient(simulator, { credentials }).send(new DescribeSourceServersCommand({}))),
      refusalOf(stsClient(simulator, { credentials }).send(new GetCallerIdentityCommand({}))),
      refusalOf(ec2Client(simulator, { credentials }).send(new DescribeLaunchTemplatesCommand({}))),
    ]);
    expect(refusals).toEqual([
      "ExpiredTokenException: The security token included in the request is expired",
      "ExpiredToken: The security token included in the request is expired",
      "RequestExpired: Request has expired.",
    ]);
  });

  it("gives a user session credentials, and not those of a session", async () => {
    const { Credentials } = await stsClient(simulator).send(new GetSessionTokenCommand({}));
    expect(Credentials?.Expiration).toEqual(new Date("2026-01-15T21:00:00Z"));
    const session = stsClient(simulator, { credentials: usable(Credentials) });
    expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:user/simulated`,
    });
    expect(await refusalOf(session.send(new GetSessionTokenCommand({})))).toBe(
      "AccessDenied: Cannot call GetSessionToken with session credentials",
    );
  });

  it("says which action it does not model", async () => {
    const answer = await fetch(simulator.url, {
      method: "POST",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=A/20260115/us-west-2/sts/aws4_request, Signature=0" },
      body: "Action=GetFederationToken&Version=2011-06-15",
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(
      "<Code>InvalidAction</Code><Message>Could not find operation GetFederationToken: drs-simulator does not model it</Message>",
    );
  });
});

/** Issued credentials as a client takes them. */
function usable({ AccessKeyId = "", SecretAccessKey = "", SessionToken = "" }: Partial<Credentials> = {}) {
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no refusal",
    (error: unknown) => String(error),
  );
}
