import * as v from "valibot";

const text = v.pipe(v.string(), v.minLength(1, "expected a text"));

/**
 * A rule that does not hold for a server or a wave until a day, in the rule's configuration: who accepts that, and why.
 * `server` and `wave` together: that server in that wave.
 */
export const waiver = v.pipe(
  v.strictObject({
    server: v.optional(v.pipe(v.string(), v.regex(/^s-[0-9a-zA-Z]{17}$/, "expected s- and 17 letters or digits"))),
    wave: v.optional(v.pipe(text, v.description("Name of the DrillWave resource."))),
    reason: text,
    owner: text,
    expires: v.pipe(
      v.string(),
      v.isoDate("expected a day such as 2026-12-31"),
      v.description("Last day, in UTC, on which it holds."),
    ),
  }),
  v.check(({ server, wave }) => server !== undefined || wave !== undefined, "expected a server or a wave"),
);

export type Waiver = v.InferOutput<typeof waiver>;

/** True when the waiver is about this. */
export function covers(waiver: Waiver, about: { server?: string | undefined; wave?: string | undefined }): boolean {
  const { server, wave } = waiver;
  return (server === undefined || server === about.server) && (wave === undefined || wave === about.wave);
}

/** True once the day after `expires` has begun, in UTC. */
export function hasExpired({ expires }: Waiver, now: Date): boolean {
  return now.toISOString().slice(0, 10) > expires;
}
