/** A day in milliseconds. */
export const DAY = 24 * 3600 * 1000;

/**
 * The moment that a world gives as a date or as an age, in milliseconds since the epoch; undefined if it gives neither.
 *
 * @param now simulated milliseconds since the epoch
 */
export function momentOf(
  dateTime: string | null | undefined,
  ageSeconds: number | undefined,
  now: number,
): number | undefined {
  if (dateTime !== undefined && dateTime !== null) {
    return Date.parse(dateTime);
  }
  return ageSeconds === undefined ? undefined : now - ageSeconds * 1000;
}
