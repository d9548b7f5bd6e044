import type { TemplateGateway } from "../ec2/templateGateway";
import type { TemplateVersion } from "../ec2/templateVersion";

/** The default version of every launch template of the account in the Region, page by page; one request for 200 of them. */
export async function* defaultVersions(
  ec2: Pick<TemplateGateway, "pageTemplateVersions">,
): AsyncGenerator<TemplateVersion> {
  let next: string | undefined;
  do {
    const page = await ec2.pageTemplateVersions(next);
    yield* page.versions;
    next = page.next;
  } while (next !== undefined);
}
