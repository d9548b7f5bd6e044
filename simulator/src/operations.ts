import type { Operation } from "./operation";
import { createLaunchConfigurationTemplate } from "./operations/CreateLaunchConfigurationTemplate";
import { deleteJob } from "./operations/DeleteJob";
import { deleteLaunchAction } from "./operations/DeleteLaunchAction";
import { deleteLaunchConfigurationTemplate } from "./operations/DeleteLaunchConfigurationTemplate";
import { deleteRecoveryInstance } from "./operations/DeleteRecoveryInstance";
import { describeJobLogItems } from "./operations/DescribeJobLogItems";
import { describeJobs } from "./operations/DescribeJobs";
import { describeLaunchConfigurationTemplates } from "./operations/DescribeLaunchConfigurationTemplates";
import { describeRecoveryInstances } from "./operations/DescribeRecoveryInstances";
import { describeRecoverySnapshots } from "./operations/DescribeRecoverySnapshots";
import { describeReplicationConfigurationTemplates } from "./operations/DescribeReplicationConfigurationTemplates";
import { describeSourceNetworks } from "./operations/DescribeSourceNetworks";
import { describeSourceServers } from "./operations/DescribeSourceServers";
import { disconnectRecoveryInstance } from "./operations/DisconnectRecoveryInstance";
import { getLaunchConfiguration } from "./operations/GetLaunchConfiguration";
import { getReplicationConfiguration } from "./operations/GetReplicationConfiguration";
import { initializeService } from "./operations/InitializeService";
import { listLaunchActions } from "./operations/ListLaunchActions";
import { listStagingAccounts } from "./operations/ListStagingAccounts";
import { listTagsForResource } from "./operations/ListTagsForResource";
import { putLaunchAction } from "./operations/PutLaunchAction";
import { startRecovery } from "./operations/StartRecovery";
import { tagResource } from "./operations/TagResource";
import { terminateRecoveryInstances } from "./operations/TerminateRecoveryInstances";
import { untagResource } from "./operations/UntagResource";
import { updateLaunchConfiguration } from "./operations/UpdateLaunchConfiguration";
import { updateLaunchConfigurationTemplate } from "./operations/UpdateLaunchConfigurationTemplate";
import { updateReplicationConfiguration } from "./operations/UpdateReplicationConfiguration";

const all: readonly Operation[] = [
  createLaunchConfigurationTemplate,
  deleteJob,
  deleteLaunchAction,
  deleteLaunchConfigurationTemplate,
  deleteRecoveryInstance,
  describeJobLogItems,
  describeJobs,
  describeLaunchConfigurationTemplates,
  describeRecoveryInstances,
  describeRecoverySnapshots,
  describeReplicationConfigurationTemplates,
  describeSourceNetworks,
  describeSourceServers,
  disconnectRecoveryInstance,
  getLaunchConfiguration,
  getReplicationConfiguration,
  initializeService,
  listLaunchActions,
  listStagingAccounts,
  listTagsForResource,
  putLaunchAction,
  startRecovery,
  tagResource,
  terminateRecoveryInstances,
  untagResource,
  updateLaunchConfiguration,
  updateLaunchConfigurationTemplate,
  updateReplicationConfiguration,
];

const byName: ReadonlyMap<string, Operation> = new Map(all.map((operation) => [operation.name, operation]));

/** The operation with this name; undefined when the simulator does not model it. */
export function findOperation(name: string): Operation | undefined {
  return byName.get(name);
}

/** The names of the operations that the simulator models. */
export function operationNames(): string[] {
  return [...byName.keys()];
}
