import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandsIn, type DocumentedCommand, programIn } from "./documentedCommands";
import { findEnginePath } from "./drillProject";

const fromHere = createRequire(__filename);
const { withoutUserSettings }: typeof import("../../scripts/engine/engineEnvironment") = fromHere(
  "../../scripts/dist/engine/engineEnvironment.js",
);

const ROOT = join(__dirname, "..", "..");
const NEEDS_REGISTRY = "our packages are not in the registry; here the project has them from the clone";

/** The heading whose commands are run first in a fresh clone, and that of the next ones there. */
const AT_FIRST = ["README.md: Quick start"];
const IN_CLONE = ["README.md: This repository's example"];

/** Headings whose commands are run in a project of one's own. */
const IN_PROJECT = ["README.md: Your own project", "policy/README.md: In CI"];

/** What cannot be run here, or is run elsewhere. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "npm test": "is what runs this",
  "npm install pulumi-drillwave pulumi-drillwave-policy": NEEDS_REGISTRY,
  "npm install --save-dev drs-simulator": NEEDS_REGISTRY,
  "npx drillwave show --stack dev --json | jq -r '.waves[] | \"\\(.name) \\(.outputs.verdict // .standing)\"'":
    "needs jq; test/engine reads what --json prints",
  "pulumi preview --policy-pack node_modules/pulumi-drillwave-policy/strict":
    "fails on purpose, as the sample lacks what the strict pack wants; test/consumer runs that pack",
  "npx drillwave-policy-report --check-config policy-config.json":
    "needs a configuration; test/unit/policy/report/checkConfiguration.test.ts runs it over many",
  ...Object.fromEntries(
    [
      "sed -e 's|ACCOUNT|111122223333|' -e 's|ORG/REPO|acme@1234/drills@5678|' github-trust.json > trust.json",
      "sed -e 's|ACCOUNT|111122223333|' -e 's|GROUP/PROJECT|acme/drills|' gitlab-trust.json > trust.json",
    ].map((command) => [command, "is run by test/unit/policy/report/ciExamples.test.ts"]),
  ),
  ...Object.fromEntries(
    [
      "aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com",
      "aws iam create-open-id-connect-provider --url https://gitlab.com --client-id-list https://gitlab.com",
      "aws iam create-role --role-name drill-read --assume-role-policy-document file://trust.json",
      "aws iam put-role-policy --role-name drill-read --policy-name observe --policy-document file://node_modules/pulumi-drillwave/iam/observe.json",
    ].map((command) => [command, "needs IAM, which nothing here stands in for"]),
  ),
};

const all = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "");

/** A fresh clone, a person's own project, and what both are run with. */
interface Desk {
  clone: string;
  project: string;
  /** `PULUMI_HOME`, where a login is. */
  settings: string;
  environment: Record<string, string>;
  remove(): Promise<void>;
}

