/** Something that preflight found, as one sentence that names its server. */
export interface Finding {
  text: string;
  /** True: the drill must not start. False: it may, and the sentence is said. */
  refuses: boolean;
}

/** The drill must not start. */
export function refuse(text: string): Finding {
  return { text, refuses: true };
}

/** The drill may start, and this is said. */
export function warn(text: string): Finding {
  return { text, refuses: false };
}
