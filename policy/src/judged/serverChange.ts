import type { ServerChange } from "./change";
import { Unanswerable } from "./judgement";
import { type LaunchSetting, optionOf } from "./launchOptions";
import type { JudgedServer } from "./wave";

/** Other launch settings for the server. @throws Unanswerable for servers that a selector will find */
export function changeLaunchConfiguration(server: JudgedServer, { path, value }: LaunchSetting): ServerChange {
  const change = changeServer(server, "update-launch-configuration", optionOf({ path, value }));
  return { ...change, settings: { [path]: value } };
}

/** Other replication settings for the server. @throws Unanswerable for servers that a selector will find */
export function changeReplication(server: JudgedServer, options: string): ServerChange {
  return changeServer(server, "update-replication-configuration", options);
}

/** Replication that has stopped begins anew. @throws Unanswerable for servers that a selector will find */
export function startReplication(server: JudgedServer): ServerChange {
  return changeServer(server, "start-replication", "");
}

function changeServer(
  { sourceServerId, name }: JudgedServer,
  operation: ServerChange["operation"],
  options: string,
): ServerChange {
  if (sourceServerId === undefined) {
    throw new Unanswerable("not observed", `which servers ${name} are`);
  }
  return { kind: "server", operation, sourceServerId, options };
}
