import type { ObservedLaunchTemplate } from "pulumi-drillwave/vocabulary";
import { compliantWhen, NOT_APPLICABLE, Unanswerable } from "../judged/judgement";
import { findSetting } from "../judged/launchSetting";
import { nameTemplate, templateOf } from "../judged/launchTemplate";
import { changeWithin } from "../judged/templateChange";
import { mayRunWindows, runsWindows } from "../judged/windowsServer";
import { serverRule } from "../rule";

/** Windows servers with a licence of their owner's are launched onto hardware that the licence allows. */
export const requireByolTenancy = serverRule({
  name: "drs-server-require-byol-tenancy",
  displayName: "Own Windows licences run on dedicated hardware",
  wants: "Windows servers with their own operating system licence (osByol) are launched onto a Dedicated Host.",
  why:
    "A Windows server with osByol needs the tenancy host in its launch template, else the launch fails with `OS BYOL can " +
    "only be used with EC2 Dedicated Hosts` (DRS user guide, Troubleshooting launch errors): a dedicated instance is none. " +
    "Linux servers bring their " +
    "own licence by default, run on any tenancy and are not judged, nor is whether a Dedicated Host with room is " +
    "allocated, or what the licence says. A host resource group without a tenancy counts as host " +
    "(https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplatePlacementRequest.html); a host or licence " +
    "configurations without one cannot be judged.",
  fix:
    "Let the launch template's Placement name the tenancy host, together with whatever else it says: a new version " +
    "replaces Placement as a whole, and the command of a message repeats it. Or set osByol to false.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {},
  judgeServer(server) {
    if (!mayRunWindows(server)) {
      return NOT_APPLICABLE;
    }
    const byol = findSetting(server, "licensing", (licensing) => licensing?.osByol === true) !== undefined;
    if (!byol || !runsWindows(server)) {
      return NOT_APPLICABLE;
    }
    const launched = templateOf(server, "Placement");
    const tenancy = tenancyOf(launched);
    return compliantWhen(tenancy === "host", {
      says: "cannot start with an own Windows licence (osByol) outside Dedicated Hosts",
      detail: `tenancy ${tenancy ?? "not set"}`,
      why: "DRS refuses such a launch",
      fix: {
        words: "let the launch template name the tenancy host, or set osByol to false",
        change: changeWithin(launched, "Placement", { Tenancy: "host" }),
      },
    });
  },
});

/**
 * The tenancy that a launch gets; undefined for EC2's default one. With a host resource group it is `host` where it is
 * unsaid, and none but `host` may stand beside it (docs/drs-facts.md#host-resource-groups).
 *
 * @throws Unanswerable when something else names hosts
 */
function tenancyOf(launched: ObservedLaunchTemplate): string | undefined {
  const { tenancy, placement = {}, licenseSpecifications } = launched;
  const names = ["HostResourceGroupArn", "HostId", "Affinity"].filter((name) => placement[name] !== undefined);
  const hosts = [...names, ...(licenseSpecifications === true ? ["LicenseSpecifications"] : [])];
  if (tenancy === "host" || hosts.length === 0) {
    return tenancy;
  }
  if (names.includes("HostResourceGroupArn")) {
    return tenancy ?? "host";
  }
  const shown = tenancy === undefined ? "without a tenancy" : `beside the tenancy ${tenancy}`;
  throw new Unanswerable("not observed", `what ${hosts.join(", ")} of ${nameTemplate(launched)} means ${shown}`);
}
