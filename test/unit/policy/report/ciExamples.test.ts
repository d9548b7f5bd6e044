import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import manifest from "../../../../policy/package.json";
import { runCommand } from "../../../../policy/src/report/commandLine";
import { MARKER } from "../../../../policy/src/report/toMarkdown";
import observe from "../../../../provider/iam/observe.json";
import provider from "../../../../provider/package.json";

const EXAMPLES = join(__dirname, "..", "..", "..", "..", "examples", "ci");
const NAMES = ["github-drill-policy.yml", "gitlab-drill-policy.gitlab-ci.yml"];
const COMMAND = "drillwave-policy-report";

/** Every text in a YAML file, keys too. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsOf);
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, member]) => [key, ...textsOf(member)]);
  }
  return [String(value)];
}

/** Commands of a file's scripts that begin with this, each on one line. */
function commandsOf(name: string, start: string): string[] {
  return textsOf(read(name))
    .flatMap((text) => text.replaceAll(/\\\n\s*/g, "").split("\n"))
    .flatMap((line) => (line.trim().startsWith(start) ? [line.trim().replace(/ \|\| .*$/, "")] : []));
}

function read(name: string): unknown {
  return parse(readFileSync(join(EXAMPLES, name), "utf8"));
}

function option(command: string | undefined, name: string): string | undefined {
  return new RegExp(`--${name} "?([^" ]+)`).exec(command ?? "")?.[1];
}

async function help(): Promise<string> {
  let text = "";
  await runCommand(["--help"], {
    out: (more) => {
      text += more;
    },
    error: () => undefined,
    read: async () => "",
    write: () => undefined,
  });
  return text;
}

describe.each(NAMES)("%s", (name) => {
  const [preview] = commandsOf(name, "pulumi preview");
  const [report] = commandsOf(name, `npx --no-install ${COMMAND}`);

  it("is YAML without a key twice", () => {
    expect(read(name)).toBeTypeOf("object");
  });

  it("uses options that the program has", async () => {
    const known = await help();
    const used = report?.slice(report.indexOf(COMMAND)).match(/--[a-z-]+/g) ?? [];
    expect(used.length).toBeGreaterThan(2);
    for (const each of used) {
      expect(known).toMatch(new RegExp(`^ {2}${each} <`, "m"));
    }
    expect(Object.keys(manifest.bin)).toEqual([COMMAND]);
  });

  it("reports the log that the preview writes, judged by this package", () => {
    expect(option(preview, "policy-pack")).toBe(`node_modules/${manifest.name}`);
    expect(option(preview, "event-log")).toBe(new RegExp(`${COMMAND} "?([^" ]+)`).exec(report ?? "")?.[1]);
  });

  it("sets what the CLI needs to know --event-log", () => {
    const texts = textsOf(read(name));
    expect(texts[texts.indexOf("PULUMI_DEBUG_COMMANDS") + 1]).toBe("true");
  });

  it("never publishes the event log", () => {
    const texts = textsOf(read(name)).filter((text) => text.includes("events.json"));
    for (const text of texts) {
      expect(text).toMatch(/pulumi preview|drillwave-policy-report|^rm -f/);
    }
  });

  it("finds its own comment by the program's marker, and begins a comment without a report with it", () => {
    const text = readFileSync(join(EXAMPLES, name), "utf8");
    // GitHub's workflow finds its issue by it as well.
    expect(text.split(MARKER)).toHaveLength(name.startsWith("github") ? 4 : 3);
  });
});

describe("the files that the reports go to", () => {
  it("are those that GitHub publishes", () => {
    const name = "github-drill-policy.yml";
    const [report] = commandsOf(name, `npx --no-install ${COMMAND}`);
    const texts = textsOf(read(name));
    const files = ["markdown", "sarif", "junit"].map((each) => option(report, each));
    expect(texts[texts.indexOf("path") + 1]?.trim().split("\n")).toEqual(files);
    expect(texts[texts.indexOf("sarif_file") + 1]).toBe(option(report, "sarif"));
    expect(texts.filter((text) => text.includes(`body=@${option(report, "markdown")} `))).toHaveLength(2);
  });

  it("are those that GitLab publishes", () => {
    const name = "gitlab-drill-policy.gitlab-ci.yml";
    const [report] = commandsOf(name, `npx --no-install ${COMMAND}`);
    expect(read(name)).toMatchObject({
      "drill-policy": {
        artifacts: {
          when: "always",
          paths: [option(report, "markdown"), option(report, "junit")],
          reports: { junit: option(report, "junit") },
        },
      },
    });
    expect(textsOf(read(name)).join("\n")).toContain(`body@${option(report, "markdown")}`);
  });
});

describe("GitHub's actions", () => {
  const uses = readFileSync(join(EXAMPLES, "github-drill-policy.yml"), "utf8").match(/(?<=uses: ).*/g) ?? [];

  it("are pinned to commits, with the release in a comment that Dependabot renews", () => {
    expect(uses.length).toBeGreaterThan(6);
    expect(uses.filter((each) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(each))).toEqual([]);
  });

  it("are of releases that run on Node 24", () => {
    const releases = uses.map((each) => each.replace(/@.* v(\d+).*/, "@v$1"));
    expect([...new Set(releases)]).toEqual([
      "actions/checkout@v7",
      "actions/setup-node@v7",
      "pulumi/actions@v7",
      "aws-actions/configure-aws-credentials@v6",
      "actions/upload-artifact@v7",
      "actions/download-artifact@v8",
      "github/codeql-action/upload-sarif@v4",
    ]);
  });
});

