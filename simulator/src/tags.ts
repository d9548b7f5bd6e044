import { notFound, validationError } from "./errors";
import { printable, shortened } from "./printable";
import { listedInstances } from "./world/state/lookup";
import { arnOf, type Tags } from "./world/state/resource";
import type { WorldState } from "./world/state/worldState";

/** "Each resource can have a maximum of 50 tags" (https://docs.aws.amazon.com/drs/latest/APIReference/API_TagResource.html). */
const MOST_TAGS = 50;

/** How much of a key a message quotes. */
const LONGEST = 200;

/**
 * The tags of a resource once these are added.
 *
 * @throws AwsError ValidationException for more than 50 tags, for a key with AWS's own prefix and for control characters (AWS's tags consist of
 * letters, numbers, spaces and _.:/=+-@); which exception the service uses for the latter is not documented
 */
export function checkTags(existing: Tags, added: Tags): Tags {
  const reserved = Object.keys(added).find((key) => key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined) {
    throw validationError(
      `Tag key ${shortened(reserved, LONGEST)} is invalid: keys that begin with aws: are reserved for AWS use`,
    );
  }
  const unprintable = Object.entries(added).find((tag) => tag.some((text) => printable(text) !== text));
  if (unprintable !== undefined) {
    throw validationError(
      `Tag key ${printable(shortened(unprintable[0], LONGEST))} is invalid: keys and values must not have control characters`,
    );
  }
  const all = { ...existing, ...added };
  const number = Object.keys(all).length;
  if (number > MOST_TAGS) {
    throw validationError(`A resource can have at most ${MOST_TAGS} tags, this request makes ${number}`);
  }
  return all;
}

/**
 * The source server, job, recovery instance or launch configuration template with this ARN; its `tags` may be replaced.
 *
 * @throws AwsError ResourceNotFoundException, also when the ARN is of another account or Region
 */
export function findTagged(state: WorldState, arn: string): { tags: Tags } {
  const found =
    state.sourceServers.find((server) => arnOf(state, "source-server", server.sourceServerID) === arn) ??
    state.jobs.find((job) => arnOf(state, "job", job.jobID) === arn) ??
    listedInstances(state).find((instance) => arnOf(state, "recovery-instance", instance.ec2InstanceID) === arn) ??
    state.launchConfigurationTemplates.find(
      (template) => arnOf(state, "launch-configuration-template", template.launchConfigurationTemplateID) === arn,
    );
  if (found === undefined) {
    throw notFound("Resource", arn);
  }
  return found;
}
