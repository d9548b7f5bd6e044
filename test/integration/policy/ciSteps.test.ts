import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { aLog, aPolicyEvent, recordedText } from "../../unit/policy/report/logs";

const ROOT = join(__dirname, "..", "..", "..");
const BIN = join(ROOT, "policy", "bin", "drillwave-policy-report.js");
const read = (name: string) => parse(readFileSync(join(ROOT, "examples", "ci", name), "utf8"));
const GITHUB = read("github-drill-policy.yml");
const GITLAB = read("gitlab-drill-policy.gitlab-ci.yml")["drill-policy"];

const OVERDUE = aLog(aPolicyEvent({ enforcementLevel: "advisory", policyName: "drs-server-require-drill" }));
const ADVICE = aLog(aPolicyEvent({ enforcementLevel: "advisory" }));

/** The script of a step of GitHub's workflow, found by its name or, in `verdict`, alone. */
function githubStep(job: string, name?: string): string {
  return GITHUB.jobs[job].steps.find((step: { name?: string }) => step.name === name).run;
}

/** Steps as they stand in the files, in a shell; npx runs our compiled program, and gh only notes what it is asked. */
describe("the shell steps of the workflows", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ci-steps-"));
    mkdirSync(join(folder, "bin"));
    command("npx", `shift 2\nexec "${process.execPath}" "${BIN}" "$@"`);
    command("gh", `echo "$*" >> "${folder}/asked"\ncase "$*" in *--jq*) printf '%s' "$FOUND";; esac`);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function command(name: string, script: string): void {
    const file = join(folder, "bin", name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  function run(script: string, env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: join(folder, "output"),
        GITHUB_STEP_SUMMARY: join(folder, "summary"),
        ...env,
      },
    });
    return { status, text: stdout + stderr };
  }

  const file = (name: string) => readFileSync(join(folder, name), "utf8");

  it.each([
    { label: "a clean log", log: recordedText("clean"), failOn: "mandatory", status: 0 },
    { label: "what blocks", log: recordedText("blocked"), failOn: "mandatory", status: 1 },
    { label: "advice about evidence, of a change", log: OVERDUE, failOn: "mandatory", status: 0 },
    { label: "advice about evidence, at night", log: OVERDUE, failOn: "evidence", status: 1 },
    { label: "other advice, at night", log: ADVICE, failOn: "evidence", status: 0 },
    { label: "a log that is cut off", log: recordedText("blocked").slice(0, -30), failOn: "mandatory", status: 3 },
    { label: "no log", log: undefined, failOn: "mandatory", status: 2 },
  ])("report $label with $status", ({ log, failOn, status }) => {
    if (log !== undefined) {
      writeFileSync(join(folder, "events.json"), log);
      writeFileSync(join(folder, "facts.jsonl"), "");
    }
    expect(run(githubStep("judge", "Report"), { FAIL_ON: failOn }).status).toBe(0);
    expect(file("output")).toBe(`status=${status}\n`);
    expect(file("policy.md")).toMatch(/^<!-- drillwave-policy-report -->\n\n## Drill policies: /);
    expect(file("summary")).toBe(file("policy.md"));

    const gitlab = GITLAB.script.find((script: string) => script.includes("drillwave-policy-report"));
    rmSync(join(folder, "policy.md"));
    const source = failOn === "evidence" ? "schedule" : "merge_request_event";
    const judged = run(`${gitlab}\nif [ "$report" != 0 ]; then exit "$report"; fi`, { CI_PIPELINE_SOURCE: source });
    expect(judged.status).toBe(status);
  });

  it.each([
    { judged: "success", dependabot: "false", status: 0, says: "" },
    { judged: "failure", dependabot: "false", status: 1, says: "" },
    { judged: "cancelled", dependabot: "false", status: 1, says: "" },
    { judged: "skipped", dependabot: "false", status: 1, says: "::error::A fork gets no credentials" },
    { judged: "skipped", dependabot: "true", status: 0, says: "::notice::Not judged: Dependabot gets no credentials" },
    { judged: "failure", dependabot: "true", status: 1, says: "" },
  ])("decide $status where the judge was $judged, Dependabot: $dependabot", ({ judged, dependabot, status, says }) => {
    const verdict = run(githubStep("verdict"), { JUDGED: judged, DEPENDABOT: dependabot });
    expect(verdict.status).toBe(status);
    expect(verdict.text.startsWith(says) && (says !== "" || verdict.text === "")).toBe(true);
  });

  it.each([
    {
      report: "1",
      found: "",
      asked: "--method POST issues -f title=Drills: overdue, failed or blocked -F body=@policy.md --silent",
    },
    { report: "1", found: "7\n9\n", asked: "--method PATCH issues/7 -F body=@policy.md --silent" },
    { report: "3", found: "7\n", asked: "--method PATCH issues/7 -F body=@policy.md --silent" },
    {
      report: "",
      found: "",
      asked: "--method POST issues -f title=Drills: overdue, failed or blocked -F body=@policy.md --silent",
    },
    {
      report: "0",
      found: "7\n",
      asked: "--method PATCH issues/7 -F body=@policy.md -f state=closed -f state_reason=completed --silent",
    },
    { report: "0", found: "", asked: undefined },
  ])("open, rewrite or close one issue: report $report, found $found", ({ report, found, asked }) => {
    writeFileSync(join(folder, "policy.md"), "<!-- drillwave-policy-report -->\n");
    const night = { ISSUES: "issues", REPORT: report, RUN: "https://run", FOUND: found };
    expect(run(githubStep("publish", "Issue"), night)).toEqual({ status: 0, text: "" });
    const lines = file("asked").trimEnd().split("\napi ");
    expect(lines[1]).toBe(asked);
    expect(file("policy.md")).toMatch(/^<!-- drillwave-policy-report -->\n\nLast judged by https:\/\/run\n$/);
  });
});