describe("what a pull request of Dependabot, a merge queue and a night do on GitHub", () => {
  it("is what the events and conditions say", () => {
    const workflow = JSON.parse(JSON.stringify(read("github-drill-policy.yml")));
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "merge_group", "schedule", "workflow_dispatch"]);
    expect(workflow.jobs.judge.if).toContain("github.actor != 'dependabot[bot]'");
    expect(workflow.jobs.publish.if).toContain("github.event_name != 'merge_group'");
    expect(JSON.stringify(workflow.jobs.judge.steps)).toContain(
      "github.event_name == 'schedule' && 'evidence' || 'mandatory'",
    );
  });
});

/** True for a subject that one of IAM's patterns matches; `*` stands for any text. */
function isTrusted(subject: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(subject);
  });
}

/** A trust policy as the README's own command makes it. */
function trustPolicy(name: string) {
  const readme = readFileSync(join(EXAMPLES, "README.md"), "utf8");
  const command = new RegExp(`^sed .* ${name}(?= > trust.json$)`, "m").exec(readme)?.[0] ?? "false";
  const policy = JSON.parse(execFileSync("sh", ["-c", command], { cwd: EXAMPLES, encoding: "utf8" }));
  const [statement] = policy.Statement;
  const issuer = statement.Principal.Federated.replace(/^arn:aws:iam::\d{12}:oidc-provider\//, "");
  return {
    audience: statement.Condition.StringEquals[`${issuer}:aud`],
    subjects: statement.Condition.StringLike[`${issuer}:sub`] as string[],
    action: statement.Action,
    issuer,
  };
}

const QUEUE = "ref:refs/heads/gh-readonly-queue/main/pr-7-0123456789abcdef0123456789abcdef01234567";

describe("the trust policies, filled in as the README says", () => {
  it.each([
    { subject: "pull_request", trusted: true },
    { subject: "ref:refs/heads/main", trusted: true },
    { subject: QUEUE, trusted: true },
    { subject: "ref:refs/heads/main2", trusted: false },
    { subject: "ref:refs/heads/feature", trusted: false },
    { subject: "ref:refs/tags/main", trusted: false },
    { subject: "environment:prod", trusted: false },
  ])("trust $subject of GitHub's repository: $trusted", ({ subject, trusted }) => {
    const { issuer, audience, action, subjects } = trustPolicy("github-trust.json");
    expect({ issuer, audience, action }).toEqual({
      issuer: "token.actions.githubusercontent.com",
      audience: "sts.amazonaws.com",
      action: "sts:AssumeRoleWithWebIdentity",
    });
    expect(isTrusted(`repo:acme@1234/drills@5678:${subject}`, subjects)).toBe(trusted);
    expect(isTrusted(`repo:acme@1234/drills@567:${subject}`, subjects)).toBe(false);
    expect(isTrusted(`repo:acme/drills:${subject}`, subjects)).toBe(false);
  });

  it.each([
    { subject: "project_path:acme/drills:ref_type:branch:ref:main", trusted: true },
    { subject: "project_path:acme/drills:ref_type:branch:ref:fix/one", trusted: true },
    { subject: "project_path:acme/drills:ref_type:tag:ref:v1", trusted: false },
    { subject: "project_path:fork/drills:ref_type:branch:ref:main", trusted: false },
    { subject: "project_path:acme/drills2:ref_type:branch:ref:main", trusted: false },
  ])("trust GitLab's $subject: $trusted", ({ subject, trusted }) => {
    const { issuer, audience, subjects } = trustPolicy("gitlab-trust.json");
    const job = JSON.parse(JSON.stringify(read("gitlab-drill-policy.gitlab-ci.yml")))["drill-policy"];
    expect({ issuer, audience }).toEqual({ issuer: "gitlab.com", audience: job.id_tokens.AWS_WEB_IDENTITY_TOKEN.aud });
    expect(isTrusted(subject, subjects)).toBe(trusted);
  });
});

describe("the role's permissions", () => {
  it("are the policy that the provider's package brings, and none of them writes", () => {
    const readme = readFileSync(join(EXAMPLES, "README.md"), "utf8");
    const files = readme.match(/(?<=file:\/\/node_modules\/)\S+observe\.json/g) ?? [];
    expect(files).toEqual([`${provider.name}/iam/observe.json`, `${provider.name}/iam/observe.json`]);
    expect(provider.files).toContain("iam");
    const actions = observe.Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^(drs|ec2|iam):(Describe|Get|List|Simulate)/.test(action))).toEqual([]);
  });
});

describe("GitHub's permissions", () => {
  it("are none for the workflow; what runs the branch's code writes nothing, and what writes runs none of it", () => {
    expect(read("github-drill-policy.yml")).toMatchObject({
      permissions: {},
      jobs: {
        judge: { permissions: { contents: "read", "id-token": "write" } },
        publish: { permissions: { "security-events": "write", "pull-requests": "write", issues: "write" } },
        verdict: { permissions: {} },
      },
    });
    const publish = JSON.stringify((read("github-drill-policy.yml") as { jobs: { publish: unknown } }).jobs.publish);
    expect(publish).not.toMatch(/npm|npx|node_modules/);
  });
});
