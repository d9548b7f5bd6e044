import { filtered } from "../filters";
import { Form } from "../form";
import { namedTemplate, templateToXml } from "../launchTemplates";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { items } from "../xml";

/** The launch templates; an unknown id or name is an error. */
export const describeLaunchTemplates: Ec2Operation = {
  name: "DescribeLaunchTemplates",
  mutates: false,
  answer(form, { state }) {
    const byId = form.list("LaunchTemplateId").map((id) => namedTemplate(state, new Form([["LaunchTemplateId", id]])));
    const byName = form
      .list("LaunchTemplateName")
      .map((name) => namedTemplate(state, new Form([["LaunchTemplateName", name]])));
    const named = [...new Set([...byId, ...byName])];
    const found = filtered(
      named.length > 0 ? named : state.launchTemplates,
      form,
      {
        "create-time": (template) => template.createTime,
        "launch-template-name": (template) => template.launchTemplateName,
      },
      (template) => template.tags,
    );
    const page = ec2Page("DescribeLaunchTemplates", found, (template) => template.launchTemplateId, form);
    return {
      launchTemplates: items(page.items.map((template) => templateToXml(state, template))),
      nextToken: page.nextToken,
    };
  },
};
