import { describe, expect, it } from "vitest";
import observe from "../../../../provider/iam/observe.json";
import manifest from "../../../../provider/package.json";
import { runCommand } from "../../../../provider/src/permissions/commandLine";

function run(...args: string[]) {
  const written = { out: "", error: "" };
  const code = runCommand(args, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { code, ...written };
}

const sids = (text: string): string[] => JSON.parse(text).Statement.map(({ Sid }: { Sid: string }) => Sid);

describe(runCommand.name, () => {
  it("prints a policy as IAM takes it", () => {
    const { code, out, error } = run("print", "observe");
    expect({ code, policy: JSON.parse(out), error }).toEqual({ code: 0, policy: observe, error: "" });
  });

  it("prints several as one, and all of them by default", () => {
    expect(sids(run("print", "settings", "network").out)).toEqual([
      ...sids(run("print", "settings").out),
      ...sids(run("print", "network").out),
    ]);
    expect(sids(run("print").out)).toEqual(
      ["observe", "drill", "settings", "network"].flatMap((name) => sids(run("print", name).out)),
    );
  });

  it("prints ARNs of a partition, a Region and an account; IAM's are in no Region, images and snapshots in no account", () => {
    const { out } = run(
      "print",
      "drill",
      "--partition",
      "aws-cn",
      "--region",
      "cn-north-1",
      "--account",
      "111122223333",
    );
    const { Statement } = JSON.parse(out);
    const arns = new Set(Statement.flatMap(({ Resource }: { Resource: string | string[] }) => Resource));
    expect(arns).toContain("arn:aws-cn:ec2:cn-north-1:111122223333:instance/*");
    expect(arns).toContain("arn:aws-cn:ec2:cn-north-1:*:image/*");
    expect(arns).toContain("arn:aws-cn:ec2:cn-north-1:*:snapshot/*");
    expect(arns).toContain(
      "arn:aws-cn:iam::111122223333:role/service-role/AWSElasticDisasterRecoveryConversionServerRole",
    );
  });

  it("says when a policy is too long for a managed one, and prints it all the same", () => {
    const { code, out, error } = run("print", "all");
    const size = JSON.stringify(JSON.parse(out)).length;
    expect({ code, error }).toEqual({
      code: 0,
      error:
        `drillwave-iam: the policy has ${size} characters, and IAM takes 6144 in a managed policy. Fix: print its parts one by one, ` +
        "leave out --region and --account, or attach it to a role as an inline policy (10240 in all)\n",
    });
  });

  it("prints each action with its reason", () => {
    const markdown = run("print", "observe", "--format", "markdown").out;
    expect(markdown).toContain(
      "| `drs:GetLaunchConfiguration` | how a server would launch | DrillWave | `*` |  | Preview |\n",
    );
    const { document, reasons } = JSON.parse(run("print", "observe", "-f", "json").out);
    expect(document).toEqual(observe);
    expect(reasons[0]).toEqual({
      action: "drs:DescribeJobs",
      sid: "Preview",
      policy: "observe",
      sentBy: "DrillWave",
      reason: "whether a server is in a job, and whether a drill in state is still there",
    });
  });

  it("helps, and tells its version", () => {
    expect(run("--help")).toMatchObject({
      code: 0,
      error: "",
      out: expect.stringMatching(/^Usage: drillwave-iam print/),
    });
    expect(run("--version")).toEqual({ code: 0, error: "", out: `${manifest.version}\n` });
  });

  const seeHelp = "Fix: see `drillwave-iam --help`";
  it.each([
    { args: [], error: `saw no command, expected print. ${seeHelp}` },
    { args: ["show"], error: `saw the command show, expected print. ${seeHelp}` },
    {
      args: ["print", "obsrve"],
      error: `saw the policy obsrve, expected observe, drill, settings, network or all. ${seeHelp}`,
    },
    { args: ["print", "--format", "yaml"], error: "saw --format yaml, expected policy, markdown, json" },
    { args: ["print", "--account", ""], error: "saw --account without a value, expected 12 digits" },
    { args: ["print", "--region", "us"], error: "saw --region us, expected a Region such as us-west-2" },
    {
      args: ["print", "--partition", "azure"],
      error: "saw --partition azure, expected a partition such as aws, aws-us-gov or aws-cn",
    },
    { args: ["print", "--colour"], error: `unknown option '--colour'. ${seeHelp}` },
  ])("refuses $args", ({ args, error }) => {
    expect(run(...args)).toEqual({ code: 2, out: "", error: `drillwave-iam: ${error}\n` });
  });
});
