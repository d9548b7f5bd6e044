const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Whether the text is a moment by ISO 8601, with its offset, that the calendar has: no 31st of February, no 25th hour. */
export function isDateTime(text: string): boolean {
  const [matched, year, month, day] = DATE_TIME.exec(text) ?? [];
  if (matched === undefined || Number.isNaN(Date.parse(text))) {
    return false;
  }
  // Date.parse takes the 31st of February for the 3rd of March.
  const lastOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= lastOfMonth;
}

/**
 * The moment that a world gives as a date or as an age, in milliseconds since the epoch; undefined when it gives neither.
 *
 * @param now simulated milliseconds since the epoch
 */
export function momentOf(
  dateTime: string | undefined,
  ageSeconds: number | undefined,
  now: number,
): number | undefined {
  if (dateTime !== undefined) {
    return Date.parse(dateTime);
  }
  return ageSeconds === undefined ? undefined : now - ageSeconds * 1000;
}
