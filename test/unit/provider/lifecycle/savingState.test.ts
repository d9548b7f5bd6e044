import { describe, expect, it } from "vitest";
import { LaunchUnknownError, WaitTimeoutError } from "../../../../provider/src/errors";
import { engineWatch } from "../../../../provider/src/lifecycle/providerProcess";
import { PartialFailure, savingState } from "../../../../provider/src/lifecycle/savingState";
import { toState } from "../../../../provider/src/lifecycle/state";
import type { DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { aLostAnswer, anAttempt, aRefusal, DB, inputs, outputs } from "../factories";
import { contextIn, fakeWorld } from "../fakeWorld";

const { status } = contextIn(fakeWorld());

/** What an operation throws that saved these and then failed. */
async function thrownBy(error: unknown, ...saved: DrillWaveOutputs[]): Promise<unknown> {
  return savingState(status, inputs(), async (save) => {
    for (const each of saved) {
      save(each);
    }
    throw error;
  }).catch((thrown: unknown) => thrown);
}

const TWICE = outputs({ attempts: [anAttempt(), anAttempt({ attempt: 2, jobId: "drsjob-2" })] });
const throttled = aRefusal("ThrottlingException", "drs:DescribeJobs");

describe(savingState.name, () => {
  it("gives back what the operation gives back", async () => {
    expect(await savingState(status, inputs(), async () => outputs())).toEqual(outputs());
  });

  describe("before anything was saved", () => {
    it("throws the operation's own error: there is nothing to save", async () => {
      const unknown = new LaunchUnknownError("abc", [DB], aLostAnswer());
      expect(await thrownBy(unknown)).toBe(unknown);
    });

    it.each([
      { error: throttled, remedy: "Fix the access to AWS" },
      { error: aLostAnswer("drs:DescribeJobs"), remedy: "Fix the access to AWS" },
      { error: aRefusal("AccessDeniedException", "drs:DescribeJobs"), remedy: "Grant drs:DescribeJobs" },
      { error: aRefusal("UnauthorizedOperation", "ec2:DescribeSubnets"), remedy: "Grant ec2:DescribeSubnets" },
    ])("adds to $error.message that nothing was started, and what to do", async ({ error, remedy }) => {
      expect(await thrownBy(error)).toEqual(
        new Error(`${error.message}. Nothing was started. ${remedy}, then run \`pulumi up\`.`),
      );
    });
  });

  describe("once something was saved", () => {
    it("throws what state needs, as it was saved last, under the first job's id", async () => {
      const timeout = new WaitTimeoutError("recovery job drsjob-1", "COMPLETED", "STARTED", 60);
      const saved = outputs({ pending: ["judge"] });
      const thrown = await thrownBy(timeout, outputs({ pending: ["wait", "judge"] }), saved);
      expect(thrown).toEqual(new PartialFailure("drsjob-1", toState(inputs(), saved), timeout));
      expect(thrown).toMatchObject({ id: "drsjob-1", properties: { pending: ["judge"] }, reasons: [timeout.message] });
    });

    it.each([
      { error: throttled, remedy: "Fix the access to AWS" },
      { error: aRefusal("AccessDeniedException", "drs:DescribeJobs"), remedy: "Grant drs:DescribeJobs" },
    ])("adds to $error.message that the last job goes on, and what to do", async ({ error, remedy }) => {
      expect(await thrownBy(error, { ...TWICE, status: "STARTED" })).toMatchObject({
        id: "drsjob-1",
        reasons: [
          `${error.message}. Recovery job drsjob-2 goes on in AWS. ${remedy}; \`pulumi up\` resumes and starts nothing.`,
        ],
      });
    });

    it("does not say of a job that has ended that it goes on", async () => {
      expect(await thrownBy(throttled, TWICE)).toMatchObject({
        reasons: [
          `${throttled.message}. Recovery job drsjob-2 has ended. Fix the access to AWS; \`pulumi up\` resumes and starts nothing.`,
        ],
      });
    });
  });

  it.each([
    {
      label: "before a job is known",
      saved: [],
      line: "keep interrupted before a recovery job was known: `pulumi up` looks for it by its tag",
    },
    {
      label: "while a job is followed",
      saved: [{ ...TWICE, status: "STARTED" }],
      line: "keep interrupted: recovery job drsjob-2 goes on in AWS; `pulumi up` resumes the drill, `pulumi destroy` cleans it up",
    },
    {
      label: "while the servers of a job that has ended are verified",
      saved: [TWICE],
      line: "keep interrupted: recovery job drsjob-2 has ended; `pulumi up` resumes the drill, `pulumi destroy` cleans it up",
    },
  ])("tells the row what is true when it is interrupted $label", async ({ saved, line }) => {
    const context = contextIn(fakeWorld());
    await savingState(context.status, inputs(), async (save) => {
      for (const each of saved) {
        save(each);
      }
      engineWatch.interrupt();
      return outputs();
    });
    expect(context.lines).toEqual([line]);
  });
});

describe(PartialFailure.name, () => {
  it("is what the engine saves a resource from: id, plain properties and a reason that is one line", () => {
    const failure = new PartialFailure(
      "drsjob-1",
      { jobId: "drsjob-1", verdict: undefined },
      new Error("waiting\nfor it", { cause: new Error("late") }),
    );
    expect({ ...failure, message: failure.message }).toStrictEqual({
      id: "drsjob-1",
      name: "PartialFailure",
      properties: { jobId: "drsjob-1" },
      reasons: ["waiting for it: late"],
      message: "waiting for it: late",
    });
  });
});
