import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordedText } from "../../unit/policy/report/logs";

const ROOT = join(__dirname, "..", "..", "..");
const BIN = join(ROOT, "policy", "bin", "drillwave-policy-report.js");

/** The compiled program in a process of its own. Proves that it is found, reads and writes files, and ends as it says. */
describe("drillwave-policy-report", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "policy-report-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function run(args: string[], input = "") {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      cwd: folder,
      input,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  it("writes every report of a log, and ends with 1 for what blocks", () => {
    writeFileSync(join(folder, "events.json"), recordedText("blocked"));
    expect(run(["events.json", "--sarif", "a.sarif", "--junit", "a.xml", "--markdown", "a.md"])).toEqual({
      status: 1,
      stdout: "",
      stderr: "drillwave-policy-report: 1 blocked, 0 advice, 0 waived\n",
    });
    expect(JSON.parse(readFileSync(join(folder, "a.sarif"), "utf8"))).toMatchObject({
      runs: [{ results: [{ level: "error" }] }],
    });
    expect(readFileSync(join(folder, "a.xml"), "utf8")).toContain('failures="1"');
    expect(readFileSync(join(folder, "a.md"), "utf8")).toContain("### Blocked");
  });

  it("reads standard input and writes standard output, without colours", () => {
    const { status, stdout, stderr } = run([], recordedText("clean"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^<!-- drillwave-policy-report -->\n\n## Drill policies: 0 blocked/);
    expect(stdout).not.toContain("\u001B");
  });

  it("ends with 3 for a log whose engine was killed", () => {
    expect(run(["-", "--fail-on", "never"], recordedText("blocked").slice(0, -30)).status).toBe(3);
  });

  it.each([
    {
      label: "a file that there is not",
      args: ["no.json"],
      line: "reading no.json: there is no such file or folder",
    },
    { label: "a folder", args: ["."], line: "reading .: it is a folder" },
    {
      label: "an empty standard input",
      args: ["-"],
      line:
        "reading standard input: line 1: saw nothing, expected one event of the engine as JSON, as " +
        "`pulumi preview --event-log FILE` writes them",
    },
  ])("ends with 2 and one line for $label", ({ args, line }) => {
    expect(run(args)).toEqual({ status: 2, stdout: "", stderr: `drillwave-policy-report: ${line}\n` });
  });

  it("does not make the folder of a report", () => {
    expect(run(["-", "--markdown", "no/a.md"], recordedText("clean"))).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "drillwave-policy-report: writing no/a.md: there is no such file or folder\n" +
        "drillwave-policy-report: 0 blocked, 0 advice, 0 waived\n",
    });
  });
});
