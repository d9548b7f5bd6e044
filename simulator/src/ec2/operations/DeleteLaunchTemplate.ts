import { inOrder } from "../../lifecycle/planJob";
import { serverOf } from "../../lifecycle/templateWork";
import type { WorldState } from "../../world/state/worldState";
import { namedTemplate, templateToXml } from "../launchTemplates";
import type { Ec2Operation } from "../operation";

/** Deletes a launch template with all its versions. DRS makes a server's template anew, with its defaults. */
export const deleteLaunchTemplate: Ec2Operation = {
  name: "DeleteLaunchTemplate",
  mutates: true,
  answer(form, { state, now }) {
    const template = namedTemplate(state, form);
    state.launchTemplates = state.launchTemplates.filter((other) => other !== template);
    planRemake(state, template.launchTemplateId, now);
    return { launchTemplate: templateToXml(state, template) };
  },
};

function planRemake(state: WorldState, launchTemplateId: string, now: number): void {
  const { remadeTemplateSeconds: seconds } = state.quirks;
  const server = serverOf(state, launchTemplateId);
  if (server !== undefined && seconds !== null) {
    const at = Math.round(now + seconds * 1000);
    state.events = inOrder([
      ...state.events,
      { at, background: true, kind: "templateRemade", sourceServerID: server.sourceServerID },
    ]);
  }
}
