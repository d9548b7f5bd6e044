import { createHash } from "node:crypto";

const DATA = /<launchTemplateData>([\s\S]*?)<\/launchTemplateData>/;
const TOKEN = /<(\/?)([^\s/>]+)[^>]*?(\/?)>|([^<]+)/g;

/**
 * A hash of everything that a launch template's version launches with, from DescribeLaunchTemplateVersions' answer as EC2
 * sent it: also of what the client leaves out. The order of elements does not matter. Undefined where the answer has no
 * such data. Pure.
 */
export function templateFingerprint(answer: string | undefined): string | undefined {
  const data = DATA.exec(answer ?? "")?.[1];
  return data === undefined ? undefined : createHash("sha256").update(inOrder(data)).digest("hex").slice(0, 16);
}

/** The same elements, those beside one another in alphabetical order: `name(child,child)`. */
function inOrder(xml: string): string {
  const open: string[][] = [[]];
  const close = (name: string) => {
    const children = open.pop() ?? [];
    open.at(-1)?.push(`${name}(${children.sort().join(",")})`);
  };
  for (const [, end, name, isEmpty, text] of xml.matchAll(TOKEN)) {
    if (name === undefined) {
      open.at(-1)?.push(...(text?.trim() ? [JSON.stringify(text)] : []));
    } else if (end === "/") {
      close(name);
    } else {
      open.push([]);
      if (isEmpty === "/") {
        close(name);
      }
    }
  }
  return (open[0] ?? []).sort().join(",");
}
