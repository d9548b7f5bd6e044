import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PostLaunchActionRun } from "../../../../../provider/src/drs/types";
import {
  ACTIONS_BEGIN_MS,
  ACTIONS_END_MS,
  type ActionFacts,
  actionsResult,
} from "../../../../../provider/src/wave/follow/launchActions";
import { START } from "../../factories";

const CHECK = { actionId: "a-1", name: "check", optional: false };
const REPORT = { actionId: "a-2", name: "report", optional: true };
const runOf = ({ actionId, name }: typeof CHECK, status?: string): PostLaunchActionRun => ({
  actionId,
  name,
  ...(status === undefined ? {} : { status }),
});
const seen = (...runs: PostLaunchActionRun[]) => ({ postLaunchActions: runs });
const DENIED = { unknown: "calling drs:ListLaunchActions: AccessDeniedException" };

const done = (notes: string[] = [], notKnown: string[] = []) => ({ kind: "done", notes, notKnown });
const open = (text: string) => ({ kind: "open", seen: text });
const failed = (event: string, message: string) => ({ kind: "failed", failure: { event, message } });

/** A check that is expected, a minute after the launch. */
const facts = (changes: Partial<ActionFacts> = {}): ActionFacts => ({
  expected: { known: [CHECK] },
  participant: seen(),
  waitedMs: 60_000,
  ...changes,
});

