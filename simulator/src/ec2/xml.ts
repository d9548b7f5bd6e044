import { XMLBuilder } from "fast-xml-parser";
import type { Tags } from "../world/tags";

/** An XML element's content: text, members by name, or one member repeated. Members that are undefined are left out. */
export type Xml = string | number | boolean | undefined | { readonly [name: string]: Xml | readonly Xml[] };

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@" });

/** An XML document with this root element; attributes are members that begin with `@`. */
export function toXml(root: string, content: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: withoutAbsent(content) })}`;
}

/** A list as EC2 writes it: `<item>` for each. */
export function items(list: readonly Xml[]): Xml {
  return { item: list };
}

/** EC2's tag set. */
export function tagSet(tags: Tags): Xml {
  return items(Object.entries(tags).map(([key, value]) => ({ key, value })));
}

// The builder would write an absent member as an empty element, which clients read as an empty string.
function withoutAbsent(content: Xml | readonly Xml[]): unknown {
  if (Array.isArray(content)) {
    return content.map(withoutAbsent);
  }
  if (typeof content !== "object") {
    return content;
  }
  return Object.fromEntries(
    Object.entries(content)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, withoutAbsent(value)]),
  );
}
