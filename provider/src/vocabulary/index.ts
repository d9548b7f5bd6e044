/**
 * The words that DrillWave shares with policies, reports and programs: type tokens, tag keys, enum values, defaults,
 * the shapes of inputs and outputs, and how servers, counts, durations and ARNs are written. Loading it loads neither
 * Pulumi nor the AWS SDK.
 */
export * from "./defaults";
export * from "./drillNetwork";
export * from "./freeAddresses";
export * from "./intent";
export * from "./launchAction";
export * from "./launchConfiguration";
export * from "./near";
export * from "./networkInterface";
export * from "./observation";
export * from "./record";
export * from "./role";
export * from "./text";
export * from "./urn";
export * from "./words";
