/** What a policy pack's code may write, as the compiler sees it: `npm run check` compiles this file, nothing runs it. */
import { type DrillPoliciesOptions, drillPolicies } from "pulumi-drillwave-policy";

const waiver = { reason: "resized with release 14", owner: "dr-team", expires: "2027-01-31" };

// The words are those of the configuration file.
const options: DrillPoliciesOptions[] = [
  { set: "strict", rules: { all: "advisory", "drs-server-require-right-sizing": "mandatory" } },
  {
    rules: {
      "drs-server-require-right-sizing": {
        enforcementLevel: "mandatory",
        methods: { database: ["NONE", "IN_AWS"] },
      },
      "drs-server-limit-lag": { maximumLagSeconds: 600, unknown: "sameLevel" },
      "drs-wave-require-cleanup": "remediate",
      "drs-waiver-disallow-unused": "disabled",
      "drs-template-require-instance-type": undefined,
    },
  },
  { select: { severity: "high" } },
  { select: [{}, { supports: ["DORA", "CP-4"], enforcementLevel: "mandatory" }] },
  { rules: { "drs-server-require-start": { waivers: [{ server: ["db-1", "db-2"], wave: "database", ...waiver }] } } },
  {
    waivers: [
      { rules: ["drs-server-require-start", "drs-server-limit-lag"], role: "db", tag: { Tier: "test" }, ...waiver },
    ],
  },
];

// Lists that do not change are taken, too.
const fixed = { methods: { database: ["NONE"] } } as const;
drillPolicies({ rules: { "drs-server-require-right-sizing": fixed } });

const wrong: DrillPoliciesOptions[] = [
  // @ts-expect-error a set that there is not
  { set: "stric" },
  // @ts-expect-error a misspelt option
  { rule: {} },
  // @ts-expect-error a misspelt rule
  { rules: { "drs-server-require-right-sizng": "advisory" } },
  // @ts-expect-error a level that there is not
  { rules: { "drs-server-limit-lag": "loud" } },
  // @ts-expect-error the level by another word
  { rules: { "drs-server-limit-lag": { level: "advisory" } } },
  // @ts-expect-error a misspelt member
  { rules: { "drs-server-limit-lag": { maximumLag: 600 } } },
  // @ts-expect-error another rule's member
  { rules: { "drs-server-limit-lag": { methods: {} } } },
  // @ts-expect-error a value of another type
  { rules: { "drs-server-limit-lag": { maximumLagSeconds: "600" } } },
  // @ts-expect-error a value that is not among the allowed ones
  { rules: { "drs-server-require-right-sizing": { methods: { database: ["LARGE"] } } } },
  // @ts-expect-error configuration of all
  { rules: { all: { unknown: "sameLevel" } } },
  // @ts-expect-error a waiver without an end
  { rules: { "drs-server-limit-lag": { waivers: [{ server: "db-1", reason: "r", owner: "o" }] } } },
  // @ts-expect-error a misspelt rule of a waiver
  { waivers: [{ rules: ["drs-server-limit-lags"], role: "db", ...waiver }] },
  // @ts-expect-error a framework that there is not
  { select: { supports: "DOR" } },
];

export { options, wrong };