/** The engine is the real one. Its Node language host is the stand-in of scripts/engine, unless a full CLI is on PATH. */
async function openDesk(): Promise<Desk> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "drillwave-first-hour-")));
  const at = (name: string) => join(folder, name);
  const [clone, project, settings, programs] = ["clone", "project", "settings", "programs"].map(at) as [
    string,
    string,
    string,
    string,
  ];
  await cloneFresh(clone);
  await mkdir(settings);
  await writeFile(join(settings, "credentials.json"), LOGIN);
  await mkdir(programs);
  const host = join(ROOT, "scripts", "dist", "engine", "languageHost.js");
  const script = `#!/bin/sh\nexec "${process.execPath}" "${host}" "$@"\n`;
  await writeFile(join(programs, "pulumi-language-nodejs"), script, { mode: 0o755 });
  const path = [dirname(await findEnginePath()), programs, join(clone, "node_modules", "@pulumi", "pulumi")];
  const environment = {
    ...withoutUserSettings(process.env),
    PATH: [...path, process.env["PATH"]].join(delimiter),
    HOME: folder,
    // The machine's, as everybody's is: without them the clone would build an engine, and npx look for its cache.
    XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "", ".cache"),
    PULUMI_HOME: settings,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // A terminal would ask; here nobody answers.
    PULUMI_SKIP_CONFIRMATIONS: "true",
  };
  return { clone, project, settings, environment, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Somebody who is logged in elsewhere. */
const LOGIN = JSON.stringify({ current: "https://api.pulumi.example", accessTokens: {}, accounts: {} });

/** What compiling writes. */
const COMPILED = ["provider/dist", "policy/dist", "simulator/dist", "scripts/dist", "examples/three-tier/bin"];

/**
 * What a clone of the checkout, with its uncommitted changes, would hold. The packages of node_modules are linked, and what
 * is compiled is copied for the compiler to find up to date: that both can be made from nothing is not proven here, but by
 * every start on a clean checkout.
 */
async function cloneFresh(clone: string): Promise<void> {
  await mkdir(clone);
  for (const file of all) {
    await cp(join(ROOT, file), join(clone, file)).catch((error: NodeJS.ErrnoException) => {
      // Deleted, and not yet committed.
      if (error.code !== "ENOENT") {
        throw error;
      }
    });
  }
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", ...args], {
      cwd: clone,
    });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "clone");
  const copy = (options: string, from: string) =>
    promisify(execFile)("cp", [options, join(ROOT, from), dirname(join(clone, from))]);
  await copy("-al", "node_modules").catch(() => copy("-a", "node_modules"));
  await Promise.all(COMPILED.map((folder) => copy("-a", folder)));
}

/** Pulumi's own template, with the program of README. */
async function makeProject({ clone, project, environment }: Desk): Promise<Record<string, string>> {
  await mkdir(join(project, "state"), { recursive: true });
  await writeFile(join(project, "Pulumi.yaml"), "name: shop-drill\nruntime: nodejs\n");
  await writeFile(join(project, "package.json"), '{ "name": "shop-drill", "main": "index.ts" }');
  await writeFile(
    join(project, "index.ts"),
    programIn(await readFile(join(ROOT, "README.md"), "utf8"), "Your own project"),
  );
  await symlink(join(clone, "node_modules"), join(project, "node_modules"));
  const own = {
    ...environment,
    PULUMI_BACKEND_URL: pathToFileURL(join(project, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: "own",
  };
  await promisify(execFile)("pulumi", ["stack", "init", "dev"], { cwd: project, env: own });
  return own;
}

/** Runs commands one after the other in one shell, as a person types them; gives what each printed. */
async function type(
  commands: readonly DocumentedCommand[],
  options: { cwd: string; env: Record<string, string> },
): Promise<Record<string, string>> {
  const terminals: ChildProcess[] = [];
  const printed: Record<string, string> = {};
  const shell = spawn("bash", [], { ...options, stdio: ["pipe", "pipe", "inherit"] });
  shell.stdin.write("exec 2>&1\n");
  let written = "";
  shell.stdout.on("data", (text) => {
    written += text;
  });
  const ended = new Promise((resolve) => shell.once("exit", resolve));
  try {
    for (const { command, inOwnTerminal } of commands) {
      if (inOwnTerminal) {
        terminals.push(await openTerminal(command, options));
        continue;
      }
      written = "";
      shell.stdin.write(`{ ${command}\n} < /dev/null\necho "exit code $?"\n`);
      await Promise.race([waitFor(() => /exit code \d+\n$/.test(written), shell.stdout), ended]);
      expect(written, command).toMatch(/(^|\n)exit code 0\n$/);
      printed[command] = written;
    }
    return printed;
  } finally {
    shell.stdin.end();
    await ended;
    await Promise.all(terminals.map(pressInterrupt));
  }
}

/** Runs a command beside the others, once it has said that it is ready. */
async function openTerminal(
  command: string,
  options: { cwd: string; env: Record<string, string> },
): Promise<ChildProcess> {
  const terminal = spawn("bash", ["-c", command], { ...options, detached: true, stdio: ["ignore", "pipe", "ignore"] });
  let written = "";
  terminal.stdout.on("data", (text) => {
    written += text;
  });
  const ended = new Promise((resolve) => terminal.once("exit", resolve));
  await Promise.race([waitFor(() => written.includes("listening"), terminal.stdout), ended]);
  // One that ends at once, as where another process has the port, would be waited for until the test's own end.
  expect(written, command).toContain("listening");
  return terminal;
}

function waitFor(isThere: () => boolean, stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (isThere()) {
        stream.off("data", look);
        resolve();
      }
    };
    stream.on("data", look);
    look();
  });
}

