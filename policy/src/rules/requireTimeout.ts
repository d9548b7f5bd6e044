import { DEFAULT_TIMEOUTS, parseGoDuration } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { COMPLIANT, type Judgement, judgeAll, violationUnless } from "../judged/judgement";
import type { JudgedWave } from "../judged/wave";
import { findWindowsServer, mayHaveWindowsServer } from "../judged/windowsServer";
import { type Config, waveRule } from "../rule";

/** Both wait for a recovery job; `update` resumes a drill that `create` has begun. */
const OPERATIONS = ["create", "update"] as const;

const minutes = (of: string) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.maxValue(1440),
    v.description(`Minutes that create and update may take at least in a wave ${of}.`),
  );
const config = {
  linuxMinutes: v.optional(minutes("without Windows servers"), 30),
  windowsMinutes: v.optional(minutes("with a Windows server"), 60),
};

/** A drill is waited for long enough. */
export const requireTimeout = waveRule({
  name: "drs-wave-require-timeout",
  displayName: "Timeouts are long enough",
  wants: "The custom timeouts of a wave leave its recovery job the time that it needs.",
  why:
    "When create times out, up fails while the recovery job goes on, and the next up resumes it. Linux servers boot " +
    "within 5 minutes and Windows servers within 20 on average (DRS user guide, CloudEndure-Concepts), after snapshot, " +
    "conversion and launch: a job of two small Linux servers was seen to take 9 minutes, one of two Windows servers 31. " +
    "Waiting for other jobs counts as well. The defaults leave room for that; disks that take longer to convert are not " +
    "known to the rule.",
  fix: "Raise customTimeouts.create and customTimeouts.update, or let this rule remediate them.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4"],
  config,
  judgeWave(wave, given) {
    return judgeAll(OPERATIONS.map((operation) => () => judgeTimeout(wave, operation, neededOf(given))));
  },
  remedy(wave, given) {
    const { customTimeouts } = wave.inputs;
    const { linux, windows } = neededOf(given);
    const needed = mayHaveWindowsServer(wave) ? windows : linux;
    const short = OPERATIONS.filter((operation) => secondsOf(wave, operation) < needed * 60);
    if (short.length === 0) {
      return undefined;
    }
    const raised = Object.fromEntries(short.map((operation) => [operation, `${needed}m`]));
    return { customTimeouts: { ...customTimeouts, ...raised } };
  },
});

/** A wave with a Windows server may have Linux servers as well. */
function neededOf({ linuxMinutes, windowsMinutes }: Config<typeof config>): { linux: number; windows: number } {
  return { linux: linuxMinutes, windows: Math.max(linuxMinutes, windowsMinutes) };
}

type Operation = (typeof OPERATIONS)[number];

/** What is no duration counts as none at all; check refuses it too. */
function secondsOf({ inputs }: JudgedWave, operation: Operation): number {
  return parseGoDuration(inputs.customTimeouts?.[operation] ?? DEFAULT_TIMEOUTS[operation]) ?? 0;
}

function judgeTimeout(wave: JudgedWave, operation: Operation, needed: ReturnType<typeof neededOf>): Judgement {
  const seconds = secondsOf(wave, operation);
  const { linux, windows } = needed;
  if (seconds >= windows * 60) {
    return COMPLIANT;
  }
  const value = wave.inputs.customTimeouts?.[operation] ?? `not set, which is ${DEFAULT_TIMEOUTS[operation]}`;
  const advice = {
    seen: `customTimeouts.${operation} is ${value}`,
    fix: `customTimeouts: { ${operation}: "${windows}m" }`,
  };
  const more = windows === linux ? "" : `, and ${windows}m with a Windows server`;
  if (seconds < linux * 60) {
    return violationUnless([{ ...advice, wanted: `must be at least ${linux}m${more}` }]);
  }
  const server = findWindowsServer(wave);
  if (server === undefined) {
    return COMPLIANT;
  }
  return violationUnless([{ ...advice, wanted: `must be at least ${windows}m for Windows on ${server.name}` }]);
}
