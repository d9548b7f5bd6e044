/** Characters that XML 1.0 cannot hold, not even escaped; halves of pairs among them. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The text as XML can hold it: what it cannot becomes U+FFFD. Does not escape. */
export function xmlText(text: string): string {
  return text.replace(NOT_XML, "\uFFFD");
}
