/** What a launch would touch and run on, by what is stored for the server, and what is not known of it. Pure. */
import type { InstanceType } from "../../ec2/types";
import {
  LAUNCH_DISPOSITIONS,
  type LaunchConfigurationSettings,
  nameServer,
  type ObservedServer,
  RECOVERY_MODES,
  RIGHT_SIZING_METHODS,
} from "../../vocabulary";
import { existingInstanceOf } from "../existingInstance";
import type { SeenServer } from "../look/observe";
import { type Finding, refuse, warn } from "./finding";

/** Instance types by name, or why they could not be read. */
export type InstanceTypes = ReadonlyMap<string, InstanceType> | { unread: string };

/** What speaks against launching the server as it is stored now; what is not known is said. */
export function targetFindings({ declared, seen }: SeenServer, types: InstanceTypes): Finding[] {
  return [
    ...existingInstanceFindings(seen, declared.allowLaunchIntoInstance),
    ...unknownSettings(seen),
    ...instanceTypeFindings(seen, types),
  ];
}

const EC2_INSTANCE = /^i-[0-9a-fA-F]{8,}$/;

/** DRS stops that machine and swaps its volumes (docs/drs-facts.md#a-launch-into-an-instance). */
function existingInstanceFindings(seen: ObservedServer, allowed: string | undefined): Finding[] {
  const existing = existingInstanceOf(seen.launchConfiguration);
  if (existing === undefined) {
    return [];
  }
  if (existing === allowed) {
    return [warn(`${nameServer(seen)} is launched into the existing instance ${existing}: DRS swaps its volumes`)];
  }
  const remedy = !EC2_INSTANCE.test(existing)
    ? "which is not the id of an instance"
    : allowed === undefined
      ? `allowLaunchIntoInstance: "${existing}" of the server allows that`
      : `allowLaunchIntoInstance of the server names ${allowed}`;
  return [
    refuse(
      `a launch of ${nameServer(seen)} would go into the existing instance ${existing}, which DRS stops and whose volumes ` +
        `it swaps (${remedy})`,
    ),
  ];
}

/** Settings that decide what is launched and that always have a value, with the values that are known. */
const DECISIVE = {
  targetInstanceTypeRightSizingMethod: RIGHT_SIZING_METHODS,
  launchDisposition: LAUNCH_DISPOSITIONS,
} as const satisfies Partial<Record<keyof LaunchConfigurationSettings, readonly string[]>>;

function unknownSettings(seen: ObservedServer): Finding[] {
  if (seen.launchConfigurationSource !== "DRS") {
    return [];
  }
  const settings: Readonly<Record<string, unknown>> = { ...seen.launchConfiguration };
  const known: [string, readonly string[]][] = Object.entries(DECISIVE);
  const missing = known.flatMap(([member]) => (settings[member] === undefined ? [member] : []));
  const strange = [...known, ["recoveryMode", RECOVERY_MODES] as const].flatMap(([member, values]) => {
    const value = settings[member];
    const isKnown = value === undefined || values.some((each) => each === value);
    return isKnown ? [] : [`${member} is ${JSON.stringify(value)}, a value that DrillWave does not know`];
  });
  const all = [
    ...(missing.length === 0 ? [] : [`it does not say ${missing.join(", ")}`]),
    ...strange,
    ...(seen.launchTemplate === undefined ? ["it names no launch template"] : []),
  ];
  return all.length === 0
    ? []
    : [warn(`what DRS stores for launches of ${nameServer(seen)} is not fully known: ${all.join("; ")}`)];
}

/** True for a server whose template's instance type may not fit, so that the type is worth reading. */
export function hasDemands({ source, launchTemplate }: ObservedServer): boolean {
  const demands = source?.supportsNitroInstances === false || source?.architecture !== undefined;
  return demands && launchTemplate?.instanceType !== undefined;
}

function instanceTypeFindings(seen: ObservedServer, types: InstanceTypes): Finding[] {
  const name = seen.launchTemplate?.instanceType;
  if (!hasDemands(seen) || name === undefined) {
    return [];
  }
  const unread = "unread" in types ? `: ${types.unread}` : "";
  const type = "unread" in types ? undefined : types.get(name);
  // With right-sizing on, DRS takes another type in the end.
  const decides = seen.launchConfiguration.targetInstanceTypeRightSizingMethod === "NONE";
  const say = decides ? refuse : warn;
  return misfits(seen, type).map(({ isKnown, text }) => {
    const subject = `the launch template of ${nameServer(seen)} has the instance type ${name}`;
    return isKnown ? say(`${subject}, ${text}`) : warn(`${subject}, of which is not known ${text}${unread}`);
  });
}

/** Architectures of sources that DRS is known to name as EC2 does; of another word it is not known what it means to EC2. */
const ARCHITECTURES: readonly string[] = ["x86_64", "arm64"];

interface Misfit {
  isKnown: boolean;
  text: string;
}

function misfits({ source = {} }: ObservedServer, type: InstanceType | undefined): Misfit[] {
  const { architecture, supportsNitroInstances } = source;
  const found: Misfit[] = [];
  if (architecture !== undefined && !type?.architectures?.includes(architecture)) {
    const has = ARCHITECTURES.includes(architecture) ? type?.architectures : undefined;
    found.push(
      has === undefined
        ? { isKnown: false, text: `whether it runs ${architecture}, the source's architecture` }
        : { isKnown: true, text: `which runs ${has.join(" and ")}, and the source is ${architecture}` },
    );
  }
  if (supportsNitroInstances === false && type?.isNitro !== false) {
    found.push(
      type?.isNitro === undefined
        ? { isKnown: false, text: "whether it is built on Nitro, which the source does not support" }
        : { isKnown: true, text: "which is built on Nitro, and the source does not support that" },
    );
  }
  return found;
}
