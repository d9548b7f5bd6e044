import type { WorldState } from "./worldState";

/**
 * A state that an earlier version of the simulator saved, with what has been added since. A template's tags were an object then.
 */
export function completed(saved: WorldState): WorldState {
  const earlier: Partial<WorldState> = saved;
  return {
    ...saved,
    sts: earlier.sts ?? { callerAccount: saved.account, refuseExpired: false, roles: [] },
    sessions: earlier.sessions ?? [],
    vpcs: earlier.vpcs ?? [],
    networkInterfaces: earlier.networkInterfaces ?? [],
    volumes: earlier.volumes ?? [],
    notOffered: earlier.notOffered ?? [],
    launchTemplates: saved.launchTemplates.map((template) => ({
      ...template,
      versions: template.versions.map(({ data, ...version }) => ({
        ...version,
        data:
          data.tagSpecifications === undefined
            ? data
            : { ...data, tagSpecifications: data.tagSpecifications.map(withTagList) },
      })),
    })),
  };
}

function withTagList<Specification extends { readonly tags?: unknown }>(specification: Specification): Specification {
  const { tags } = specification;
  return Array.isArray(tags) || typeof tags !== "object" || tags === null
    ? specification
    : { ...specification, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
}
