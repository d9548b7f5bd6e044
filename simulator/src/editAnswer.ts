/** A change to one place of a JSON answer, or to all places that the path matches. */
export interface AnswerEdit {
  /** A JSON Pointer (RFC 6901) in which `*` stands for every item or member, and `-` for the place behind the last item. */
  readonly path: string;
  /** What is put there; without it, what is there is taken away. */
  readonly value?: unknown;
}

/** The body with these edits, one after the other. A body that is not JSON stays as it is, and so does a place that is not there. */
export function editAnswer(body: string | Uint8Array, edits: readonly AnswerEdit[]): string | Uint8Array {
  let answer: unknown;
  try {
    answer = JSON.parse(String(body));
  } catch {
    return body;
  }
  return JSON.stringify(edits.reduce((edited, edit) => editAt(edited, stepsOf(edit.path), edit), answer)) ?? "";
}

function stepsOf(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function editAt(target: unknown, [step, ...below]: readonly string[], edit: AnswerEdit): unknown {
  if (step === undefined) {
    return edit.value;
  }
  if (Array.isArray(target)) {
    const items = target.flatMap((item: unknown, index) =>
      step === "*" || step === String(index) ? editPresent(item, below, edit) : [item],
    );
    return step === "-" && below.length === 0 && edit.value !== undefined ? [...items, edit.value] : items;
  }
  if (typeof target !== "object" || target === null) {
    return target;
  }
  const members = Object.entries(target).flatMap(([name, member]) =>
    (step === "*" || step === name ? editPresent(member, below, edit) : [member]).map((edited) => [name, edited]),
  );
  const isNew = step !== "*" && !Object.hasOwn(target, step) && below.length === 0 && edit.value !== undefined;
  return Object.fromEntries(isNew ? [...members, [step, edit.value]] : members);
}

/** What becomes of an item or member: nothing when the edit takes it away. */
function editPresent(present: unknown, below: readonly string[], edit: AnswerEdit): unknown[] {
  return below.length === 0 && edit.value === undefined ? [] : [editAt(present, below, edit)];
}
