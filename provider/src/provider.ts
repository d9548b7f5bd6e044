/**
 * The module that state files name. Every wave and guard in a state names it and one of these exports
 * (docs/engine-facts.md#the-provider-is-a-text), so both must stay, and must read every older state.
 */
import { drillGuardLifecycle } from "./lifecycle/drillGuardLifecycle";
import { drillWaveLifecycle } from "./lifecycle/drillWaveLifecycle";
import { watchEngine } from "./lifecycle/providerProcess";
import { drillNetworkKind } from "./lifecycle/settings/drillNetworkKind";
import { launchActionKind } from "./lifecycle/settings/launchActionKind";
import { launchConfigurationKind } from "./lifecycle/settings/launchConfigurationKind";
import { settingsLifecycle } from "./lifecycle/settings/settingsLifecycle";
import { inOurWords } from "./lifecycle/wordsForEngine";

watchEngine();

/** The lifecycle of a {@link import("./resources/drillWave").DrillWave}. */
export const waveProvider = inOurWords(drillWaveLifecycle());

/** The lifecycle of a {@link import("./resources/drillGuard").DrillGuard}. */
export const guardProvider = inOurWords(drillGuardLifecycle());

/** The lifecycle of a {@link import("./resources/launchConfiguration").LaunchConfiguration}. */
export const launchConfigurationProvider = inOurWords(settingsLifecycle(launchConfigurationKind()));

/** The lifecycle of a {@link import("./resources/drillNetwork").DrillNetwork}. */
export const drillNetworkProvider = inOurWords(settingsLifecycle(drillNetworkKind()));

/** The lifecycle of a {@link import("./resources/launchAction").LaunchAction}. */
export const launchActionProvider = inOurWords(settingsLifecycle(launchActionKind()));