/** Ctrl-C, which the whole group of a terminal gets. */
async function pressInterrupt(terminal: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => terminal.once("exit", resolve));
  if (terminal.pid !== undefined && terminal.exitCode === null) {
    process.kill(-terminal.pid, "SIGINT");
    await ended;
  }
}

const documents = all.filter((path) => path.endsWith(".md"));
const commands = documents.flatMap((path) => commandsIn(path, readFileSync(join(ROOT, path), "utf8")));
const under = (headings: readonly string[]) =>
  commands.filter(
    ({ document, heading, command }) => headings.includes(`${document}: ${heading}`) && !(command in NOT_RUN),
  );

/** Installing aside, everything is done as on a person's machine, by a machine that does more beside it. */
const LIMIT_MS = 300_000;

describe("the commands that our documents give", () => {
  it("are run below, or listed with the reason why not", () => {
    const run = new Set(under([...AT_FIRST, ...IN_CLONE, ...IN_PROJECT]).map(({ command }) => command));
    const unknown = commands.filter(({ command }) => !run.has(command) && !(command in NOT_RUN));
    expect(unknown).toEqual([]);
    const gone = Object.keys(NOT_RUN).filter((each) => !commands.some(({ command }) => command === each));
    expect(gone).toEqual([]);
  });

  describe("in a fresh clone and a project of one's own", () => {
    let desk: Desk;
    beforeAll(async () => {
      desk = await openDesk();
    });
    afterAll(() => desk.remove());

    it(
      "drill at once in a clone",
      async () => {
        const printed = await type(under(AT_FIRST), { cwd: desk.clone, env: desk.environment });
        expect(printed["npm run drill"]).toMatch(/^drill PASSED: 3 waves, 6 servers, /m);
      },
      LIMIT_MS,
    );

    // The next two at the same time: what the first drill has built is there, and each has a port of its own.
    it.concurrent(
      "drill in a clone under the CLI, and leave login and tracked files alone",
      async () => {
        const { clone, environment, settings } = desk;
        const printed = await type(under(IN_CLONE), {
          cwd: clone,
          env: environment,
        });
        const up = Object.entries(printed).find(([command]) => command.startsWith("pulumi up"))?.[1];
        expect(up?.match(/verdict +: "PASSED"/g)).toHaveLength(3);
        expect(await readFile(join(settings, "credentials.json"), "utf8")).toBe(LOGIN);
        expect(execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" })).toBe("");
        expect((await readdir(clone)).filter((name) => name.startsWith("Pulumi."))).toEqual(["Pulumi.yaml"]);
      },
      LIMIT_MS,
    );

    it.concurrent(
      "run a drill of README's program against the simulator's sample",
      async () => {
        const env = await makeProject(desk);
        const printed = await type(under(IN_PROJECT), { cwd: desk.project, env });
        expect(printed["pulumi up --policy-pack node_modules/pulumi-drillwave-policy"]).toMatch(/verdict +: "PASSED"/);
        expect(printed["npx drillwave show --stack dev"]).toMatch(/database +PASSED/);
        expect(printed["pulumi destroy"]).toMatch(/5 deleted/);
        expect(await readFile(join(desk.project, "policy.md"), "utf8")).toMatch(/^<!-- drillwave-policy-report -->/);
      },
      LIMIT_MS,
    );
  });
});
