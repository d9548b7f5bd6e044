import type { EC2Client, RequestLaunchTemplateData, LaunchTemplate as SdkLaunchTemplate } from "@aws-sdk/client-ec2";
import { AnswerBody } from "../aws/answerBody";
import { unreadableAnswer } from "../errors";
import { withoutUndefined } from "../withoutUndefined";
import type { Call, Ec2Sdk, Options } from "./call";
import { templateData, templateDataById } from "./templateFingerprint";
import type { LaunchTemplate, NewTemplateVersion, TemplateGateway } from "./templateGateway";
import { toTemplateVersion } from "./templateVersion";

/** EC2's answers about a template, or a version of one, that there is not. */
const NOT_THERE: readonly string[] = [
  "InvalidLaunchTemplateId.NotFound",
  "InvalidLaunchTemplateId.VersionNotFound",
  "InvalidLaunchTemplateName.NotFoundException",
];

/** The most that DescribeLaunchTemplateVersions and DescribeLaunchTemplates take as MaxResults. */
const PER_PAGE = 200;

/** Launch templates over the AWS SDK. */
export function templateVerbs(call: Call, options: Options): TemplateGateway {
  return { ...readVerbs(call, options), ...writeVerbs(call, options) };
}

function readVerbs(call: Call, options: Options) {
  return {
    findTemplateVersion: (LaunchTemplateId: string, version: number | "$Default") =>
      call("ec2:DescribeLaunchTemplateVersions", async (sdk, client) => {
        const command = new sdk.DescribeLaunchTemplateVersionsCommand({
          LaunchTemplateId,
          Versions: [String(version)],
        });
        const body = new AnswerBody();
        body.keep(command.middlewareStack);
        const answer = await client.send(command, options).catch(undefinedUnlessThere);
        const [found] = answer?.LaunchTemplateVersions ?? [];
        if (answer !== undefined && found === undefined) {
          // A template or a version that there is not is an error of EC2's.
          throw unreadableAnswer(
            "ec2:DescribeLaunchTemplateVersions",
            `the answer has no version of ${LaunchTemplateId}`,
          );
        }
        return found && toTemplateVersion(found, templateData(body.text));
      }),
    pageTemplateVersions: (next?: string) =>
      call("ec2:DescribeLaunchTemplateVersions", async (sdk, client) => {
        const input = withoutUndefined({ Versions: ["$Default"], MaxResults: PER_PAGE, NextToken: next });
        const command = new sdk.DescribeLaunchTemplateVersionsCommand(input);
        const body = new AnswerBody();
        body.keep(command.middlewareStack);
        const { LaunchTemplateVersions = [], NextToken } = await client.send(command, options);
        const sent = templateDataById(body.text);
        const versions = LaunchTemplateVersions.flatMap((version) => {
          const data = sent.get(version.LaunchTemplateId ?? "");
          return data === undefined ? [] : toTemplateVersion(version, data);
        });
        return NextToken === undefined || NextToken === "" ? { versions } : { versions, next: NextToken };
      }),
    listLaunchTemplates: (ids: readonly string[]) =>
      call("ec2:DescribeLaunchTemplates", async (sdk, client) => {
        const found = await Promise.all(ids.map((id) => findTemplate(sdk, client, id, options)));
        return found.flatMap((template) => template ?? []);
      }),
    listTaggedTemplates: (tagKey: string) =>
      call("ec2:DescribeLaunchTemplates", async (sdk, client) => {
        const Filters = [{ Name: "tag-key", Values: [tagKey] }];
        const templates: LaunchTemplate[] = [];
        for await (const page of sdk.paginateDescribeLaunchTemplates({ client }, { Filters }, options)) {
          templates.push(...(page.LaunchTemplates ?? []).map((each) => toLaunchTemplate(each)));
        }
        return templates;
      }),
  } satisfies Partial<TemplateGateway>;
}

/** One id a request: one that is unknown fails all ids of its request. */
async function findTemplate(
  sdk: Ec2Sdk,
  client: EC2Client,
  id: string,
  options: Options,
): Promise<LaunchTemplate | undefined> {
  const command = new sdk.DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] });
  const answer = await client.send(command, options).catch(undefinedUnlessThere);
  if (answer === undefined) {
    return undefined;
  }
  const [template] = answer.LaunchTemplates ?? [];
  if (template === undefined) {
    throw unreadableAnswer("ec2:DescribeLaunchTemplates", `the answer has no template ${id}`);
  }
  return toLaunchTemplate(template, id);
}

/** @throws DrsRequestError for an answer that does not say which template it is of, or its versions */
function toLaunchTemplate(template: SdkLaunchTemplate, asked = ""): LaunchTemplate {
  const { LaunchTemplateId: id = asked, DefaultVersionNumber, LatestVersionNumber, Tags = [] } = template;
  if (DefaultVersionNumber === undefined || LatestVersionNumber === undefined) {
    throw unreadableAnswer("ec2:DescribeLaunchTemplates", `the answer does not say the versions of ${id}`);
  }
  return {
    launchTemplateId: id,
    defaultVersion: DefaultVersionNumber,
    latestVersion: LatestVersionNumber,
    tags: Object.fromEntries(Tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]]))),
  };
}

function writeVerbs(call: Call, options: Options) {
  return {
    createTemplateVersion: ({ launchTemplateId, sourceVersion, data, description, clientToken }: NewTemplateVersion) =>
      call("ec2:CreateLaunchTemplateVersion", async (sdk, client) => {
        const input = {
          LaunchTemplateId: launchTemplateId,
          VersionDescription: description,
          ClientToken: clientToken,
          // By EC2's names, as it was read.
          LaunchTemplateData: data as RequestLaunchTemplateData,
        };
        const command = new sdk.CreateLaunchTemplateVersionCommand(
          sourceVersion === undefined ? input : { ...input, SourceVersion: String(sourceVersion) },
        );
        const { LaunchTemplateVersion, Warning } = await client.send(command, options);
        const version = LaunchTemplateVersion?.VersionNumber;
        if (version === undefined) {
          throw unreadableAnswer("ec2:CreateLaunchTemplateVersion", "the answer does not say the version's number");
        }
        const warnings = (Warning?.Errors ?? []).map(({ Code, Message }) => Message ?? Code ?? "without a text");
        return { version, warnings };
      }),
    setDefaultTemplateVersion: (LaunchTemplateId: string, version: number) =>
      call("ec2:ModifyLaunchTemplate", async (sdk, client) => {
        const command = new sdk.ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: String(version) });
        await client.send(command, options);
      }),
    tagTemplate: (id: string, tags: Record<string, string>) =>
      call("ec2:CreateTags", async (sdk, client) => {
        const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
        await client.send(new sdk.CreateTagsCommand({ Resources: [id], Tags }), options);
      }),
    untagTemplate: (id: string, keys: readonly string[]) =>
      call("ec2:DeleteTags", async (sdk, client) => {
        const Tags = keys.map((Key) => ({ Key }));
        await client.send(new sdk.DeleteTagsCommand({ Resources: [id], Tags }), options);
      }),
  } satisfies Partial<TemplateGateway>;
}

/** @throws what says something else than that it is not there */
function undefinedUnlessThere(error: unknown): undefined {
  if (!(error instanceof Error && NOT_THERE.includes(error.name))) {
    throw error;
  }
}
