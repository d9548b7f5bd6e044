/** What a failed post-launch action wrote: DRS keeps a reason of 256 characters, SSM the output, for 30 days. */
import type { PostLaunchActionRun } from "../../drs/types";
import { clauseOf } from "../../errors";
import type { SsmRun } from "../../ssm/types";
import { harmless } from "../../vocabulary";
import type { WaveContext } from "../context";
import { hasFailed } from "./launchActions";
import type { FinalVerification, ServerFacts } from "./verification";

/** What of an output a sentence shows, from its end: there a script says what went wrong. */
const SHOWN = 300;

/** What state keeps of an output; SSM itself lists 2,500 characters. */
const KEPT = 2500;

/**
 * The servers with what their failed actions wrote, in the record and in the failure's words. Asks SSM once a server. What SSM
 * does not tell is said as not known, and changes no verdict.
 */
export async function withActionOutputs<Server extends Followed>(
  { openSsm }: Pick<WaveContext, "openSsm">,
  verified: readonly Server[],
): Promise<Server[]> {
  return Promise.all(verified.map((each) => (openSsm === undefined ? each : withOutputs(openSsm(), each))));
}

/** A server of which no other look will show more. */
interface Followed {
  facts: ServerFacts;
  verification: FinalVerification;
}

type Ssm = ReturnType<NonNullable<WaveContext["openSsm"]>>;

async function withOutputs<Server extends Followed>(ssm: Ssm, server: Server): Promise<Server> {
  const { participant, instance, log } = server.facts;
  const failed = participant?.postLaunchActions.filter(hasFailed) ?? [];
  if (participant === undefined || failed.length === 0) {
    return server;
  }
  const launchEnd = log.find((item) => item.targetInstanceId !== undefined);
  const outputs = await readOutputs(ssm, failed, instance?.ec2InstanceId ?? launchEnd?.targetInstanceId);
  const postLaunchActions = participant.postLaunchActions.map((run) => {
    const text = outputs.get(run);
    return text !== undefined && "output" in text ? { ...run, output: text.output.slice(-KEPT) } : run;
  });
  return {
    ...server,
    facts: { ...server.facts, participant: { ...participant, postLaunchActions } },
    verification: withWords(server.verification, outputs),
  };
}

/** What a run wrote, or why that is not known. */
type Wrote = { output: string } | { notKnown: string };

async function readOutputs(
  ssm: Ssm,
  runs: readonly PostLaunchActionRun[],
  instanceId: string | undefined,
): Promise<Map<PostLaunchActionRun, Wrote>> {
  const commands = runs.some(({ isAutomation }) => isAutomation !== true) ? await commandsOf(ssm, instanceId) : [];
  const found = await Promise.all(
    runs.map(async (run) => {
      const seen = run.isAutomation === true ? await automationOf(ssm, run) : commands;
      return [run, "notKnown" in seen ? seen : outputOf(run, seen)] as const;
    }),
  );
  return new Map(found);
}

async function commandsOf(ssm: Ssm, instanceId: string | undefined): Promise<SsmRun[] | { notKnown: string }> {
  if (instanceId === undefined) {
    return { notKnown: "the instance is not known" };
  }
  return ssm.listCommands(instanceId).catch((error: unknown) => ({ notKnown: clauseOf(error) }));
}

async function automationOf(ssm: Ssm, { runId }: PostLaunchActionRun): Promise<SsmRun[] | { notKnown: string }> {
  if (runId === undefined) {
    return { notKnown: "DRS does not say the run's id" };
  }
  const found = await ssm.findAutomation(runId).catch((error: unknown) => ({ notKnown: clauseOf(error) }));
  return found === undefined ? [] : "notKnown" in found ? found : [found];
}

/**
 * The output of the run among what SSM has of the instance: by the run's id, which is SSM's own as far as is known
 * (docs/drs-facts.md#the-id-of-a-run), else of the only command with its document. Pure.
 */
export function outputOf({ runId, document }: PostLaunchActionRun, among: readonly SsmRun[]): Wrote {
  const byDocument = among.filter(({ documentName }) => documentName !== undefined && document?.endsWith(documentName));
  const run = among.find(({ id }) => id === runId) ?? (byDocument.length === 1 ? byDocument[0] : undefined);
  if (run === undefined) {
    return { notKnown: among.length === 0 ? "SSM has nothing of it" : "SSM has no run that is certainly this one" };
  }
  return run.output === undefined ? { notKnown: "SSM shows no output" } : { output: run.output };
}

/** The failure with what its actions wrote. Of an optional action the failure says nothing. */
function withWords(
  verification: FinalVerification,
  outputs: ReadonlyMap<PostLaunchActionRun, Wrote>,
): FinalVerification {
  const { failure } = verification;
  if (failure?.event !== "POST_LAUNCH_ACTION_FAILED") {
    return verification;
  }
  const words = [...outputs]
    .filter(([{ name }]) => failure.message.includes(name))
    .map(([run, wrote]) => wroteWords(run, wrote));
  return { ...verification, failure: { ...failure, message: [failure.message, ...words].join("; ") } };
}

function wroteWords({ name }: PostLaunchActionRun, wrote: Wrote): string {
  if ("notKnown" in wrote) {
    return `what ${name} wrote is not known (${wrote.notKnown})`;
  }
  const text = harmless(wrote.output.trim());
  return `${name} wrote: ${text.length > SHOWN ? `…${text.slice(-SHOWN)}` : text}`;
}
