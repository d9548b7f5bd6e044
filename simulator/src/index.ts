export { type ManualClock, manualClock, type SimulatorClock } from "./clock";
export { type Fault, FaultError, type Faults } from "./faults";
export type { Journal, JournalEntry } from "./journal";
export { OptionError, type Simulator, type SimulatorOptions, startSimulator } from "./startSimulator";
export { StateFileError } from "./stateFile";
export type { WorldSnapshot } from "./world";
export { WorldError } from "./world/build/readWorldFile";
export type { WorldFile } from "./world/schema/worldFile";
