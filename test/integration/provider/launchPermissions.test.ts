import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import drill from "../../../provider/iam/drill.json";
import observe from "../../../provider/iam/observe.json";
import type { WorldFile } from "../../../simulator/src/index";
import { aWorld, DATABASE } from "../../engine/worlds";
import v2 from "../../fixtures/drsFullAccessV2.json";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

type Role = NonNullable<NonNullable<WorldFile["iam"]>["roles"]>[number];
type Document = NonNullable<Role["permissionsBoundary"]>;

const ROLE = "arn:aws:iam::111122223333:role/dr/drill";
const LAUNCH_TEMPLATE = { subnetId: "subnet-0123456789abcdef0", securityGroupIds: ["sg-0123456789abcdef0"] };

const policy = (policyName: string, document: unknown) => ({ policyName, document: document as Document });
const OBSERVE = policy("observe", observe);
const V2 = policy("v2", v2.document);
const denying = (Action: string, more: object = {}) =>
  policy("guardrail", { Version: "2012-10-17", Statement: { Effect: "Deny", Action, Resource: "*", ...more } });

let drills: SimulatedWave;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drills.close();
});

/** What the preview of a wave says that runs with this role. */
async function previewAs(role: Partial<Role>, iam: WorldFile["iam"] = {}, hints: object = {}): Promise<string[]> {
  const roles = [{ roleName: "drill", path: "/dr/", policies: [OBSERVE, V2], ...role }];
  drills = await openSimulatedWave(
    aWorld({ [DATABASE]: { launchTemplate: LAUNCH_TEMPLATE } }, { iam: { roles, ...iam } }),
  );
  const connection = { endpoint: drills.simulator.url, assumeRole: { roleArn: ROLE } };
  const args = {
    connection,
    sourceServers: [{ sourceServerId: DATABASE }],
    __isPreview: true,
    __listsRegion: true,
    ...hints,
  };
  await drills.check(args);
  return drills.lines.filter((text) => text.startsWith("DRS launches with the permissions of"));
}

const said = (what: string, fix: string) => [
  `DRS launches with the permissions of ${ROLE}, and IAM would deny it ${what}. Session policies, KMS key policies and SCPs with ` +
    `conditions were not looked at. Fix: ${fix}`,
];
const ATTACH = "attach the policy that `npx drillwave-iam print drill` prints";
const EXCEPT = "have what forbids it except DRS's calls (aws:CalledVia is drs.amazonaws.com)";
const byTag = { StringNotEquals: { "aws:RequestTag/Owner": "dr" } };

