import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE, WEB } from "./worlds";

const BIN = join(__dirname, "..", "..", "provider", "bin", "drillwave.js");
/** With the project, as a self-managed backend wants it where the folder has no Pulumi.yaml. */
const STACK = "organization/drill-tests/test";
const NO_CAPACITY = "An error occurred (InsufficientInstanceCapacity) when calling the RunInstances operation";

/** Runs the program where no stack is, with the environment of the project that was opened last. */
function drillwave(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  return new Promise<{ code: number; out: string; error: string }>((resolve) => {
    execFile(process.execPath, [BIN, ...args], { cwd: tmpdir(), env }, (failure, out, error) => {
      resolve({ code: typeof failure?.code === "number" ? failure.code : 0, out, error });
    });
  });
}

describe("drillwave show", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("shows, by the person's own Pulumi, a drill that failed, one that passed and one that never started", async () => {
    project = await openDrillProject(aWorld({ [APP]: { outcome: { event: "LAUNCH_FAILED", message: NO_CAPACITY } } }));
    const nothing = await drillwave(["show", "--stack", STACK]);
    expect(nothing).toEqual({ code: 1, out: "", error: `drillwave: there is no drill in stack ${STACK}\n` });
    const waves = {
      database: { sourceServers: [{ sourceServerId: DATABASE }], objectives: { recoveryTimeSeconds: 1800 } },
      app: { sourceServers: [{ sourceServerId: APP }] },
      web: { sourceServers: [{ sourceServerId: WEB }] },
    };
    expect((await project.up(waves)).ok).toBe(false);
    const shown = await drillwave(["show", "--stack", STACK]);
    expect({ code: shown.code, error: shown.error }).toEqual({ code: 0, error: "" });
    expect(shown.out).toMatch(/^stack test of drill-tests: 3 waves, 2 servers, 111122223333 us-west-2\n/);
    expect(shown.out).toMatch(/\ndatabase +PASSED +1 +[\w ]+ \/ 30m00s +3s +1 of 2 +1 launched /);
    expect(shown.out).toMatch(/\napp +FAILED +1 of 1 failed +- +- +1 of 2 +none known /);
    expect(shown.out).toMatch(/\nweb +NO RECORD /);
    expect(shown.out).toContain(`\nfailed   app: app-1 (${APP}) did not recover: LAUNCH_FAILED: ${NO_CAPACITY}\n`);

    const json = await drillwave(["show", "--stack", STACK, "--json"]);
    const printed: { waves: { name: string; standing: string; outputs?: { verdict?: string } }[] } = JSON.parse(
      json.out,
    );
    expect(printed.waves.map(({ name, standing, outputs }) => [name, standing, outputs?.verdict])).toEqual([
      ["database", "recorded", "PASSED"],
      ["app", "recorded", "FAILED"],
      ["web", "no record", undefined],
    ]);
    // The person may be anywhere else: the file alone says the same.
    const file = join(tmpdir(), `drillwave-show-${process.pid}.json`);
    const backend = new URL(process.env["PULUMI_BACKEND_URL"] ?? "");
    const checkpoint = await readFile(join(backend.pathname, ".pulumi", "stacks", "drill-tests", "test.json"), "utf8");
    await writeFile(file, checkpoint);
    expect((await drillwave(["show", "--file", file], { PATH: "" })).out).toBe(shown.out);
  });

  it("says what Pulumi says of a stack that is not there, and what to do", async () => {
    project = await openDrillProject(aWorld());
    const { code, out, error } = await drillwave(["show", "--stack", "organization/drill-tests/nobody"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toBe(
      "drillwave: exporting the state of stack organization/drill-tests/nobody: `pulumi stack export` ended with 6: no stack named 'organization/drill-tests/nobody' found. " +
        "Nothing was read. Fix: `pulumi stack ls` lists the stacks; run it in the program's folder, with the login of the stack's backend.\n",
    );
  });

  it("shows without a passphrase: what is encrypted stays so", async () => {
    project = await openDrillProject(aWorld());
    await project.configure({ "aws:region": "us-west-2" });
    expect((await project.up({ app: { sourceServers: [{ sourceServerId: APP }] } })).error).toBe("");
    const { PULUMI_CONFIG_PASSPHRASE: _passphrase, ...env } = process.env;
    const { code, out } = await drillwave(["show", "--stack", STACK], env);
    expect({ code, passed: out.includes("PASSED") }).toEqual({ code: 0, passed: true });
  });
});
