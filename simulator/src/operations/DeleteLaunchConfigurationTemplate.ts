import { notFound } from "../errors";
import { writeOperation } from "../operation";

/** Deletes the template and its launch actions. Answers 204. */
export const deleteLaunchConfigurationTemplate = writeOperation<{ readonly launchConfigurationTemplateID: string }>(
  "DeleteLaunchConfigurationTemplate",
  ({ launchConfigurationTemplateID: id }, { state }) => {
    const kept = state.launchConfigurationTemplates.filter((template) => template.launchConfigurationTemplateID !== id);
    if (kept.length === state.launchConfigurationTemplates.length) {
      throw notFound("LaunchConfigurationTemplate", id);
    }
    state.launchConfigurationTemplates = kept;
    delete state.launchActions[id];
    return undefined;
  },
);