describe(actionsResult.name, () => {
  it.each<{ label: string; given: ActionFacts; result: object }>([
    { label: "none expected and none seen", given: facts({ expected: undefined }), result: done() },
    { label: "none active", given: facts({ expected: { known: [] } }), result: done() },
    { label: "not reported yet", given: facts(), result: open("no run reported of check") },
    {
      label: "no status of actions at all",
      given: facts({ participant: undefined }),
      result: open("no run reported of check"),
    },
    {
      label: "a required one not reported at the bound, with no agent",
      given: facts({ waitedMs: ACTIONS_BEGIN_MS }),
      result: failed(
        "POST_LAUNCH_ACTION_MISSING",
        "no run reported of check, 40m00s after the launch (DRS reports no SSM agent on the instance)",
      ),
    },
    {
      label: "a required one not reported at the bound, with an agent",
      given: facts({ waitedMs: ACTIONS_BEGIN_MS, participant: { ...seen(), agentDiscoveredAt: START } }),
      result: failed(
        "POST_LAUNCH_ACTION_MISSING",
        "no run reported of check, 40m00s after the launch (its SSM agent was found at 2026-11-24T10:00:00.000Z)",
      ),
    },
    {
      label: "an optional one not reported at the bound",
      given: facts({ expected: { known: [REPORT] }, waitedMs: ACTIONS_BEGIN_MS }),
      result: done(["no run reported of report, 40m00s after the launch (DRS reports no SSM agent on the instance)"]),
    },
    { label: "a success", given: facts({ participant: seen(runOf(CHECK, "SUCCEEDED")) }), result: done() },
    {
      label: "one of two reported",
      given: facts({ expected: { known: [CHECK, REPORT] }, participant: seen(runOf(CHECK, "SUCCEEDED")) }),
      result: open("no run reported of report"),
    },
    {
      label: "a second one that waits for the first, past the time in which the first must show",
      given: facts({
        expected: { known: [CHECK, REPORT] },
        participant: seen(runOf(CHECK, "IN_PROGRESS")),
        waitedMs: ACTIONS_BEGIN_MS,
      }),
      result: open("post-launch actions in progress: check; no run reported of report"),
    },
    {
      label: "a run without a status",
      given: facts({ participant: seen(runOf(CHECK)) }),
      result: open("post-launch actions in progress: check (as far as is known: DRS gives it no status)"),
    },
    {
      label: "a required run that does not end",
      given: facts({ participant: seen(runOf(CHECK, "IN_PROGRESS")), waitedMs: ACTIONS_END_MS }),
      result: failed(
        "POST_LAUNCH_ACTION_UNFINISHED",
        "post-launch actions in progress: check, 2h00m00s after the launch (DRS reports no SSM agent on the instance)",
      ),
    },
    {
      label: "a required failure",
      given: facts({ participant: seen({ ...runOf(CHECK, "FAILED"), failureReason: "no agent" }) }),
      result: failed("POST_LAUNCH_ACTION_FAILED", "check: no agent"),
    },
    {
      label: "a status that AWS added",
      given: facts({ participant: seen(runOf(CHECK, "CANCELLED")) }),
      result: failed("POST_LAUNCH_ACTION_FAILED", "check: status CANCELLED"),
    },
    {
      label: "an optional failure",
      given: facts({ expected: { known: [REPORT] }, participant: seen(runOf(REPORT, "FAILED")) }),
      result: done(["the optional post-launch action report: status FAILED"]),
    },
    {
      label: "a failure of an action that nobody expected",
      given: facts({ expected: { known: [] }, participant: seen(runOf(CHECK, "FAILED")) }),
      result: failed("POST_LAUNCH_ACTION_FAILED", "check: status FAILED"),
    },
    {
      label: "a failure of an unexpected action that its run calls optional",
      given: facts({ expected: undefined, participant: seen({ ...runOf(CHECK, "FAILED"), optional: true }) }),
      result: done(["the optional post-launch action check: status FAILED"]),
    },
    {
      label: "a list that could not be read, and no run yet",
      given: facts({ expected: DENIED }),
      result: open("no run of a post-launch action reported"),
    },
    {
      label: "a list that could not be read, and no run at the bound",
      given: facts({ expected: DENIED, waitedMs: ACTIONS_BEGIN_MS }),
      result: done(
        [],
        [
          "which post-launch actions were active before the launch is not known (calling drs:ListLaunchActions: AccessDeniedException); DRS reports no run (DRS reports no SSM agent on the instance)",
        ],
      ),
    },
    {
      label: "a list that could not be read, and runs that have ended",
      given: facts({ expected: DENIED, participant: seen(runOf(CHECK, "SUCCEEDED")) }),
      result: done(
        [],
        [
          "which post-launch actions were active before the launch is not known (calling drs:ListLaunchActions: AccessDeniedException); all 1 that DRS reports have ended",
        ],
      ),
    },
    {
      label: "a success under another id than before the launch",
      given: facts({ participant: seen({ ...runOf(CHECK, "SUCCEEDED"), actionId: "odd" }) }),
      result: done([], ["whether the post-launch action check ran is not known: its id was a-1, and the run's is odd"]),
    },
    {
      label: "a success under another id, and two actions of its name",
      given: facts({
        expected: { known: [CHECK, { ...REPORT, name: "check", optional: false }] },
        participant: seen({ ...runOf(CHECK, "SUCCEEDED"), actionId: "odd" }),
      }),
      result: open("no run reported of check, check"),
    },
    {
      label: "a success of the other of two actions with one name",
      given: facts({
        expected: { known: [CHECK, { ...REPORT, name: "check" }] },
        participant: seen({ ...runOf(REPORT, "SUCCEEDED"), name: "check" }),
      }),
      result: open("no run reported of check"),
    },
  ])("comes to what is known with $label", ({ given, result }) => {
    expect(actionsResult(given)).toEqual(result);
  });

  it("is done without a word only when every expected action has succeeded", () => {
    const action = fc.constantFrom(CHECK, REPORT, { actionId: "a-3", name: "third", optional: false });
    const status = fc.option(fc.constantFrom("SUCCEEDED", "FAILED", "IN_PROGRESS", "ODD"), { nil: undefined });
    const isOdd = fc.boolean();
    const run = fc
      .tuple(action, status, isOdd)
      .map(([each, said, odd]) => runOf(odd ? { ...each, actionId: "odd" } : each, said));
    const expected = fc.uniqueArray(action, { selector: ({ actionId }) => actionId });
    fc.assert(
      fc.property(expected, fc.array(run), fc.nat(ACTIONS_END_MS * 2), (known, runs, waitedMs) => {
        const result = actionsResult({ expected: { known }, participant: seen(...runs), waitedMs });
        const isSilent = result.kind === "done" && result.notes.length + result.notKnown.length === 0;
        const succeeded = known.every(({ actionId }) => runs.some((each) => each.actionId === actionId));
        expect(isSilent).toBe(succeeded && runs.every((each) => each.status === "SUCCEEDED"));
        expect(waitedMs < ACTIONS_END_MS || result.kind !== "open").toBe(true);
      }),
    );
  });
});
