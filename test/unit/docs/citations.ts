/** A place where a file names another one. */
export interface Citation {
  line: number;
  /** Empty for the file itself. */
  path: string;
  anchor?: string;
}

const ADDRESS = /\bhttps?:\/\/[^\s"'`<>]+/g;

/** A text that is a path and nothing else is data of the code, and no citation. */
const PATH_LITERAL = /(["'])[\w./-]+\1/g;

/** A document by any path, or a source file by its path from the root. */
const PATH =
  /(?<![\w./*@{}$-])((?:\.{0,2}\/)*(?:[\w.-]+\/)*[\w.-]+\.md|(?:provider|policy|simulator|scripts|test|tools|examples|docs)\/[\w./-]+\.(?:ts|mts|mjs|cjs))(?:#([\w-]+))?(?![\w*-])/g;

const OWN_HEADING = /\]\(#([\w-]+)\)/g;

/** Every file that a text names, with the heading if it names one. Addresses are left out. Pure. */
export function citationsIn(text: string, isDocument: boolean): Citation[] {
  return text.split("\n").flatMap((written, index) => {
    const line = index + 1;
    const content = written.replace(ADDRESS, "").replace(isDocument ? "" : PATH_LITERAL, "");
    const others = [...content.matchAll(PATH)].map(([, path = "", anchor]) =>
      anchor === undefined ? { line, path } : { line, path, anchor },
    );
    const own = isDocument
      ? [...content.matchAll(OWN_HEADING)].map(([, anchor = ""]) => ({ line, path: "", anchor }))
      : [];
    return [...others, ...own];
  });
}

/** The anchors that GitHub makes of a document's headings. Pure. */
export function headingsOf(document: string): Set<string> {
  const anchors = new Set<string>();
  const seen = new Map<string, number>();
  const outsideCode = document.replace(/^ {0,3}(```|~~~)[\s\S]*?^ {0,3}\1/gm, "");
  for (const [, title = ""] of outsideCode.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const slug = slugOf(title);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const [, id = ""] of document.matchAll(/<a (?:id|name)="([^"]+)"/g)) {
    anchors.add(id);
  }
  return anchors;
}

function slugOf(title: string): string {
  return title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}
