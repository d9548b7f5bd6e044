import { toLaunchConfigurationTemplate } from "../answers/toLaunchConfiguration";
import { notFound } from "../errors";
import { readOperation } from "../operation";
import { type PageRequest, paginate } from "../pagination";

interface Request extends PageRequest {
  readonly launchConfigurationTemplateIDs?: readonly string[];
}

/** The launch configuration templates: those with the given ids, or all. */
export const describeLaunchConfigurationTemplates = readOperation<Request>(
  "DescribeLaunchConfigurationTemplates",
  (request, { state }) => {
    const ids = request.launchConfigurationTemplateIDs ?? [];
    const all = state.launchConfigurationTemplates;
    const unknown = ids.find((id) => !all.some((template) => template.launchConfigurationTemplateID === id));
    if (unknown !== undefined) {
      throw notFound("LaunchConfigurationTemplate", unknown);
    }
    const found = all.filter((template) => ids.length === 0 || ids.includes(template.launchConfigurationTemplateID));
    const page = paginate(
      "DescribeLaunchConfigurationTemplates",
      found,
      (template) => template.launchConfigurationTemplateID,
      request,
      state.quirks.defaultPageSize,
    );
    return { ...page, items: page.items.map((template) => toLaunchConfigurationTemplate(state, template)) };
  },
);
