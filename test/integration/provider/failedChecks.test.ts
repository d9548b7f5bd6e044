import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { WaveState } from "../../../provider/src/lifecycle/state";
import type { Fault, WorldFile } from "../../../simulator/src/index";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

type ServerFile = Omit<NonNullable<WorldFile["sourceServers"]>[number], "sourceServerID">;
type Action = NonNullable<ServerFile["postLaunchActions"]>[number];

const CHECK: Action = {
  name: "postgres answers",
  actionCode: "AWS-RunShellScript",
  optional: false,
  status: "FAILED",
  failureReason: "exit status 2",
  output: "localhost:5432 - no response",
};

let drill: SimulatedWave;
beforeAll(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  return () => vi.unstubAllEnvs();
});
afterEach(() => drill.close());

/** The one server of a failed drill whose checks are these. */
async function failed(actions: Action[], world: Partial<WorldFile> = {}, fault?: Fault) {
  drill = await openSimulatedWave({ ...aWorld({ [APP]: { postLaunchActions: actions } }), ...world });
  if (fault !== undefined) {
    drill.simulator.faults.add(fault);
  }
  const args = {
    sourceServers: [{ sourceServerId: APP }],
    retries: { maximumAttempts: 1 },
    polling: { intervalSeconds: 60 },
  };
  const state = await drill.create(args).catch((error: unknown) => (error as { properties: WaveState }).properties);
  return { verdict: state.verdict, server: state.servers[0] };
}

describe("a required post-launch action that fails", () => {
  it("fails its server with its name, its reason and what it wrote", async () => {
    const { verdict, server } = await failed([CHECK, { name: "other", optional: true, output: "fine" }]);
    expect({ verdict, failure: server?.failure, actions: server?.postLaunchActions }).toEqual({
      verdict: "FAILED",
      failure: {
        event: "POST_LAUNCH_ACTION_FAILED",
        message:
          "postgres answers: exit status 2; postgres answers wrote: localhost:5432 - no response ----------ERROR------- exit status 2",
      },
      actions: [
        {
          name: "postgres answers",
          status: "FAILED",
          failureReason: "exit status 2",
          output: "localhost:5432 - no response ----------ERROR------- exit status 2",
        },
        { name: "other", status: "SUCCEEDED" },
      ],
    });
  });

  it("shows what an automation wrote", async () => {
    const { server } = await failed([{ ...CHECK, actionCode: "AWS-CreateImage" }], {
      ssm: { documents: [] },
    });
    expect(server?.failure?.message).toContain("postgres answers: exit status 2; postgres answers wrote: ");
  });

  it.each<{ label: string; world?: Partial<WorldFile>; fault?: Fault; why: string }>([
    { label: "SSM has forgotten it", world: { ssm: { keepsRuns: false } }, why: "SSM has nothing of it" },
    {
      label: "SSM refuses",
      fault: {
        operation: "ListCommandInvocations",
        kind: "error",
        times: 99,
        status: 400,
        code: "AccessDeniedException",
        message: "no",
      },
      why: "calling ssm:ListCommandInvocations: AccessDeniedException: no",
    },
  ])("fails its server all the same where $label, and says that it is not known", async ({ world, fault, why }) => {
    const { verdict, server } = await failed([CHECK], world, fault);
    expect(verdict).toBe("FAILED");
    expect(server?.failure?.message).toContain(
      `postgres answers: exit status 2; what postgres answers wrote is not known (${why}`,
    );
    expect(server?.postLaunchActions[0]).not.toHaveProperty("output");
  });

  it("is found by its document where the run has an id of its own", async () => {
    const { server } = await failed([CHECK], { quirks: { runIdIsCommandId: false } });
    expect(server?.failure?.message).toContain("postgres answers wrote: localhost:5432 - no response");
  });

  it("is not mixed up with another run of the same document", async () => {
    const actions = [
      { ...CHECK, name: "one", output: "1" },
      { ...CHECK, name: "two", output: "2" },
    ];
    const { server } = await failed(actions, { quirks: { runIdIsCommandId: false } });
    expect(server?.failure?.message).toContain(
      "what one wrote is not known (SSM has no run that is certainly this one)",
    );
  });
});
