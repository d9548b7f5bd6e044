/**
 * What states point at. Every wave and guard in any state names this module and one of these exports
 * (resources/pointer.ts), so both must stay, and must read every older state.
 */
import { drillGuardLifecycle } from "./lifecycle/drillGuardLifecycle";
import { drillWaveLifecycle } from "./lifecycle/drillWaveLifecycle";
import { watchEngine } from "./lifecycle/providerProcess";

watchEngine();

/** The lifecycle of a {@link import("./resources/drillWave").DrillWave}. */
export const waveProvider = drillWaveLifecycle();

/** The lifecycle of a {@link import("./resources/drillGuard").DrillGuard}. */
export const guardProvider = drillGuardLifecycle();
