/**
 * A moment as DRS writes it: `2024-09-16T04:42:46.324841+00:00`.
 *
 * The API model asks for `…Z`, but the service answers with microseconds and an offset (docs/drs-facts.md). Simulated time has milliseconds;
 * the last three digits are filler that depends only on the moment.
 */
export function awsDateTime(ms: number): string {
  const filler = String((Math.abs(Math.trunc(ms)) * 7) % 1000).padStart(3, "0");
  return `${new Date(ms).toISOString().slice(0, -1)}${filler}+00:00`;
}

/** Seconds, rounded down, as DRS writes durations (ISO 8601): `PT3S`, `PT1H0M5S`, `P2DT0H0M0S`. */
export function awsDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = {
    days: Math.floor(whole / 86_400),
    hours: Math.floor(whole / 3600) % 24,
    minutes: Math.floor(whole / 60) % 60,
  };
  const days = parts.days > 0 ? `${parts.days}D` : "";
  const hours = whole >= 3600 ? `${parts.hours}H` : "";
  const minutes = whole >= 60 ? `${parts.minutes}M` : "";
  return `P${days}T${hours}${minutes}${whole % 60}S`;
}

/** Whether a moment lies in a range of dates, ends included; a missing end is open. All are ISO 8601. */
export function inDateRange(moment: string, from: string | undefined, to: string | undefined): boolean {
  const at = Date.parse(moment);
  return (from === undefined || at >= Date.parse(from)) && (to === undefined || at <= Date.parse(to));
}
