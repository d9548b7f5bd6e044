import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { describe, expect, it } from "vitest";
import { EngineModel } from "./engineModel";
import type { EngineRun } from "./engineRun";
import type { PendingOperation } from "./engineState";
import type { ProviderProcess } from "./providerProcess";
import { VirtualTime } from "./virtualTime";
import { never } from "./wire";

/** A wave's provider that notes every call and does nothing else, but for what a test changes. */
function toyWave(calls: string[], changes: Partial<ResourceProvider>): ResourceProvider {
  const note = <T>(call: string, result: T) => {
    calls.push(call);
    return result;
  };
  return {
    check: async (_olds, news) => note("check", { inputs: news }),
    diff: async () => note("diff", { changes: false }),
    create: async (inputs) => note("create", { id: "w", outs: inputs }),
    update: async (_id, _olds, news) => note("update", { outs: news }),
    delete: async () => note("delete", undefined),
    read: async (id, props) => note("read", { id: id ?? "", props: props ?? {} }),
    ...changes,
  };
}

function toyStack(changes: Partial<ResourceProvider> = {}) {
  const calls: string[] = [];
  const time = new VirtualTime("2026-03-01T10:00:00Z");
  const wave = toyWave(calls, changes);
  const guard: ResourceProvider = {
    diff: async () => ({ changes: false }),
    create: async (inputs) => ({ id: "g", outs: { ...inputs, nonce: "n" } }),
  };
  let run: EngineRun | undefined;
  let onAnswered = (_operation: PendingOperation) => {};
  const engine = new EngineModel(time, {
    // Of a process, the model uses these.
    startProcess: () => ({ wave, guard, lines: [], dead: false, death: never() }) as unknown as ProviderProcess,
    onRun: (started) => {
      run = started;
    },
    onAnswered: (operation) => onAnswered(operation),
    onSaved: () => {},
  });
  return {
    engine,
    calls,
    /** Kills the CLI once the provider has done this operation. */
    killAfter: (type: PendingOperation["type"], name: string) => {
      onAnswered = (operation) => {
        if (operation.type === type && operation.name === name) {
          run?.kill();
        }
      };
    },
    up: (args: object = {}) => engine.up({ waves: [{ name: "w", args: { __provider: "p", ...args } }] }),
    wave: () => engine.state.resources.find((each) => each.name === "w"),
  };
}

const partial = (properties: object) =>
  Object.assign(new Error("half done"), { id: "w", properties, reasons: ["half"] });

describe(EngineModel.name, () => {
  it("saves nothing of a create that throws, and leaves nothing pending", async () => {
    const stack = toyStack({ create: async () => Promise.reject(new Error("no")) });
    expect(await stack.up()).toMatchObject({ ok: false, errors: ["no"] });
    expect(stack.wave()).toBeUndefined();
    expect(stack.engine.state.pending).toEqual([]);
  });

  it("saves a partial failure with its reasons, and updates it at the next up although nothing changed", async () => {
    const stack = toyStack({ create: async () => Promise.reject(partial({ __provider: "p", half: true })) });
    expect(await stack.up()).toMatchObject({ ok: false, errors: ["half"] });
    expect(stack.wave()).toMatchObject({ outputs: { half: true }, initErrors: ["half"] });
    await stack.up();
    expect(stack.calls).toEqual(["check", "check", "diff", "update"]);
    expect(stack.wave()?.initErrors).toEqual([]);
  });

  it("keeps the old inputs when an update fails half-way", async () => {
    const stack = toyStack({
      diff: async () => ({ changes: true }),
      update: async () => Promise.reject(partial({ __provider: "p", half: true })),
    });
    await stack.up({ size: 1 });
    await stack.up({ size: 2 });
    expect(stack.wave()).toMatchObject({ inputs: { size: 1 }, outputs: { half: true }, initErrors: ["half"] });
  });

  it("forgets init errors at a refresh", async () => {
    const stack = toyStack({ create: async () => Promise.reject(partial({ __provider: "p" })) });
    await stack.up();
    await stack.engine.refresh({ clearPendingCreates: false });
    await stack.up();
    expect(stack.calls).toEqual(["check", "read", "check", "diff"]);
  });

  it("keeps a pending create of a killed CLI until a refresh clears it, and destroy makes no call for it", async () => {
    const stack = toyStack();
    stack.killAfter("creating", "w");
    expect(await stack.up()).toMatchObject({ killed: true });
    expect(stack.engine.state.pending).toEqual([{ type: "creating", name: "w" }]);
    expect(stack.wave()).toBeUndefined();
    await stack.engine.destroy();
    expect(stack.calls).not.toContain("delete");
    expect(stack.engine.state.pending).toEqual([{ type: "creating", name: "w" }]);
    await stack.engine.refresh({ clearPendingCreates: true });
    expect(stack.engine.state.pending).toEqual([]);
  });

  it("creates a resource that a replacement deleted, whatever diff says, and destroys it without a call", async () => {
    const stack = toyStack({ diff: async () => ({ changes: true, replaces: ["size"], deleteBeforeReplace: true }) });
    await stack.up();
    stack.killAfter("creating", "w");
    await stack.up({ size: 2 });
    expect(stack.wave()?.pendingReplacement).toBe(true);
    await stack.up({ size: 2 });
    expect(stack.calls.filter((call) => call === "create")).toHaveLength(3);
    expect(stack.calls.filter((call) => call === "delete")).toHaveLength(1);
    await stack.engine.destroy();
    expect(stack.calls.filter((call) => call === "delete")).toHaveLength(1);
  });

  it("fails what is not plain, as the wire does", async () => {
    const stack = toyStack({ create: async () => ({ id: "w", outs: { at: undefined } }) });
    expect(await stack.up()).toMatchObject({ ok: false, errors: ["Unexpected struct type."] });
  });
});
