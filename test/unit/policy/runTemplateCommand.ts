import { search } from "@aws-lambda-powertools/jmespath";

/** LaunchTemplateData by EC2's names. */
export type Data = Readonly<Record<string, unknown>>;

/** What is quoted behind an option, as a shell takes it. */
function quotedBehind(command: string, option: string): string | undefined {
  const [, text] = new RegExp(`${option} '((?:[^']|'\\\\'')*)'`).exec(command) ?? [];
  return text?.replaceAll("'\\''", "'");
}

/**
 * The default version's data after the command, as EC2 makes it: members that the new version does not name are those of
 * its source version.
 */
export function dataAfter(command: string, before: Data): Data {
  const written = quotedBehind(command, "--launch-template-data");
  const query = quotedBehind(command, "--query");
  if (written === undefined && query === undefined) {
    throw new Error(`no data in ${command}`);
  }
  const answer = JSON.parse(JSON.stringify({ LaunchTemplateVersions: [{ LaunchTemplateData: before }] }));
  const made: unknown = written === undefined ? search(query ?? "", answer) : JSON.parse(written);
  return { ...before, ...(made as Data) };
}
