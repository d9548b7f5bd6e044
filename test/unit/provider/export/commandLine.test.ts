import { describe, expect, it } from "vitest";
import manifest from "../../../../provider/package.json";
import { type CommandWorld, type ExportPlace, runCommand } from "../../../../provider/src/export/commandLine";
import type { Estate } from "../../../../provider/src/export/estate";
import type { Selection } from "../../../../provider/src/export/readEstate";
import { anEstate, aServer, aTemplate, idOf } from "./estates";

const FULL = anEstate([aServer({ sourceServerId: idOf(1), hostname: "db-1" })]);
const CPU = aTemplate({ InstanceType: "m5.large", CpuOptions: { CoreCount: 2 } });

/** Runs the command over an estate in memory, in a folder that has the file `there.ts`. */
async function run(args: readonly string[], estate: Estate = FULL, change: Partial<CommandWorld> = {}) {
  const said = { out: "", error: "" };
  const asked: { place: ExportPlace; selection: Selection }[] = [];
  const files: Record<string, string> = {};
  const code = await runCommand(args, {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
    readEstate: async (place, selection) => {
      asked.push({ place, selection });
      return estate;
    },
    exists: (file) => file === "there.ts",
    write: (file, text) => {
      files[file] = text;
    },
    ...change,
  });
  return { code, ...said, asked, files };
}

describe(runCommand.name, () => {
  it("prints a program, and nothing else when all is in it", async () => {
    const { code, out, error } = await run(["export"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out).toContain('const db1 = new LaunchConfiguration("db-1", {');
  });

  it("asks for the place and the servers that are named", async () => {
    const place = ["--region", "eu-west-1", "--profile", "dr", "--endpoint-url", "http://127.0.0.1:1"];
    const role = ["--role-arn", "arn:aws:iam::111122223333:role/dr"];
    const servers = ["--selector", "Tier=web", "--selector", "a=b=c", "--servers", `${idOf(1)}, ${idOf(2)}`];
    const { asked } = await run(["export", ...place, ...role, ...servers]);
    expect(asked).toEqual([
      {
        place: {
          region: "eu-west-1",
          connection: {
            profile: "dr",
            endpoint: "http://127.0.0.1:1",
            assumeRole: { roleArn: "arn:aws:iam::111122223333:role/dr" },
          },
        },
        selection: { tags: { Tier: "web", a: "b=c" }, sourceServerIds: [idOf(1), idOf(2)] },
      },
    ]);
    expect((await run(["export"])).asked).toEqual([{ place: {}, selection: {} }]);
  });

  it("writes a file without a word, and keeps one that is there", async () => {
    const written = await run(["export", "--output", "settings.ts"]);
    expect({ ...written, files: Object.keys(written.files) }).toMatchObject({ code: 0, out: "", error: "" });
    expect(Object.keys(written.files)).toEqual(["settings.ts"]);
    const kept = await run(["export", "-o", "there.ts"]);
    expect(kept).toEqual({
      code: 2,
      out: "",
      error:
        "drillwave-settings: writing there.ts: there is a file of this name. Nothing was read. Fix: name another one, or add --force.\n",
      asked: [],
      files: {},
    });
    expect(Object.keys((await run(["export", "-o", "there.ts", "--force"])).files)).toEqual(["there.ts"]);
  });

  it("says what is stored and not in the program, once for all servers that have it", async () => {
    const servers = [1, 2, 3, 4, 5].map((number) => aServer({ sourceServerId: idOf(number), template: CPU }));
    const { code, error } = await run(["export"], anEstate(servers));
    expect({ code, error }).toEqual({
      code: 0,
      error:
        'drillwave-settings: not in the program: CpuOptions {"CoreCount":2} of host-01, host-02, host-03 and 2 more: LaunchConfiguration has no arg for it\n',
    });
  });

  it("names every server of which something could not be read, and writes the rest", async () => {
    const {
      configuration: _configuration,
      template: _template,
      ...unread
    } = aServer({
      sourceServerId: idOf(2),
      hostname: "web-1",
      unread: [{ part: "launch configuration", reason: "drs:GetLaunchConfiguration: AccessDeniedException: no" }],
    });
    const { code, out, error } = await run(["export"], anEstate([...FULL.servers, unread]));
    expect({ code, error }).toEqual({
      code: 1,
      error:
        `drillwave-settings: reading the launch configuration of web-1 (${idOf(2)}): drs:GetLaunchConfiguration: AccessDeniedException: no\n` +
        "drillwave-settings: 1 read failed: what it would have said is not in the program\n",
    });
    expect(out).toContain("db-1");
    expect(out).toContain(
      `// Not here: web-1 (${idOf(2)}): its launch configuration could not be read: drs:GetLaunchConfiguration: AccessDeniedException: no\n`,
    );
  });

  it("writes nothing where there is no such server", async () => {
    const { code, error, files } = await run(["export", "-o", "settings.ts"], anEstate([]));
    expect({ code, error, files }).toEqual({
      code: 1,
      error: "drillwave-settings: there is no such source server in us-west-2: nothing was written\n",
      files: {},
    });
  });

  it.each([
    [["export", "--selector", "Tier"], "saw Tier after --selector, expected key=value, such as Tier=database"],
    [["export", "--selector", "=x"], "saw =x after --selector, expected key=value, such as Tier=database"],
    [
      ["export", "--servers", "db-1"],
      "saw db-1 after --servers, expected ids of source servers, such as s-0123456789abcdef0, with commas between",
    ],
    [["export", "--region", ""], "saw an empty text after --region, expected a value"],
    [["export", "dev"], "saw the argument dev, expected options only. Fix: see `drillwave-settings --help`"],
    [[], "saw no command, expected export. Fix: see `drillwave-settings --help`"],
    [["import"], "saw the command import, expected export. Fix: see `drillwave-settings --help`"],
    [["export", "--all"], "unknown option '--all'. Fix: see `drillwave-settings --help`"],
  ])("refuses %j", async (args, reason) => {
    const { code, out, error, asked } = await run(args);
    expect({ code, out, error, asked }).toEqual({
      code: 2,
      out: "",
      error: `drillwave-settings: ${reason}\n`,
      asked: [],
    });
  });

  it("says why AWS could not be read, on one line", async () => {
    const readEstate = async () => {
      throw new Error("no AWS Region is set.\nFix: …");
    };
    const { code, out, error } = await run(["export"], FULL, { readEstate });
    expect({ code, out, error }).toEqual({
      code: 2,
      out: "",
      error: "drillwave-settings: no AWS Region is set. Fix: …\n",
    });
  });

  it("prints its help and its version", async () => {
    const { code, out } = await run(["--help"]);
    expect({ code, first: out.split("\n")[0] }).toEqual({
      code: 0,
      first: "Usage: drillwave-settings export [options]",
    });
    expect(out.split("\n").every((line) => line.length <= 125)).toBe(true);
    expect(await run(["--version"])).toMatchObject({ code: 0, out: `${manifest.version}\n`, error: "" });
  });
});
