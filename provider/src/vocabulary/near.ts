/** How near two names are to each other: slips of the pen. */

/** One letter in six may be wrong, missing, too many or swapped with its neighbour; in a short name one letter. Pure. */
export function isNear(given: string, name: string): boolean {
  return distance(given, name) <= Math.max(1, Math.floor(name.length / 6));
}

/** The name that must have been meant, the nearest of those that are near, whatever its case and signs. Pure. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const near = names.filter((name) => isNear(plain(given), plain(name)));
  return near.reduce<string | undefined>(
    (best, name) =>
      best === undefined || distance(plain(given), plain(name)) < distance(plain(given), plain(best)) ? name : best,
    undefined,
  );
}

/** Without case and signs: `copy_private_ip` is `copyPrivateIp`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Edits from one text to the other; a swap of neighbours is one (the optimal string alignment distance). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
