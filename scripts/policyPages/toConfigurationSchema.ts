import type { PageSources, Policy } from "./toPages";

type Json = Record<string, unknown>;

/**
 * The JSON schema of a pack's configuration file, for editors: draft 7, which all of them know. It says what
 * `drillwave-policy-report --check-config` says, except what needs a clock or other entries. Pure.
 */
export function toConfigurationSchema({ recommended, strict }: PageSources): Json {
  const policies = recommended.map((policy, index) => [policy.name, schemaOf(policy, strict[index])] as const);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of DrillWave's policy pack (--policy-pack-config)",
    type: "object",
    properties: {
      all: {
        description: "Level of every policy; what is said of single policies goes before it.",
        ...levelOrObject(levels(["remediate"]), {}),
      },
      environments: {
        description: "Environments of Pulumi ESC, where Pulumi Cloud enforces the pack.",
        type: "array",
        items: { type: "string" },
      },
      ...Object.fromEntries(policies),
    },
    additionalProperties: false,
    definitions: { waiver: waiverOf(recommended) },
  };
}

/** What the file may say of a policy. */
function schemaOf(policy: Policy, strict: Policy | undefined): Json {
  const canRemedy = "remediateResource" in policy;
  const { waivers, unknown, ...own } = policy.configSchema?.properties ?? {};
  const level = levels(canRemedy ? ["remediate"] : []);
  return {
    description:
      `${policy.description} Severity ${policy.severity}; ${policy.enforcementLevel} in the recommended pack, ` +
      `${strict?.enforcementLevel} in the strict one. ${policy.url}`,
    ...levelOrObject(level, {
      ...own,
      // Its default is another one in each pack.
      ...(unknown === undefined ? {} : { unknown: { ...unknown, default: undefined } }),
      ...(waivers === undefined ? {} : { waivers: { ...waivers, items: { $ref: "#/definitions/waiver" } } }),
    }),
  };
}

function levels(further: readonly string[]): Json {
  return { type: "string", enum: ["advisory", "mandatory", ...further, "disabled"] };
}

function levelOrObject(level: Json, properties: Json): Json {
  const enforcementLevel = { ...level, description: "Default: the pack's level." };
  return {
    anyOf: [level, { type: "object", properties: { enforcementLevel, ...properties }, additionalProperties: false }],
  };
}

/** Every rule takes waivers in the same form. */
function waiverOf(policies: readonly Policy[]): unknown {
  const [waivers] = policies.flatMap(({ configSchema }) => configSchema?.properties["waivers"] ?? []);
  return waivers?.items;
}
