import type { Ec2Members } from "../../ec2/templateVersion";

/** What of a version's data has to be sent, and what has to go, so that it has the wanted values. */
export interface TemplateEdit {
  /** Whole members by EC2's names; each takes the place of the source's. */
  data: Ec2Members;
  /** Members of the source that the new version must not have. */
  without: string[];
}

/** The edit with the member, or without it where there is no value. Pure. */
export function withMember(edit: TemplateEdit, name: string, value: unknown): TemplateEdit {
  return value === null || value === undefined
    ? { ...edit, without: [...edit.without, name] }
    : { ...edit, data: { ...edit.data, [name]: value } };
}
