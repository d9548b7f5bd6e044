import { toLaunchConfigurationTemplate } from "../answers/toLaunchConfiguration";
import { notFound } from "../errors";
import { writeOperation } from "../operation";

/** Changes the settings that the request names. Servers do not change. */
export const updateLaunchConfigurationTemplate = writeOperation<{ readonly launchConfigurationTemplateID: string }>(
  "UpdateLaunchConfigurationTemplate",
  ({ launchConfigurationTemplateID: id, ...changes }, { state }) => {
    const template = state.launchConfigurationTemplates.find(
      (candidate) => candidate.launchConfigurationTemplateID === id,
    );
    if (template === undefined) {
      throw notFound("LaunchConfigurationTemplate", id);
    }
    template.settings = { ...template.settings, ...changes };
    return { launchConfigurationTemplate: toLaunchConfigurationTemplate(state, template) };
  },
);
