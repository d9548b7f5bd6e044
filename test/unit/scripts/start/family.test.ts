import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { Family } from "../../../../scripts/start/family.mjs";

/** A command that starts a plugin in a process group of its own, tells the plugin's id, and waits. */
const COMMAND = `
  const plugin = require("node:child_process").spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  console.log(plugin.pid);
  setInterval(() => {}, 1000);
`;

async function startCommand(): Promise<{ command: ChildProcess; family: Family; plugin: number }> {
  const command = spawn(process.execPath, ["-e", COMMAND], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(command.stdout, "data");
  return { command, family: new Family(command.pid ?? 0), plugin: Number(line) };
}

describe.skipIf(process.platform === "win32")(Family.name, () => {
  it("ends a plugin whose command was killed", async () => {
    const { command, family, plugin } = await startCommand();
    expect(family.members().map(({ pid }) => pid)).toContain(plugin);
    command.kill("SIGKILL");
    await once(command, "exit");
    expect(family.members().map(({ pid }) => pid)).toEqual([plugin]);

    await family.end();

    expect(family.members()).toEqual([]);
  });

  it("ends a command and its plugin", async () => {
    const { family } = await startCommand();

    await family.end();

    expect(family.members()).toEqual([]);
  });
});
