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
 * What each version of an answer with many launches with, by the id of its template; a version that does not say its
 * template, or has no such data, is left out. Pure.
 */
export function templateDataById(answer: string | undefined): Map<string, XmlElement[]> {
  const { children = [] } = find(
    readXml((answer ?? "").replace(/<\?.*?\?>/, "")),
    "DescribeLaunchTemplateVersionsResponse",
  );
  const versions = find(children, "launchTemplateVersionSet").children ?? [];
  return new Map(
    versions.flatMap(({ children: members }) => {
      const { text: id = "" } = find(members, "launchTemplateId");
      const { children: data } = find(members, "launchTemplateData");
      return id === "" || data === undefined ? [] : [[id, data]];
    }),
  );
}

function find(elements: readonly XmlElement[], name: string): Partial<XmlElement> {
  return elements.find((each) => each.name === name) ?? {};
}

/** {@link fingerprintOf} of what the first version of an answer launches with. Pure. */
export function templateFingerprint(answer: string | undefined): string | undefined {
  return fingerprintOf(templateData(answer));
}

/**
 * A hash of everything that a version launches with, as EC2 sent it. The order of elements does not matter. Undefined
 * where that is not known. Pure.
 */
export function fingerprintOf(data: readonly XmlElement[] | undefined): string | undefined {
  return data === undefined ? undefined : createHash("sha256").update(inOrder(data)).digest("hex").slice(0, 16);
}

/** The same elements, those beside one another in alphabetical order: `name(child,child)`. */
function inOrder(elements: readonly XmlElement[], text = ""): string {
  const children = elements.map((each) => `${each.name}(${inOrder(each.children, each.text)})`);
  return [...children, ...(text === "" ? [] : [JSON.stringify(text)])].sort().join(",");
}
