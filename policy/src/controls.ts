/** A control of a framework that evidence of drills supports. Whether it is met, only an auditor can say. */
export interface Framework {
  /** What the framework is called in a few letters; rules are selected by it. */
  framework: "Well-Architected" | "NIST 800-53" | "SOC 2" | "DORA";
  /** For lists: the framework and the control in a few words. */
  short: string;
  name: string;
  version: string;
  reference: string;
  title: string;
  specification: string;
}

const RELIABILITY_PILLAR = {
  framework: "Well-Architected",
  name: "AWS Well-Architected Framework",
  version: "Reliability Pillar",
} as const;

const NIST_800_53 = {
  framework: "NIST 800-53",
  name: "NIST SP 800-53",
  version: "Revision 5",
  specification: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
} as const;

/** The controls that rules map to, by short names. */
export const CONTROLS = {
  "REL09-BP02": {
    ...RELIABILITY_PILLAR,
    short: "Well-Architected REL09-BP02",
    reference: "REL09-BP02",
    title: "Secure and encrypt backups",
    specification:
      "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_backing_up_data_secured_backups_data.html",
  },
  "REL09-BP04": {
    ...RELIABILITY_PILLAR,
    short: "Well-Architected REL09-BP04",
    reference: "REL09-BP04",
    title: "Perform periodic recovery of the data to verify backup integrity and processes",
    specification:
      "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_backing_up_data_periodic_recovery_testing_data.html",
  },
  "REL13-BP01": {
    ...RELIABILITY_PILLAR,
    short: "Well-Architected REL13-BP01",
    reference: "REL13-BP01",
    title: "Define recovery objectives for downtime and data loss",
    specification:
      "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
  },
  "REL13-BP03": {
    ...RELIABILITY_PILLAR,
    short: "Well-Architected REL13-BP03",
    reference: "REL13-BP03",
    title: "Test disaster recovery implementation to validate the implementation",
    specification:
      "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html",
  },
  "REL13-BP04": {
    ...RELIABILITY_PILLAR,
    short: "Well-Architected REL13-BP04",
    reference: "REL13-BP04",
    title: "Manage configuration drift at the DR site or Region",
    specification:
      "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
  },
  "CP-4": {
    ...NIST_800_53,
    short: "NIST 800-53 CP-4",
    reference: "CP-4",
    title: "Contingency plan testing",
  },
  "AC-6": {
    ...NIST_800_53,
    short: "NIST 800-53 AC-6",
    reference: "AC-6",
    title: "Least privilege",
  },
  "SC-7": {
    ...NIST_800_53,
    short: "NIST 800-53 SC-7",
    reference: "SC-7",
    title: "Boundary protection",
  },
  "SC-8": {
    ...NIST_800_53,
    short: "NIST 800-53 SC-8",
    reference: "SC-8",
    title: "Transmission confidentiality and integrity",
  },
  "SC-28": {
    ...NIST_800_53,
    short: "NIST 800-53 SC-28",
    reference: "SC-28",
    title: "Protection of information at rest",
  },
  "A1.3": {
    framework: "SOC 2",
    short: "SOC 2 A1.3",
    name: "SOC 2 (AICPA Trust Services Criteria)",
    version: "2017",
    reference: "A1.3",
    title: "Tests of recovery plan procedures",
    specification:
      "https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022",
  },
  "DORA-25": {
    framework: "DORA",
    short: "DORA RTS Article 25",
    name: "DORA RTS (Delegated Regulation (EU) 2024/1774)",
    version: "2024/1774",
    reference: "Article 25",
    title: "Testing of the ICT business continuity plans",
    specification: "https://eur-lex.europa.eu/eli/reg_del/2024/1774/oj",
  },
} as const satisfies Record<string, Framework>;

export type Control = keyof typeof CONTROLS;
