/**
 * What `drillwave show` prints, for programs that have a stack's state at hand, as Automation API's `exportStack()` gives
 * it. Loads neither Pulumi nor the AWS SDK.
 */
export { inColumns } from "./columns";
export { isColorful, type Look, lookOf, type Paint, PLAIN } from "./look";
export { durationOrDash } from "./measures";
export { failureNotes, missedObjectives, type Note, openNotes, warningNotes } from "./notes";
export { toJson } from "./toJson";
export { noteLines, tableLines, toText } from "./toText";
export { type DrillsInState, drillsIn, type WaveInState } from "./waves";
