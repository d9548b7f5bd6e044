import { crossZone } from "./crossZone";
import { drsDefaults } from "./drsDefaults";
import { flexibleTemplates } from "./flexibleTemplates";
import { hostResourceGroup } from "./hostResourceGroup";
import { isolated } from "./isolated";
import { liftAndShift } from "./liftAndShift";
import { narrowRole } from "./narrowRole";
import { readdressedNetwork } from "./readdressedNetwork";
import { twoApplications } from "./twoApplications";

/** Every estate. */
export const ESTATES = [
  drsDefaults,
  liftAndShift,
  isolated,
  crossZone,
  flexibleTemplates,
  hostResourceGroup,
  readdressedNetwork,
  twoApplications,
  narrowRole,
] as const;
