import type { EngineEvent } from "@pulumi/pulumi/automation";
import { durationOrDash } from "pulumi-drillwave/show";
import {
  count,
  DRILL_WAVE_TYPE,
  type DrillWaveOutputs,
  type Observation,
  type ObservedServer,
} from "pulumi-drillwave/vocabulary";
import { resourceName } from "./events";

/** `planned`: what would be done. `runs`: how it goes, until the next note replaces this one. */
type Moment = "planned" | "begins" | "runs" | "ends" | "fails";

/** What an event says to a user who waits. */
export interface ProgressNote {
  readonly wave: string;
  readonly text: string;
  readonly moment: Moment;
}

const VERDICT = /^(passed|degraded|failed)$/i;

type Step = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

const OPERATION_WORDS: Readonly<Record<string, { begins: string; ends: string; fails: string }>> = {
  create: { begins: "starting", ends: "finished", fails: "failed" },
  update: { begins: "continuing", ends: "finished", fails: "failed" },
  delete: { begins: "cleaning up", ends: "cleaned up", fails: "could not be cleaned up" },
};

/** The note that an event is worth, if any: beginnings and ends of waves, and what a running wave reports about itself. */
export function progressNote(event: EngineEvent): ProgressNote | undefined {
  const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
  if (resourcePreEvent?.planning) {
    return planNote(resourcePreEvent.metadata);
  }
  if (resourcePreEvent) {
    return stepNote(resourcePreEvent.metadata, "begins");
  }
  if (resOutputsEvent && !resOutputsEvent.planning) {
    return stepNote(resOutputsEvent.metadata, "ends");
  }
  if (resOpFailedEvent) {
    return stepNote(resOpFailedEvent.metadata, "fails");
  }
  const urn = diagnosticEvent?.urn;
  if (!diagnosticEvent?.ephemeral || urn === undefined || !urn.includes(DRILL_WAVE_TYPE)) {
    return undefined;
  }
  const text = withoutDeadline(diagnosticEvent.message.trim());
  // The end of the wave says this too, and more.
  return VERDICT.test(text) ? undefined : { wave: resourceName(urn), text, moment: "runs" };
}

/** The deadline is in real time, everything else in the simulator's: side by side they make no sense. */
function withoutDeadline(text: string): string {
  return text.replace(/, [\dhms]+ left\b/, "");
}

function planNote({ type, urn, op, new: planned }: Step): ProgressNote | undefined {
  if (type !== DRILL_WAVE_TYPE || op !== "create") {
    return undefined;
  }
  return { wave: resourceName(urn), text: plannedWave(planned?.inputs ?? {}), moment: "planned" };
}

function stepNote({ type, urn, op, new: state }: Step, moment: "begins" | "ends" | "fails"): ProgressNote | undefined {
  const text = OPERATION_WORDS[op]?.[moment];
  if (type !== DRILL_WAVE_TYPE || text === undefined) {
    return undefined;
  }
  const result = moment === "ends" && op !== "delete" ? finishedWave(state?.outputs ?? {}) : text;
  return { wave: resourceName(urn), text: result, moment };
}

/** How much is done and since when, with which a row begins. */
const COUNTS_AND_TIMES = /^(\d+\/\d+ )?([\dhms]+ )?/;

/** What of a running wave's note stays the same while only its counts and times change: its first words, such as `launch`. */
export function phaseOf({ wave, text }: ProgressNote): string {
  return `${wave}: ${text.replace(COUNTS_AND_TIMES, "").split(/[,:]/)[0]}`;
}

/** How many servers are named; a wave can have a hundred. */
const NAMED_SERVERS = 6;

/** What a wave would launch, from the inputs that a preview shows: each server with its live right-sizing and instance type. */
export function plannedWave(inputs: { readonly observed?: Observation }): string {
  const servers = inputs.observed?.servers;
  if (servers === undefined) {
    return "would start; its servers are not known yet";
  }
  const named = servers.slice(0, NAMED_SERVERS).map(describeServer);
  const more = servers.length - named.length;
  const list = more === 0 ? named : [...named, `${more} more`];
  return `would launch ${count(servers.length, "server")}: ${list.join(", ")}`;
}

function describeServer(server: ObservedServer): string {
  const { targetInstanceTypeRightSizingMethod: method } = server.launchConfiguration;
  const settings = [method, server.launchTemplate?.instanceType].filter((setting) => setting !== undefined);
  return `${server.hostname ?? server.sourceServerId} (${settings.join(", ")})`;
}

/** How a wave ended, from its outputs: its verdict and worst numbers. */
export function finishedWave(
  outputs: Partial<Pick<DrillWaveOutputs, "verdict" | "recoveryTimeSeconds" | "recoveryPointSeconds">>,
): string {
  const { verdict, recoveryTimeSeconds, recoveryPointSeconds } = outputs;
  if (verdict === undefined) {
    return "finished";
  }
  return `${verdict}, recovery ${durationOrDash(recoveryTimeSeconds)}, data loss ${durationOrDash(recoveryPointSeconds)}`;
}
