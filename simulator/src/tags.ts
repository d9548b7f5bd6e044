import { notFound, validationError } from "./errors";
import { printable } from "./printable";
import { listedInstances } from "./world/state/lookup";
import { arnOf, type Tags } from "./world/state/resource";
import type { WorldState } from "./world/state/worldState";

/** TagResource's own limit: "Each resource can have a maximum of 50 tags" (API reference). */
const MOST_TAGS = 50;

/**
 * Checks tags that a client wants on a resource, together with those that it has.
 *
 * @throws AwsError ValidationException for more than 50 of them, a key that begins with AWS's own prefix, or control characters, which AWS's
 * tags cannot have (letters, numbers, spaces and _.:/=+-@); which exception the service chooses for them is not documented
 */
export function checkTags(existing: Tags, added: Tags): Tags {
  const reserved = Object.keys(added).find((key) => key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined) {
    throw validationError(`Tag key ${reserved} is invalid: keys that begin with aws: are reserved for AWS use`);
  }
  const unprintable = Object.entries(added).find((tag) => tag.some((text) => printable(text) !== text));
  if (unprintable !== undefined) {
    throw validationError(
      `Tag key ${printable(unprintable[0])} is invalid: keys and values must not have control characters`,
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
 * The thing with this ARN, whose `tags` may be read and replaced: a source server, job, recovery instance or launch configuration template.
 *
 * @throws AwsError ResourceNotFoundException, also for an ARN of another account or Region
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
