import { toLaunchConfigurationTemplate } from "../answers/toLaunchConfiguration";
import { quotaExceeded } from "../errors";
import { writeOperation } from "../operation";
import { checkTags } from "../tags";
import { freshId } from "../world/state/ids";
import type { Tags } from "../world/state/resource";

/** Creates the account's only launch configuration template (quota L-1F3FAE4D). Existing servers do not change. */
export const createLaunchConfigurationTemplate = writeOperation<{ readonly tags?: Tags }>(
  "CreateLaunchConfigurationTemplate",
  ({ tags = {}, ...settings }, { state }) => {
    const checked = checkTags({}, tags);
    if (state.launchConfigurationTemplates.length > 0) {
      throw quotaExceeded("Max number of launch configuration templates is 1, the account has one", "L-1F3FAE4D");
    }
    const template = { launchConfigurationTemplateID: freshId(state, "lct-"), tags: checked, settings };
    state.launchConfigurationTemplates.push(template);
    return { launchConfigurationTemplate: toLaunchConfigurationTemplate(state, template) };
  },
);
