import { describe, expect, it } from "vitest";
import { runCommand } from "../../../../policy/src/report/commandLine";
import { recordedText } from "./logs";

const FILES: Record<string, string> = {
  "clean.json": recordedText("clean"),
  "blocked.json": recordedText("blocked"),
  "noPack.json": recordedText("noPack"),
  "-": recordedText("blocked"),
  "other.json": "{}\n",
  "policy.json": '{\n  "drs-server-limit-lag": "advisory"\n}',
  "flawed.json": '{\n  "drs-server-limit-lags": "advisory",\n  "acme-owner": {}\n}',
};

/** Runs the command over these files in memory; writing below `missing/` fails. */
async function run(...args: string[]) {
  const written: { out: string; error: string; files: Record<string, string> } = { out: "", error: "", files: {} };
  const code = await runCommand(args, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
    read: async (file) => {
      const text = FILES[file];
      if (text === undefined) {
        throw new Error(`reading ${file}: there is no such file`);
      }
      return text;
    },
    write: (file, text) => {
      if (file.startsWith("missing/")) {
        throw new Error(`writing ${file}: there is no such folder`);
      }
      written.files[file] = text;
    },
  });
  return { code, ...written };
}

describe(runCommand.name, () => {
  it("writes the reports that are asked for, and one line of totals", async () => {
    const { code, out, error, files } = await run(
      ...["blocked.json", "--sarif", "a.sarif", "--junit", "a.xml", "--markdown", "a.md", "--source", "index.ts"],
    );
    expect({ code, out, error }).toEqual({
      code: 1,
      out: "",
      error: "drillwave-policy-report: 1 blocked, 0 advice, 0 waived\n",
    });
    expect(JSON.parse(files["a.sarif"] ?? "")).toMatchObject({ version: "2.1.0" });
    expect(files["a.sarif"]).toContain('"uri": "index.ts"');
    expect(files["a.xml"]).toContain("<testsuites");
    expect(files["a.md"]).toContain("## Drill policies: 1 blocked");
  });

  it("writes Markdown to standard output without a report that is asked for", async () => {
    const { code, out, error, files } = await run("clean.json");
    expect({ code, error, files }).toEqual({ code: 0, error: "", files: {} });
    expect(out).toContain("## Drill policies: 0 blocked");
  });

  it.each([{ args: [] }, { args: ["-"] }])("reads standard input: $args", async ({ args }) => {
    expect((await run(...args)).out).toContain("## Drill policies: 1 blocked");
  });

  it("reports several logs together", async () => {
    expect((await run("clean.json", "blocked.json", "--junit", "a.xml")).error).toBe(
      "drillwave-policy-report: 1 blocked, 0 advice, 0 waived\n",
    );
  });

  it("lets findings pass where they do not count", async () => {
    expect((await run("blocked.json", "--fail-on", "never")).code).toBe(0);
  });

  it("says that nothing was judged, and writes reports that say so", async () => {
    const { code, error, files } = await run("noPack.json", "--fail-on", "never", "--junit", "a.xml");
    expect(code).toBe(3);
    expect(error).toBe(
      "drillwave-policy-report: 0 blocked, 0 advice, 0 waived\n" +
        "drillwave-policy-report: incomplete: noPack.json: no policy pack was loaded, so nothing was judged " +
        "(pulumi preview --policy-pack FOLDER loads one).\n",
    );
    expect(files["a.xml"]).toContain("<error");
  });

  it.each([
    { label: "an unknown option", args: ["--wrong"], line: "unknown option '--wrong'" },
    {
      label: "a level that there is not",
      args: ["clean.json", "--fail-on", "loud"],
      line: "option '--fail-on <level>' argument 'loud' is invalid. Allowed choices are mandatory, evidence, advisory, never.",
    },
    { label: "an option without its file", args: ["--sarif"], line: "option '--sarif <file>' argument missing" },
    { label: "a file that there is not", args: ["no.json"], line: "reading no.json: there is no such file" },
    {
      label: "a file that is no log",
      args: ["other.json"],
      line:
        'reading other.json: line 1: sequence: saw undefined, expected "sequence"; expected one event of the engine as ' +
        "JSON, as `pulumi preview --event-log FILE` writes them",
    },
  ])("ends with 2 and one line for $label", async ({ args, line }) => {
    expect(await run(...args)).toEqual({ code: 2, out: "", error: `drillwave-policy-report: ${line}\n`, files: {} });
  });

  it("writes the other reports when one cannot be written, and ends with 2", async () => {
    const { code, error, files } = await run("blocked.json", "--sarif", "missing/a.sarif", "--markdown", "a.md");
    expect({ code, files: Object.keys(files) }).toEqual({ code: 2, files: ["a.md"] });
    expect(error).toBe(
      "drillwave-policy-report: writing missing/a.sarif: there is no such folder\n" +
        "drillwave-policy-report: 1 blocked, 0 advice, 0 waived\n",
    );
  });

  const FLAW =
    'flawed.json:2: drs-server-limit-lags: there is no such rule: did you mean "drs-server-limit-lag"? The rules are listed ' +
    'under "Policies" in this package\'s README\n';
  it.each([
    { label: "a file without flaws", args: ["policy.json"], code: 0, out: "" },
    { label: "a file with one", args: ["flawed.json", "--own-policy", "acme-owner"], code: 2, out: FLAW },
    {
      label: "several files",
      args: ["policy.json", "--check-config", "flawed.json", "--own-policy", "acme-owner"],
      code: 2,
      out: FLAW,
    },
  ])("checks configuration: $label", async ({ args, code, out }) => {
    expect(await run("--check-config", ...args)).toEqual({ code, out, error: "", files: {} });
  });

  it("checks configuration from standard input", async () => {
    expect(await run("--check-config", "-")).toEqual({
      code: 2,
      out: "",
      error: expect.stringMatching(
        /^drillwave-policy-report: reading standard input: saw no JSON, as the engine wants it \(without comments\): .*\n$/,
      ),
      files: {},
    });
  });

  it.each([
    { label: "a log", args: ["clean.json"] },
    { label: "a report", args: ["--sarif", "a.sarif"] },
  ])("does not check configuration beside $label", async ({ args }) => {
    expect(await run("--check-config", "policy.json", ...args)).toMatchObject({
      code: 2,
      error:
        "drillwave-policy-report: checking configuration: saw an event log or a report as well, expected --check-config alone\n",
    });
  });

  it("tells its version", async () => {
    expect(await run("--version")).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      error: "",
      files: {},
    });
  });

  it("explains itself, its exit codes and how a log is made", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    for (const told of ["--fail-on <level>", "Exit codes:", "  3  incomplete", "PULUMI_DEBUG_COMMANDS=true"]) {
      expect(out).toContain(told);
    }
  });
});
