/** Whether a moment lies in a range of dates; both ends belong to it, an end that is left out is open. All are ISO 8601. */
export function inDateRange(moment: string, from: string | undefined, to: string | undefined): boolean {
  const at = Date.parse(moment);
  return (from === undefined || at >= Date.parse(from)) && (to === undefined || at <= Date.parse(to));
}
