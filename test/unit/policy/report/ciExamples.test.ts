import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import manifest from "../../../../policy/package.json";
import { runCommand } from "../../../../policy/src/report/commandLine";
import { MARKER } from "../../../../policy/src/report/toMarkdown";

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
    expect(text.split(MARKER)).toHaveLength(3);
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
    expect(texts.filter((text) => text.includes(`body=@${option(report, "markdown")} `))).toHaveLength(1);
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

describe("GitHub's permissions", () => {
  it("are none for the workflow; what runs the branch's code writes nothing, and what writes runs none of it", () => {
    expect(read("github-drill-policy.yml")).toMatchObject({
      permissions: {},
      jobs: {
        judge: { permissions: { contents: "read", "id-token": "write" } },
        publish: { permissions: { "security-events": "write", "pull-requests": "write" } },
        verdict: { permissions: {} },
      },
    });
    const publish = JSON.stringify((read("github-drill-policy.yml") as { jobs: { publish: unknown } }).jobs.publish);
    expect(publish).not.toMatch(/npm|npx|node_modules/);
  });
});
