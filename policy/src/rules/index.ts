import type { Rule } from "../rule";
import { disallowDefaultSecurityGroup } from "./disallowDefaultSecurityGroup";
import { disallowDrift } from "./disallowDrift";
import { disallowInternet } from "./disallowInternet";
import { disallowLeftoverInstances } from "./disallowLeftoverInstances";
import { disallowOpenDrillNetwork } from "./disallowOpenDrillNetwork";
import { disallowOpenIngress } from "./disallowOpenIngress";
import { disallowPublicAddress } from "./disallowPublicAddress";
import { disallowRecovery } from "./disallowRecovery";
import { disallowRecoveryInstance } from "./disallowRecoveryInstance";
import { disallowSharedServers } from "./disallowSharedServers";
import { limitConcurrency } from "./limitConcurrency";
import { limitLag } from "./limitLag";
import { limitSnapshotAge } from "./limitSnapshotAge";
import { requireAllDisks } from "./requireAllDisks";
import { requireByolTenancy } from "./requireByolTenancy";
import { requireCleanup } from "./requireCleanup";
import { requireCurrentSettings } from "./requireCurrentSettings";
import { requireDrill } from "./requireDrill";
import { requireImdsv2 } from "./requireImdsv2";
import { requireIsolation } from "./requireIsolation";
import { requireJobTags } from "./requireJobTags";
import { requireKnownRole } from "./requireKnownRole";
import { requireLaunchRoom } from "./requireLaunchRoom";
import { requireMetObjectives } from "./requireMetObjectives";
import { requireObjectives } from "./requireObjectives";
import { requirePossibleLaunch } from "./requirePossibleLaunch";
import { requirePostLaunchActions } from "./requirePostLaunchActions";
import { requirePrivateIp } from "./requirePrivateIp";
import { requirePrivateRouting } from "./requirePrivateRouting";
import { requireReplicatingServers } from "./requireReplicatingServers";
import { requireReplication } from "./requireReplication";
import { requireReplicationCoverage } from "./requireReplicationCoverage";
import { requireReplicationEncryption } from "./requireReplicationEncryption";
import { requireRightSizing } from "./requireRightSizing";
import { requireSourceAddress } from "./requireSourceAddress";
import { requireSourceCapacity } from "./requireSourceCapacity";
import { requireStagingRoom } from "./requireStagingRoom";
import { requireStart } from "./requireStart";
import { requireTemplateInstanceType } from "./requireTemplateInstanceType";
import { requireTierOrder } from "./requireTierOrder";
import { requireValidation } from "./requireValidation";
import { requireVerification } from "./requireVerification";

/** Every rule, in the order of their pages: how servers launch, where, from what, the wave, the plan, the evidence. */
export const RULES = [
  requireRightSizing,
  requireTemplateInstanceType,
  requireSourceCapacity,
  requirePossibleLaunch,
  requireStart,
  requirePrivateIp,
  requireSourceAddress,
  requireByolTenancy,
  requirePostLaunchActions,
  requireValidation,
  requireKnownRole,
  disallowPublicAddress,
  requireImdsv2,
  disallowDefaultSecurityGroup,
  disallowOpenIngress,
  requireIsolation,
  disallowInternet,
  disallowOpenDrillNetwork,
  requireReplication,
  limitLag,
  requireAllDisks,
  requireReplicationCoverage,
  requireReplicationEncryption,
  requirePrivateRouting,
  requireStagingRoom,
  requireLaunchRoom,
  limitSnapshotAge,
  disallowRecovery,
  disallowRecoveryInstance,
  disallowLeftoverInstances,
  requireCleanup,
  requireJobTags,
  requireObjectives,
  requireVerification,
  limitConcurrency,
  requireTierOrder,
  disallowSharedServers,
  requireReplicatingServers,
  requireDrill,
  requireMetObjectives,
  requireCurrentSettings,
  disallowDrift,
] satisfies readonly Rule[];
