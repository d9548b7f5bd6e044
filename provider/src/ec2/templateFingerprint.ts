import { createHash } from "node:crypto";
import { readXml, type XmlElement } from "./answerXml";

const DATA = /<launchTemplateData>([\s\S]*?)<\/launchTemplateData>|<launchTemplateData\s*\/>/;

/**
 * What the first launch template version of DescribeLaunchTemplateVersions' answer launches with, as EC2 sent it: also
 * what the client leaves out. Undefined where the answer has no such data. Pure.
 */
export function templateData(answer: string | undefined): XmlElement[] | undefined {
  const found = DATA.exec(answer ?? "");
  return found === null ? undefined : readXml(found[1] ?? "");
}

/**
 * A hash of everything that the version launches with, from the same answer. The order of elements does not matter.
 * Undefined where the answer has no such data. Pure.
 */
export function templateFingerprint(answer: string | undefined): string | undefined {
  const data = templateData(answer);
  return data === undefined ? undefined : createHash("sha256").update(inOrder(data)).digest("hex").slice(0, 16);
}

/** The same elements, those beside one another in alphabetical order: `name(child,child)`. */
function inOrder(elements: readonly XmlElement[], text = ""): string {
  const children = elements.map((each) => `${each.name}(${inOrder(each.children, each.text)})`);
  return [...children, ...(text === "" ? [] : [JSON.stringify(text)])].sort().join(",");
}