describe("a preview's advice on what DRS may do", () => {
  it.each([
    { label: "AWS's own policy", role: {}, lines: [] },
    { label: "our own policies", role: { policies: [OBSERVE, policy("drill", drill)] }, lines: [] },
    {
      label: "everything",
      role: { policies: [policy("all", { Statement: { Effect: "Allow", Action: "*", Resource: "*" } })] },
      lines: [],
    },
    { label: "a role that observes alone, which others drill with", role: { policies: [OBSERVE] }, lines: [] },
    {
      label: "an explicit deny",
      role: { policies: [OBSERVE, V2, denying("ec2:Terminate*")] },
      lines: said("ec2:TerminateInstances (instance), by an explicit deny", EXCEPT),
    },
    {
      label: "an explicit deny of what is not via DRS",
      role: {
        policies: [
          OBSERVE,
          V2,
          denying("ec2:Terminate*", { Condition: { BoolIfExists: { "aws:ViaAWSService": "false" } } }),
        ],
      },
      lines: [],
    },
    {
      label: "a guardrail about Regions, second factors and plain connections, all of which are so",
      role: {
        policies: [
          OBSERVE,
          V2,
          denying("*", { Condition: { StringNotEquals: { "aws:RequestedRegion": "us-west-2" } } }),
          denying("*", { Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } }),
          denying("*", { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ],
      },
      lines: [],
    },
    {
      label: "an explicit deny without a tag of its own",
      role: {
        policies: [
          OBSERVE,
          V2,
          denying("ec2:RunInstances", { Resource: "arn:aws:ec2:*:*:instance/*", Condition: byTag }),
        ],
      },
      lines: said(
        "ec2:RunInstances (instance), by an explicit deny (as long as it is not told aws:RequestTag/Owner)",
        EXCEPT,
      ),
    },
    {
      label: "a policy without EC2",
      role: {
        policies: [
          OBSERVE,
          policy("drs", { Statement: { Effect: "Allow", Action: ["drs:*", "iam:PassRole"], Resource: "*" } }),
        ],
      },
      lines: said(
        "ec2:AttachVolume (instance, volume), ec2:AuthorizeSecurityGroupEgress (security-group), ec2:AuthorizeSecurityGroupIngress (security-group) and 22 more, which no policy allows",
        ATTACH,
      ),
    },
    {
      label: "a policy that lacks one read, by wildcards",
      role: {
        policies: [
          policy("own", {
            Statement: [
              { Effect: "Allow", NotAction: "ec2:Describe*", Resource: "*" },
              {
                Effect: "Allow",
                Action: [
                  "ec2:Describe[I]mages",
                  "ec2:Describe?n*",
                  "ec2:DescribeL*",
                  "ec2:DescribeS*",
                  "ec2:DescribeV*",
                  "ec2:DescribeA*",
                ],
                Resource: "*",
              },
            ],
          }),
        ],
      },
      lines: said("ec2:DescribeImages, which no policy allows", ATTACH),
    },
    {
      label: "a condition on what is not known",
      role: {
        policies: [OBSERVE, V2, policy("x", { Statement: [] })].slice(0, 1).concat(
          policy("own", {
            Statement: {
              Effect: "Allow",
              NotAction: "iam:Get*",
              Resource: "*",
              Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
            },
          }),
        ),
      },
      lines: [],
    },
    {
      label: "a permissions boundary",
      role: {
        permissionsBoundary: {
          Statement: [{ Effect: "Allow" as const, NotAction: "ec2:CreateVolume", Resource: "*" }],
        },
      },
      lines: said("ec2:CreateVolume (snapshot, volume), by the permissions boundary", EXCEPT),
    },
  ])("is what it should be for $label", async ({ role, lines }) => {
    expect(await previewAs(role)).toEqual(lines);
  });

  it("names a service control policy", async () => {
    const all = { Statement: [{ Effect: "Allow" as const, Action: "*", Resource: "*" }] };
    const deny = { Statement: [{ Effect: "Deny" as const, Action: "ec2:CreateSnapshot", Resource: "*" }] };
    const lines = await previewAs({}, { organizationPolicies: [all, deny] });
    expect(lines).toEqual(said("ec2:CreateSnapshot (snapshot, volume), by a service control policy", EXCEPT));
  });

  it("is the same where IAM answers a result for each resource", async () => {
    expect(await previewAs({ policies: [OBSERVE, V2] }, { results: "perResource" })).toEqual([]);
  });

  it("takes three calls of IAM for the first wave, and none for another or in `up`", async () => {
    await previewAs({});
    const asked = () =>
      drills.simulator.journal
        .entries()
        .filter(({ service }) => service === "iam")
        .map(({ operation }) => operation);
    const first = asked();
    const others = [
      { __isPreview: true, __listsRegion: false },
      { __isPreview: false, __listsRegion: true },
    ];
    for (const hints of others) {
      await drills.check({ sourceServers: [{ sourceServerId: DATABASE }], ...hints });
    }
    expect({ first, after: asked().length }).toEqual({
      first: ["GetRole", "SimulatePrincipalPolicy", "SimulatePrincipalPolicy"],
      after: 3,
    });
  });

  it("is none for whoever may not ask", async () => {
    expect(await previewAs({ policies: [V2, denying("ec2:Terminate*")] })).toEqual([]);
    const codes = drills.simulator.journal.entries("GetRole").map(({ errorCode }) => errorCode);
    expect([...new Set(codes)]).toEqual(["AccessDenied"]);
  });
});
