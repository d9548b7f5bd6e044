import { XMLBuilder } from "fast-xml-parser";
import type { Tags } from "../world/state/resource";

/** The content of an XML element: text, or members by name, each once or as a list. Undefined members are left out. */
export type Xml = string | number | boolean | undefined | { readonly [name: string]: Xml | readonly Xml[] };

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@" });

/**
 * Writes an XML document with this root element. Members that begin with `@` become attributes.
 *
 * Characters that XML 1.0 forbids are replaced by U+FFFD, because no client could read a document that has them.
 */
export function toXml(root: string, content: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: writable(content) })}`;
}

/** A list as EC2 writes it: one `<item>` each. */
export function items(list: readonly Xml[]): Xml {
  return { item: list };
}

/** EC2's tag set. */
export function tagSet(tags: Tags): Xml {
  return items(Object.entries(tags).map(([key, value]) => ({ key, value })));
}

// The builder writes forbidden characters as they are, and an undefined member as an empty element, which clients read as an empty string.
function writable(content: Xml | readonly Xml[]): unknown {
  if (Array.isArray(content)) {
    return content.map(writable);
  }
  if (typeof content === "string") {
    return content.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
  }
  if (typeof content !== "object") {
    return content;
  }
  return Object.fromEntries(
    Object.entries(content)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, writable(value)]),
  );
}
