import type { WaveServer } from "pulumi-drillwave/vocabulary";
import type { JudgedWave, Judgement } from "./judgement";

/** Role of the servers that this rule is about. */
const DATABASE = "database";

/** The only method that leaves the launch template's instance type alone. */
const REQUIRED = "NONE";

/**
 * Database servers are launched with the instance type that was chosen for them: right-sizing is `NONE`, as declared
 * where the program declares it, and as stored in DRS where it was observed. `BASIC` takes DRS's pick from the C5 family
 * and overwrites the launch template (https://docs.aws.amazon.com/drs/latest/userguide/launch-general-settings.html).
 * Does not judge whether the template's type is large enough.
 */
export function requireDatabaseInstanceType(wave: JudgedWave): Judgement {
  const databases = databaseIds(wave);
  if (databases === undefined) return { status: "notApplicable" };
  const messages = [
    ...declaredViolations(wave),
    ...observedViolations(wave, databases),
    ...unobservable(wave, databases),
  ];
  if (messages.length > 0) return { status: "violation", messages };
  const unseen = unseenDatabases(wave, databases);
  return unseen === undefined ? { status: "compliant" } : { status: "unknown", reason: unseen };
}

/** Databases that nothing will ever show: the program does not look, and does not declare what create would insist on. */
function unobservable(wave: JudgedWave, databases: readonly string[]): string[] {
  if (wave.observe === "off" && wave.selector !== undefined) {
    return ['The wave selects databases with observe: "off", so their right-sizing cannot be judged: observe them.'];
  }
  const insisted = new Set((wave.sourceServers ?? []).filter(declaresRequired).map((server) => server.sourceServerId));
  const assumed = (wave.observed?.servers ?? []).filter((server) => server.launchConfigurationSource === "defaults");
  const unread = wave.observe === "off" ? databases : assumed.map((server) => server.sourceServerId);
  return unread
    .filter((id) => databases.includes(id) && !insisted.has(id))
    .map((id) => `${id} is a database whose stored right-sizing is not read: observe it, or declare "${REQUIRED}".`);
}

function declaresRequired({ launchConfiguration }: WaveServer): boolean {
  return launchConfiguration?.targetInstanceTypeRightSizingMethod === REQUIRED;
}

/** Why some database's stored setting is not known yet; undefined when all are, or when create insists on it. */
function unseenDatabases({ observe, observed }: JudgedWave, databases: readonly string[]): string | undefined {
  if (observe === "off") return undefined;
  if (observed === undefined) return "settings pending: the stored launch configurations are not observed yet";
  const unseen = databases.filter((id) => !observed.servers.some((server) => server.sourceServerId === id));
  return unseen.length === 0 ? undefined : `the stored launch configuration of ${unseen.join(", ")} was not read`;
}

/** Ids of the database servers as far as they are known; undefined when the wave has none. */
function databaseIds({ sourceServers, selector, observed }: JudgedWave): string[] | undefined {
  if (selector?.role === DATABASE) return (observed?.servers ?? []).map((server) => server.sourceServerId);
  const declared = (sourceServers ?? []).filter((server) => server.role === DATABASE);
  return declared.length === 0 ? undefined : declared.map((server) => server.sourceServerId);
}

function declaredViolations({ sourceServers = [] }: JudgedWave): string[] {
  return sourceServers.flatMap(({ sourceServerId, role, launchConfiguration }, index) => {
    const method = launchConfiguration?.targetInstanceTypeRightSizingMethod;
    if (role !== DATABASE || method === undefined || method === REQUIRED) return [];
    const property = `sourceServers[${index}].launchConfiguration.targetInstanceTypeRightSizingMethod`;
    return [`${sourceServerId} is a database, but ${property} is ${method}: write "${REQUIRED}".`];
  });
}

function observedViolations({ observed }: JudgedWave, databases: readonly string[]): string[] {
  return (observed?.servers ?? []).flatMap((server) => {
    const { sourceServerId, hostname, launchConfiguration, launchConfigurationSource } = server;
    // Assumed defaults are not what is stored.
    if (launchConfigurationSource === "defaults") return [];
    const method = launchConfiguration.targetInstanceTypeRightSizingMethod ?? "not set";
    if (!databases.includes(sourceServerId) || method === REQUIRED) return [];
    const name = hostname === undefined ? sourceServerId : `${hostname} (${sourceServerId})`;
    const command = `aws drs update-launch-configuration --source-server-id ${sourceServerId} --target-instance-type-right-sizing-method ${REQUIRED}`;
    return [
      `${name} is a database, but its right-sizing stored in DRS is ${method}, not ${REQUIRED}. Mend it: ${command}`,
    ];
  });
}
