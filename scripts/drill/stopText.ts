/** What a drill is doing. */
export type Stage = "preview" | "launch" | "cleanup";

/** What a user reads at the first Ctrl-C: what goes on, and what the second one does. */
export const STOP_TEXT: Readonly<Record<Stage, string>> = {
  preview: "stopping; nothing has been started yet",
  launch: "stopping; this waits for the wave that is running, and Ctrl-C again ends everything at once",
  cleanup: "the clean-up goes on until everything is terminated; Ctrl-C again ends everything at once",
};
