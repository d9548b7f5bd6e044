/**
 * The words that DrillWave shares with policies, reports and programs: type tokens, tag keys, enum values and the
 * shapes of inputs and outputs. Data and types alone; loading it loads neither Pulumi nor the AWS SDK.
 */
export * from "./intent";
export * from "./observation";
export * from "./record";
export * from "./text";
export * from "./words";
