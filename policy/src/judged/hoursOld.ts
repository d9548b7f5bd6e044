const HOUR_MS = 3_600_000;

/** Hours from one ISO 8601 time to another. */
export function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / HOUR_MS;
}

/** `30.5 hours`. Rounded up to a tenth: what is too old never reads as if it were just old enough. */
export function showHours(hours: number): string {
  const shown = Math.ceil(hours * 10) / 10;
  return `${shown} ${shown === 1 ? "hour" : "hours"}`;
}
