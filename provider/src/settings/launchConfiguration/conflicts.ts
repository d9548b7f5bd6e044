/** Settings that do not fit together, in the args or with what is stored. Pure. */
import { type LaunchConfigurationIntent, type SettingValues, UNKNOWN_VALUE } from "../../vocabulary";
import { INSTANCE_TYPE, LAUNCH_INTO, pathWords, TEMPLATE, wantedValues } from "./members";

/** Something wrong with an arg: where, and what, as the rest of a sentence. */
export interface Conflict {
  property: string;
  reason: string;
}

type Intent = Partial<LaunchConfigurationIntent>;

/** Tag keys that AWS keeps for itself. */
const RESERVED = /^aws:/i;

/** EC2 and DRS take 50 tags a resource. */
const TAGS_PER_INSTANCE = 50;

/**
 * Conflicts within the args.
 *
 * @param isUnsound - whether an arg is wrong already, or not known yet
 */
export function conflictsOf(args: Intent, isUnsound: (name: string) => boolean): Conflict[] {
  const { launchTemplate: template = {}, launchIntoInstance: into } = args;
  const isKnown = (...names: string[]) => !names.some(isUnsound);
  const conflicts: Conflict[] = [];
  const settings = Object.keys(wantedValues(args));
  if (settings.length === 0 && isKnown("launchTemplate", "licensing", "launchIntoInstance", ...PLAIN)) {
    conflicts.push({ property: "", reason: "it manages nothing: give at least one setting beside sourceServerId" });
  }
  if (into !== undefined && (into.instanceId === undefined) === (into.name === undefined)) {
    conflicts.push({ property: "launchIntoInstance", reason: "expected either instanceId or name" });
  }
  const tags = Object.keys(template.tags ?? {});
  for (const key of tags.filter((each) => RESERVED.test(each))) {
    conflicts.push({ property: pathWords(`${TEMPLATE}tags.${key}`), reason: "is a reserved tag key" });
  }
  if (tags.length > TAGS_PER_INSTANCE) {
    const reason = `has ${tags.length} tags, an instance takes at most ${TAGS_PER_INSTANCE}`;
    conflicts.push({ property: "launchTemplate.tags", reason });
  }
  return [...conflicts, ...unfit(wantedValues(args), {})];
}

const PLAIN = [
  "name",
  "launchDisposition",
  "targetInstanceTypeRightSizingMethod",
  "copyPrivateIp",
  "copyTags",
  "postLaunchEnabled",
  "recoveryMode",
];

/**
 * Settings of the program that what is stored beside them would undo: the program says the one, and not the other. Those
 * that the program itself sets against each other are {@link conflictsOf}'s.
 */
export function conflictsWithStored(wanted: SettingValues, stored: SettingValues): Conflict[] {
  const beside = Object.fromEntries(Object.entries(stored).filter(([path]) => !(path in wanted)));
  return unfit(wanted, beside);
}

/** What decides whether other settings hold: read from what is stored where the program does not say it. */
export const DECISIVE = ["targetInstanceTypeRightSizingMethod", "copyPrivateIp", "copyTags", LAUNCH_INTO] as const;

function unfit(wanted: SettingValues, stored: SettingValues): Conflict[] {
  const settingOf = (path: string) => {
    const value = wanted[path] ?? stored[path] ?? null;
    return value === UNKNOWN_VALUE ? null : value;
  };
  const whose = (path: string) => (path in wanted ? "it is" : "in DRS it is");
  const conflicts: Conflict[] = [];
  const method = settingOf("targetInstanceTypeRightSizingMethod");
  if (INSTANCE_TYPE in wanted && method !== null && method !== "NONE") {
    const seen = `${whose("targetInstanceTypeRightSizingMethod")} ${method}`;
    const reason = `needs targetInstanceTypeRightSizingMethod "NONE": ${seen}, and DRS overwrites the type`;
    conflicts.push({ property: INSTANCE_TYPE, reason });
  }
  if (`${TEMPLATE}privateIpAddress` in wanted && settingOf("copyPrivateIp") === true) {
    const reason = `needs copyPrivateIp false: ${whose("copyPrivateIp")} true, and DRS writes the source's own address every hour`;
    conflicts.push({ property: `${TEMPLATE}privateIpAddress`, reason });
  }
  const into = settingOf(LAUNCH_INTO);
  if (into !== null && into !== "") {
    for (const copied of ["copyTags", "copyPrivateIp"]) {
      const isConcerned = LAUNCH_INTO in wanted || copied in wanted;
      if (isConcerned && settingOf(copied) === true) {
        const reason = `needs ${copied} false: ${whose(copied)} true, and DRS launches into an existing instance (${into}) only without it`;
        conflicts.push({ property: LAUNCH_INTO, reason });
      }
    }
  }
  return conflicts;
}
