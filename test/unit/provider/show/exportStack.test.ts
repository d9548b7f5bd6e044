import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportStack } from "../../../../provider/src/show/exportStack";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drillwave-show-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program that stands for Pulumi's CLI. */
async function aProgram(script: string): Promise<string> {
  const file = join(folder, `pulumi-${Math.random()}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

describe(exportStack.name, () => {
  it.each([
    { stack: "dev", args: "stack export --non-interactive --stack dev" },
    { stack: undefined, args: "stack export --non-interactive" },
  ])("asks Pulumi's CLI for $stack, and for no answer", async ({ stack, args }) => {
    const program = await aProgram('echo "$@"; cat');
    expect(await exportStack(stack, program)).toBe(`${args}\n`);
  });

  it("repeats what the CLI says when it fails, without what else it says, and says what to do", async () => {
    const program = await aProgram(
      'echo "warning: using 1 of 2" >&2; echo "error: no stack named \'x\' found" >&2; exit 255',
    );
    await expect(exportStack("x", program)).rejects.toThrow(
      "exporting the state of stack x: `pulumi stack export` ended with 255: no stack named 'x' found. Nothing was read. " +
        "Fix: `pulumi stack ls` lists the stacks; run it in the program's folder, with the login of the stack's backend.",
    );
    await expect(exportStack(undefined, program)).rejects.toThrow("Fix: name one with --stack;");
  });

  it.each([
    { script: "exit 1", said: "ended with 1: it said nothing. Nothing was read." },
    { script: "echo oh >&2; kill -9 $$", said: "ended with SIGKILL: oh. Nothing was read." },
  ])("says so when the CLI ends otherwise: $script", async ({ script, said }) => {
    await expect(exportStack("dev", await aProgram(script))).rejects.toThrow(said);
  });

  it("says how to do without the CLI", async () => {
    await expect(exportStack("dev", join(folder, "no-pulumi"))).rejects.toThrow(
      "exporting the state of stack dev: there is no `pulumi` on PATH. Nothing was read. Fix: run " +
        "`pulumi stack export --stack dev > state.json` where Pulumi's CLI is, then " +
        "`drillwave show --file state.json` here.",
    );
  });
});
