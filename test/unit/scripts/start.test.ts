import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const START = join(__dirname, "..", "..", "..", "scripts", "start.mjs");
const BUILT = ["scripts/dist/drill.js", "provider/dist/index.js", "policy/dist/pack.js", "simulator/dist/index.js"];

/** An npm that installs a compiler, and a compiler that writes no file that it takes to be there. Both keep a log. */
const NPM = `#!/bin/sh
echo "npm $1" >> log
rm -rf node_modules
test -e broken && exit 7
mkdir -p node_modules/typescript/bin
cp compiler.js node_modules/typescript/bin/tsc
`;
const COMPILER = `
const fs = require("node:fs");
const [, , ...args] = process.argv;
fs.appendFileSync("log", "tsc " + args.join(" ") + "\\n");
if (fs.existsSync("record") && !args.includes("--force")) process.exit(0);
fs.writeFileSync("record", "");
for (const file of ${JSON.stringify(BUILT)}) {
  fs.mkdirSync(require("node:path").dirname(file), { recursive: true });
  fs.copyFileSync("drill.js", file);
}
`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "drillwave-start-"));
  for (const folder of ["scripts", "bin"]) {
    mkdirSync(join(root, folder));
  }
  copyFileSync(START, join(root, "scripts", "start.mjs"));
  write("package.json", JSON.stringify({ engines: { node: ">=20.19" } }));
  write("package-lock.json", "{}");
  write("compiler.js", COMPILER);
  write("bin/npm", NPM);
  chmodSync(join(root, "bin", "npm"), 0o755);
  write("drill.js", "console.log('drilled', ...process.argv.slice(2));");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

function begin(...args: string[]): ChildProcessWithoutNullStreams {
  const PATH = [join(root, "bin"), process.env["PATH"]].join(delimiter);
  return spawn(process.execPath, [join(root, "scripts", "start.mjs"), ...args], { env: { ...process.env, PATH } });
}

async function end(child: ChildProcessWithoutNullStreams) {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => (text += data));
  }
  const [exitCode] = await once(child, "close");
  // A machine that is busy takes longer for the compiler than start.mjs waits before it says so.
  return { exitCode, text: text.replace("building (tsc -b) …\n", "") };
}

/** What npm and the compiler were called with since the last look. */
function calls(): string[] {
  const log = join(root, "log");
  const lines = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  rmSync(log, { force: true });
  return lines;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === "win32")("start.mjs", { timeout: 30_000 }, () => {
  it("installs and compiles on a fresh clone, then runs the command with its arguments", async () => {
    expect(await end(begin("drill", "--speed", "60"))).toEqual({
      exitCode: 0,
      text: "installing packages (npm ci) …\ndrilled --speed 60\n",
    });
    expect(calls()).toEqual(["npm ci", "tsc -b"]);
  });

  it("says nothing and installs nothing when everything is there", async () => {
    await end(begin("build"));
    calls();

    expect(await end(begin("drill"))).toEqual({ exitCode: 0, text: "drilled\n" });
    expect(calls()).toEqual(["tsc -b"]);
  });

  it("installs again when package-lock.json is another", async () => {
    await end(begin("build"));
    calls();
    write("package-lock.json", "{ }");

    await end(begin("build"));
    expect(calls()).toEqual(["npm ci", "tsc -b"]);
  });

  it("installs again after an installation that failed, whose exit code it ends with", async () => {
    write("broken", "");
    expect(await end(begin("drill"))).toEqual({ exitCode: 7, text: "installing packages (npm ci) …\n" });
    rmSync(join(root, "broken"));

    await end(begin("build"));
    expect(calls()).toEqual(["npm ci", "npm ci", "tsc -b"]);
  });

  it.each(BUILT.slice(0, 2))("compiles everything when %s is missing", async (file) => {
    await end(begin("build"));
    calls();
    rmSync(join(root, file));

    expect(await end(begin("drill"))).toEqual({
      exitCode: 0,
      text: `building everything (tsc -b --force): ${file} is missing …\ndrilled\n`,
    });
    expect(calls()).toEqual(["tsc -b", "tsc -b --force"]);
  });

  it("refuses a Node that is too old", async () => {
    write("package.json", JSON.stringify({ engines: { node: ">=99.1" } }));

    expect(await end(begin("drill"))).toEqual({
      exitCode: 1,
      text: `DrillWave needs Node 99.1 or later; this is Node ${process.versions.node}.\n`,
    });
  });

  it("passes a key press on once, and ends with the command's exit code", async () => {
    write(
      "drill.js",
      `const got = [];
      for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => got.push(signal));
      const end = () => setTimeout(() => { console.log(got.length, "signal"); process.exit(130); }, 300);
      for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, end);
      setInterval(() => {}, 1000);
      console.log("ready");`,
    );
    const child = begin("drill");
    const ended = end(child);
    while (!String((await once(child.stdout, "data"))[0]).includes("ready")) {}
    // Two signals at the same moment, as from the terminal and npm; of two equal ones the system may drop one.
    child.kill("SIGINT");
    child.kill("SIGTERM");

    expect(await ended).toMatchObject({ exitCode: 130, text: expect.stringMatching(/ready\n1 signal\n$/) });
  });

  it("tells everything in the command's group at the second key press", async () => {
    write(
      "drill.js",
      `process.on("SIGINT", () => console.log("told"));
      const engine = require("node:child_process").spawn(process.execPath, ["-e", \`
        process.once("SIGINT", () => process.exit(5));
        setInterval(() => {}, 1000);
        process.send("ready");
      \`], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
      engine.on("message", () => console.log("ready"));
      engine.on("exit", process.exit);`,
    );
    const child = begin("drill");
    const ended = end(child);
    while (!String((await once(child.stdout, "data"))[0]).includes("ready")) {}
    child.kill("SIGINT");
    while (!String((await once(child.stdout, "data"))[0]).includes("told")) {}
    // Longer than two signals of the same key press are apart.
    await delay(600);
    child.kill("SIGINT");

    expect(await ended).toMatchObject({ exitCode: 5 });
  });

  it("ends what the command left running, and takes its temporary files away", async () => {
    write(
      "drill.js",
      `const left = require("node:child_process").spawn(process.execPath, ["-e", \`
        process.on("SIGINT", () => {});
        setInterval(() => {}, 1000);
        process.send("ready");
      \`], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
      require("node:fs").writeFileSync(require("node:path").join(require("node:os").tmpdir(), "state"), "");
      left.on("message", () => {
        console.log(JSON.stringify({ pid: left.pid, folder: require("node:os").tmpdir() }));
        process.exit(3);
      });`,
    );
    const { exitCode, text } = await end(begin("drill"));
    const { pid, folder } = JSON.parse(text.trim().split("\n").at(-1) ?? "");

    expect({ exitCode, runs: isRunning(pid), stays: existsSync(folder) }).toEqual({
      exitCode: 3,
      runs: false,
      stays: false,
    });
  });
});
