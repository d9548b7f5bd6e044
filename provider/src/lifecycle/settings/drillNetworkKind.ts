import type * as v from "valibot";
import { clauseOf } from "../../errors";
import type { SettingsContext } from "../../settings/context";
import { networkFlaws, seeNetwork } from "../../settings/network/seenNetwork";
import { listTemplatesInside } from "../../settings/network/templatesInside";
import {
  type CustomTimeouts,
  type DrillNetworkIntent,
  type DrillNetworkOutputs,
  endSwapCommand,
  type TemplateInside,
} from "../../vocabulary";
import { canonical, hasUnknown } from "../engineValues";
import type { Flaw } from "../flaws";
import { drillNetworkSchema } from "./drillNetworkSchema";
import type { SettingsInputs, SettingsKind, SettingsState } from "./kind";
import { revisionOf } from "./revision";

/** A drill network's inputs: its args, and what check saw. */
export interface DrillNetworkInputs extends DrillNetworkIntent, SettingsInputs {
  /** Absent when it was not looked at. */
  seen?: DrillNetworkOutputs;
}

/** A drill network in state. */
export interface DrillNetworkState
  extends Omit<DrillNetworkInputs, "region" | "seen">,
    DrillNetworkOutputs,
    SettingsState {
  region: string;
  __provider: string;
}

type Kind = SettingsKind<DrillNetworkIntent, DrillNetworkInputs, DrillNetworkState>;

/** The network that drills run in: described, and proven to be out of the way. It writes nothing. */
export const drillNetworkKind = (): Kind => ({
  name: "DrillNetwork",
  schema: drillNetworkSchema as v.GenericSchema<unknown, DrillNetworkIntent & { customTimeouts?: CustomTimeouts }>,
  lookedAtBy: ["region", "connection", "subnets", "securityGroups", "sourceServers"],
  replacedBy: ["region"],
  together: () => [],
  look: async (context, { args }) => {
    // Sound and known: the kind names them among what is needed to look.
    const { seen, flaws } = await lookAt(context, args as DrillNetworkIntent);
    return { inputs: { seen }, flaws };
  },
  planned: ({ seen }, state) =>
    seen === undefined || hasUnknown(seen) || state === undefined
      ? []
      : insideChanges(state.templatesInside, seen.templatesInside),
  id: ({ subnets: [first = ""] }) => first,
  write: async (context, { inputs }) => {
    const { seen, flaws } = await lookAt(context, inputs);
    if (flaws.length > 0) {
      const reasons = flaws.map(({ property, reason }) => `${property} ${reason}`.trim()).join("; ");
      throw new Error(
        `Describing the drill network: ${reasons}. Nothing was written. Fix: give subnets and security groups of one VPC.`,
      );
    }
    sayInside(context, seen.templatesInside);
    return {
      outputs: { ...seen, revision: revisionOf({ subnets: inputs.subnets, securityGroups: inputs.securityGroups }) },
    };
  },
  keepsOnDelete: () => false,
  remove,
  refresh: async (context, state) => {
    const { seen, flaws } = await lookAt(context, state);
    for (const { property, reason } of flaws) {
      context.status.warn(`${property} ${reason}`.trim());
    }
    sayInside(context, seen.templatesInside);
    return { ...seen, revision: state.revision };
  },
});

/** The network as it is. One that lacks something is described as far as it is there. */
async function lookAt(
  context: SettingsContext,
  { subnets, securityGroups, sourceServers }: DrillNetworkIntent,
): Promise<{ seen: DrillNetworkOutputs; flaws: Flaw[] }> {
  const [network, templatesInside] = await Promise.all([
    seeNetwork(context, { subnets, securityGroups }),
    listTemplatesInside(context, { subnets, ...(sourceServers === undefined ? {} : { sourceServers }) }),
  ]);
  const own = subnets.flatMap((id) => network.subnets.find(({ subnetId }) => subnetId === id) ?? []);
  const seen = {
    vpcId: own[0]?.vpcId ?? "",
    availabilityZones: own.map(({ availabilityZone }) => availabilityZone ?? "unknown"),
    templatesInside,
  };
  return { seen, flaws: networkFlaws(network).map((reason) => ({ property: "", reason })) };
}

function insideChanges(before: readonly TemplateInside[] = [], now: readonly TemplateInside[]): string[] {
  const ids = (list: readonly TemplateInside[]) => list.map(({ launchTemplateId }) => launchTemplateId).join(", ");
  return canonical(before) === canonical(now)
    ? []
    : [`the launch templates that launch into it: ${ids(before) || "none"} -> ${ids(now) || "none"}`];
}

function sayInside({ status, drs }: SettingsContext, inside: readonly TemplateInside[]): void {
  if (inside.length > 0) {
    status.warn(
      `${insideText(inside)}. Unless a drill runs just now, nothing should. ${remedyText(inside, drs.region)}`,
    );
  }
}

function insideText(inside: readonly TemplateInside[]): string {
  const names = inside.map(
    ({ launchTemplateId, version, subnetId }) => `${launchTemplateId} (version ${version}, ${subnetId})`,
  );
  return `launch templates launch into the drill network: ${names.join(", ")}`;
}

function remedyText(inside: readonly TemplateInside[], region: string): string {
  const known = inside.flatMap(({ launchTemplateId, versionBefore: version }) =>
    version === undefined ? [] : [{ launchTemplateId, version }],
  );
  const others = inside.filter(({ versionBefore }) => versionBefore === undefined);
  const byHand = `make a default version of ${others.map(({ launchTemplateId }) => launchTemplateId).join(", ")} with the network that a recovery needs`;
  const parts = [
    ...(known.length === 0
      ? []
      : [`run \`pulumi up\` or \`pulumi refresh\` where their drill is, or: ${endSwapCommand(known, region)}`]),
    ...(others.length === 0 ? [] : [byHand]),
  ];
  return `Fix: ${parts.join("; ")}`;
}

/** @throws Error while a launch template launches into the network: without it, a recovery of its server would fail */
async function remove(context: SettingsContext, state: DrillNetworkState): Promise<void> {
  const { subnets, sourceServers } = state;
  const inside = await listTemplatesInside(context, {
    subnets,
    ...(sourceServers === undefined ? {} : { sourceServers }),
  }).catch((error: unknown) => {
    throw new Error(
      `Deleting the drill network: whether a launch template still launches into it is not known: ${clauseOf(error)}. It is kept. ` +
        "Fix the access to AWS, then run `pulumi destroy` again.",
    );
  });
  if (inside.length > 0) {
    throw new Error(
      `Deleting the drill network: ${insideText(inside)}. Without it a recovery of their servers would fail, so it is kept. ` +
        `${remedyText(inside, context.drs.region)}; then run \`pulumi destroy\` again.`,
    );
  }
}
