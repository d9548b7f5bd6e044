/** An element of EC2's XML, as it was sent: names on the wire, texts with their entities. */
export interface XmlElement {
  name: string;
  children: XmlElement[];
  /** Its text, trimmed; empty for an element without one. */
  text: string;
}

const TOKEN = /<(\/?)([^\s/>]+)[^>]*?(\/?)>|([^<]+)/g;

/** The elements of a piece of XML that has neither comments nor CDATA, as EC2's answers. Pure. */
export function readXml(xml: string): XmlElement[] {
  const root: XmlElement = { name: "", children: [], text: "" };
  const open = [root];
  for (const [, end, name, isEmpty, text] of xml.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (name === undefined) {
      parent.text += text?.trim() ?? "";
    } else if (end === "/") {
      open.pop();
    } else {
      const element = { name, children: [], text: "" };
      parent.children.push(element);
      if (isEmpty !== "/") {
        open.push(element);
      }
    }
  }
  return root.children;
}
