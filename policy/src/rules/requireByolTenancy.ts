import * as v from "valibot";
import { compliantWhen, NOT_APPLICABLE } from "../judged/judgement";
import { findSetting } from "../judged/launchSetting";
import { editTemplate, nameTemplate } from "../judged/launchTemplate";
import { template } from "../judged/observed";
import { mayRunWindows, runsWindows } from "../judged/windowsServer";
import { serverRule } from "../rule";

const TENANCIES = ["dedicated", "host"] as const;

/** Windows servers with a licence of their owner's are launched onto hardware that the licence allows. */
export const requireByolTenancy = serverRule({
  name: "drs-server-require-byol-tenancy",
  displayName: "Own Windows licences run on dedicated hardware",
  wants: "Windows servers with their own operating system licence (osByol) are launched with a tenancy that it allows.",
  why:
    "A Windows server with osByol needs the tenancy host in its launch template, else the launch fails with `OS BYOL can " +
    "only be used with EC2 Dedicated Hosts` (DRS user guide, Troubleshooting launch errors). Linux servers bring their " +
    "own licence by default, run on any tenancy and are not judged, nor is whether a Dedicated Host with room is " +
    "allocated, or what the licence says.",
  fix:
    "Let the launch template's Placement name the tenancy host, together with whatever else it says: a new version " +
    "replaces Placement as a whole. Or set osByol to false.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {
    tenancies: v.optional(
      v.pipe(
        v.array(v.picklist(TENANCIES)),
        v.minLength(1),
        v.description("Tenancies that a Windows server with its own licence may have."),
      ),
      ["host"],
    ),
  },
  judgeServer(server, { tenancies }) {
    if (!mayRunWindows(server)) {
      return NOT_APPLICABLE;
    }
    const byol = findSetting(server, "licensing", (licensing) => licensing?.osByol === true) !== undefined;
    if (!byol || !runsWindows(server)) {
      return NOT_APPLICABLE;
    }
    const launched = template(server);
    return compliantWhen(
      tenancies.some((tenancy) => tenancy === launched.tenancy),
      {
        seen: `osByol is true and the tenancy of ${nameTemplate(launched)} is ${launched.tenancy ?? "not set"}`,
        wanted: `must be ${tenancies.join(" or ")}`,
        fix: `${editTemplate(launched, { Placement: { Tenancy: tenancies[0] } })} # replaces Placement as a whole`,
      },
    );
  },
});
