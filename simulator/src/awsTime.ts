/**
 * A moment as DRS writes it: `2024-09-16T04:42:46.324841+00:00`, and without a fraction on a whole second.
 *
 * The API model asks for `…Z`, but the service answers with microseconds and an offset (docs/drs-facts.md, "Times"). Simulated time has
 * milliseconds; the last three digits are filler that depends only on the moment.
 */
export function awsDateTime(ms: number): string {
  const fraction =
    microseconds(ms) % 1_000_000 === 0 ? "" : `.${new Date(ms).toISOString().slice(20, 23)}${filler(ms)}`;
  return `${new Date(ms).toISOString().slice(0, 19)}${fraction}+00:00`;
}

/**
 * A duration as DRS writes it: `P0D`, `PT1H5S`, `P2DT1H32M12.136909S`. Zero parts are left out (docs/drs-facts.md, "Durations").
 *
 * @param seconds rounded to microseconds
 */
export function awsDuration(seconds: number): string {
  return writeDuration(Math.round(seconds * 1e6));
}

/** The duration between two moments (milliseconds since the epoch), to the microseconds that {@link awsDateTime} writes of them. */
export function awsElapsed(from: number, to: number): string {
  return writeDuration(Math.max(0, microseconds(to) - microseconds(from)));
}

// As Python's isodate does.
function writeDuration(whole: number): string {
  const amounts = [
    { unit: "H", amount: Math.floor(whole / 3600e6) % 24 },
    { unit: "M", amount: Math.floor(whole / 60e6) % 60 },
    { unit: "S", amount: (whole % 60e6) / 1e6 },
  ];
  const time = amounts.flatMap(({ unit, amount }) => (amount === 0 ? [] : [`${amount}${unit}`])).join("");
  const days = Math.floor(whole / 86_400e6);
  const date = days > 0 || time === "" ? `${days}D` : "";
  return `P${date}${time === "" ? "" : `T${time}`}`;
}

function microseconds(ms: number): number {
  return Math.trunc(ms) * 1000 + Number(filler(ms));
}

function filler(ms: number): string {
  return String((Math.abs(Math.trunc(ms)) * 7) % 1000).padStart(3, "0");
}

/** Whether a moment lies in a range of dates, ends included; a missing end is open. All are ISO 8601. */
export function inDateRange(moment: string, from: string | undefined, to: string | undefined): boolean {
  const at = Date.parse(moment);
  return (from === undefined || at >= Date.parse(from)) && (to === undefined || at <= Date.parse(to));
}
