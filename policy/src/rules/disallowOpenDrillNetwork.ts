import type { ObservedSwap } from "pulumi-drillwave/vocabulary";
import { COMPLIANT, violationUnless } from "../judged/judgement";
import { template } from "../judged/observed";
import type { JudgedWave } from "../judged/wave";
import { serverRule } from "../rule";

/** No launch template is left in the network of a drill. */
export const disallowOpenDrillNetwork = serverRule({
  name: "drs-template-disallow-open-drill-network",
  displayName: "No launch template left in a drill network",
  wants:
    "The default version of a server's launch template is not the one that another drill has made for its own network.",
  why:
    "A wave with a `network` points the launch templates of its servers at it while its job launches them. A real recovery in " +
    "that time, or after a drill that was cut off, would launch where nobody can reach it. Judged is the description of the " +
    "default version; every other rule judges the version that counts outside of the drill. The wave's own drill does not " +
    "count: its `pulumi up` puts the template back.",
  fix: "Let the drill end, run `pulumi up`, `pulumi refresh` or `pulumi destroy` in its stack, or set the default version by the AWS CLI.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4"],
  config: {},
  judgeServer(server) {
    const { openSwap, launchTemplateId } = template(server);
    if (openSwap === undefined || isOwn(openSwap, server.wave)) {
      return COMPLIANT;
    }
    return violationUnless([
      {
        says: "would be recovered into the network of a drill",
        at: { how: "in", what: openSwap.subnetId },
        why: "another drill has pointed their launch templates there, and a real recovery could not be reached",
        fix: {
          words: "let that drill end, or run `pulumi refresh` in its stack",
          change: { kind: "default", launchTemplateId, version: openSwap.version },
        },
        changedByDrill: true,
      },
    ]);
  },
});

/** While the nonce is not known, the drill in a wave with a network may be its own, which was cut off. */
function isOwn({ nonce }: ObservedSwap, { inputs, unknownInputs }: JudgedWave): boolean {
  return unknownInputs.includes("drillNonce") ? inputs.network !== undefined : inputs.drillNonce === nonce;
}
