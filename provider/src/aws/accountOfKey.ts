const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The account that an access key belongs to, read off the key itself: its characters after the prefix are base32, and
 * bits 1 to 40 are the account's number. Undocumented, so it can only be a reason to refuse, never a reason to trust;
 * undefined for keys of another form (https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489). Calls
 * nothing. Pure.
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  const match = /^A[KS]IA([A-Z2-7]{16})$/.exec(accessKeyId);
  if (match === null) {
    return undefined;
  }
  const bits = [...(match[1] ?? "")]
    .map((character) => BASE32.indexOf(character).toString(2).padStart(5, "0"))
    .join("");
  return BigInt(`0b${bits.slice(1, 41)}`)
    .toString()
    .padStart(12, "0");
}
