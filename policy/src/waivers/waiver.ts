import * as v from "valibot";

const text = v.pipe(v.string(), v.regex(/\S/, "expected a string"));

const members = v.strictObject({
  server: v.optional(v.pipe(v.string(), v.regex(/^s-[0-9a-zA-Z]{17}$/, "expected s- and 17 letters or digits"))),
  wave: v.optional(v.pipe(text, v.description("Name of the DrillWave resource, or its URN."))),
  reason: text,
  owner: text,
  expires: v.pipe(
    v.string(),
    v.isoDate("expected a day such as 2026-12-31"),
    v.description("Last day on which it holds, in UTC."),
  ),
});

/** Names of a waiver's members. */
export const WAIVER_MEMBERS: readonly string[] = Object.keys(members.entries);

export type Waiver = v.InferOutput<typeof members>;

/** A waiver names a server or a wave, or both; {@link SUBJECT_SCHEMA} says the same in JSON Schema. */
export const hasSubject = v.check<Waiver, string>(
  ({ server, wave }) => server !== undefined || wave !== undefined,
  "expected a server or a wave",
);
export const SUBJECT_SCHEMA = { anyOf: [{ required: ["server"] }, { required: ["wave"] }] };

/**
 * Exempts a server or a wave from a rule until a day: part of the rule's configuration, with who accepts that and why.
 * `server` and `wave` together: that server in that wave.
 */
export const waiver = v.pipe(members, hasSubject);

/** True when the waiver is about this. */
export function covers({ server, wave }: Waiver, about: WaiverSubject): boolean {
  const isWave = wave === undefined || wave === about.wave?.name || wave === about.wave?.urn;
  return isWave && (server === undefined || server === about.server);
}

/** What a report is about. */
export interface WaiverSubject {
  server?: string | undefined;
  wave?: { name: string; urn: string } | undefined;
}

/** True once the day after `expires` has begun, in UTC. */
export function hasExpired({ expires }: Waiver, now: Date): boolean {
  return now.toISOString().slice(0, 10) > expires;
}

/** The waiver that holds today for this, if there is one. */
export function waiverOf(about: WaiverSubject, waivers: readonly Waiver[]): Waiver | undefined {
  return waivers.find((waiver) => !hasExpired(waiver, new Date()) && covers(waiver, about));
}
