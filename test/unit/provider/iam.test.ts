import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(__dirname, "..", "..", "..");

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { Sid: string; Effect: string; Action: string | readonly string[] }[];
}

function policy(name: string): Policy {
  return JSON.parse(readFileSync(join(ROOT, "provider", "iam", `${name}.json`), "utf8"));
}

/** What statements allow, without those that are for DRS's own calls. */
function ownActions({ Statement }: Policy): string[] {
  return Statement.filter(({ Sid }) => !Sid.startsWith("ForDrs")).flatMap(({ Action }) => Action);
}

/** Every action that a gateway names when it calls AWS. */
function calledActions(): string[] {
  const gateways = ["drs", "ec2"].map((service) =>
    readFileSync(join(ROOT, "provider", "src", service, "awsGateway.ts"), "utf8"),
  );
  return [
    ...new Set(gateways.flatMap((text) => [...text.matchAll(/"((?:drs|ec2):\w+)"/g)].map(([, name = ""]) => name))),
  ];
}

describe("the IAM policies", () => {
  it("allow what the gateways call, each in one of them, and nothing else", () => {
    expect([...ownActions(policy("observe")), ...ownActions(policy("drill"))].sort()).toEqual(calledActions().sort());
  });

  it("change nothing for those who observe", () => {
    expect(ownActions(policy("observe")).filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
  });

  it.each(["observe", "drill"])("fit into a managed policy of IAM: %s", (name) => {
    const { Version, Statement } = policy(name);
    // IAM counts no white space.
    expect(JSON.stringify(policy(name)).length).toBeLessThanOrEqual(6144);
    expect(Version).toBe("2012-10-17");
    expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
    expect(Statement.filter(({ Sid, Effect }) => !/^[A-Za-z]+$/.test(Sid) || Effect !== "Allow")).toEqual([]);
  });
});
