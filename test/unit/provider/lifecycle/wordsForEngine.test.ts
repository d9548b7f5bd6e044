import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { describe, expect, it, vi } from "vitest";
import { PartialFailure } from "../../../../provider/src/lifecycle/savingState";
import { inOurWords, TRACE_VARIABLE } from "../../../../provider/src/lifecycle/wordsForEngine";

const METHODS = ["check", "diff", "create", "read", "update", "delete"] as const;

/** A provider of which every method throws this. */
function throwing(error: unknown): Required<Pick<ResourceProvider, (typeof METHODS)[number]>> {
  const fail = async () => {
    throw error;
  };
  return { check: fail, diff: fail, create: fail, read: fail, update: fail, delete: fail };
}

/** What the engine is told of the error, and what the host process prints of it. */
async function ending(error: unknown, method: (typeof METHODS)[number], env: Record<string, string> = {}) {
  const provider = inOurWords(throwing(error), env);
  const calls: Record<string, (() => Promise<unknown>) | undefined> = {
    check: () => provider.check?.({}, {}) ?? Promise.resolve(),
    diff: () => provider.diff?.("", {}, {}) ?? Promise.resolve(),
    create: () => provider.create({}),
    read: () => provider.read?.("", {}) ?? Promise.resolve(),
    update: () => provider.update?.("", {}, {}) ?? Promise.resolve(),
    delete: () => provider.delete?.("", {}) ?? Promise.resolve(),
  };
  const thrown: Error = (await calls[method]?.().catch((reason: unknown) => reason)) as Error;
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  // As Pulumi's host does (cmd/dynamic-provider/index.js).
  const text = `${thrown}: ${thrown.stack}`;
  process.stderr.write(text);
  await Promise.resolve();
  process.stderr.write("what comes next");
  const printed = write.mock.calls.map(([text]) => String(text));
  write.mockRestore();
  return { message: thrown.message, thrown, printed };
}

describe("inOurWords", () => {
  it.each(METHODS)("says what %s throws in one line, and lets the host print nothing of it", async (method) => {
    const error = new Error("calling drs:DescribeJobs:\n AccessDenied", { cause: new Error("no right") });
    const { message, printed } = await ending(error, method);
    expect({ message, printed }).toEqual({
      message: "calling drs:DescribeJobs: AccessDenied: no right",
      printed: ["what comes next"],
    });
  });

  it.each(METHODS)("owns what no answer and no setting can cause, in %s", async (method) => {
    const { message, printed } = await ending(new TypeError("x is not a function"), method);
    expect({ message, printed }).toEqual({
      message:
        "DrillWave has a fault of its own: x is not a function. `pulumi up` goes on with the drill, `pulumi destroy` cleans it up. " +
        "Please report it, with what the same command prints while DRILLWAVE_TRACE=1 is set",
      printed: ["what comes next"],
    });
  });

  it("lets the host print the trace where it is asked for", async () => {
    const error = new TypeError("x is not a function");
    const { printed } = await ending(error, "delete", { [TRACE_VARIABLE]: "1" });
    expect(printed[0]).toContain(error.stack);
  });

  it("passes on a failure that saves state as it is: the engine reads its members", async () => {
    const failure = new PartialFailure("drsjob-1", {}, new Error("failed"));
    expect((await ending(failure, "create")).thrown).toBe(failure);
  });

  it.each([["a text"], [undefined]])("has words for %s, which is no error", async (thrown) => {
    expect((await ending(thrown, "read")).message).toBe(String(thrown));
  });

  it("has the methods that the provider has", () => {
    const { create, delete: remove } = throwing(new Error("failed"));
    expect(Object.keys(inOurWords({ create, delete: remove })).toSorted()).toEqual(["create", "delete"]);
  });
});
