/** A control of a framework that evidence of drills supports. Whether it is met, only an auditor can say. */
export interface Framework {
  /** For lists: the framework and the control in a few words. */
  short: string;
  name: string;
  version: string;
  reference: string;
  title: string;
  specification: string;
}

/** The controls that rules map to, by short names. */
export const CONTROLS = {
  "REL13-BP03": {
    short: "Well-Architected REL13-BP03",
    name: "AWS Well-Architected Framework",
    version: "Reliability Pillar",
    reference: "REL13-BP03",
    title: "Test disaster recovery implementation to validate the implementation",
    specification:
      "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html",
  },
  "REL13-BP04": {
    short: "Well-Architected REL13-BP04",
    name: "AWS Well-Architected Framework",
    version: "Reliability Pillar",
    reference: "REL13-BP04",
    title: "Manage configuration drift at the DR site or Region",
    specification:
      "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
  },
  "CP-4": {
    short: "NIST 800-53 CP-4",
    name: "NIST SP 800-53",
    version: "Revision 5",
    reference: "CP-4",
    title: "Contingency plan testing",
    specification: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
  },
  "A1.3": {
    short: "SOC 2 A1.3",
    name: "SOC 2 (AICPA Trust Services Criteria)",
    version: "2017",
    reference: "A1.3",
    title: "Tests of recovery plan procedures",
    specification:
      "https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022",
  },
  "DORA-25": {
    short: "DORA RTS Article 25",
    name: "DORA RTS (Delegated Regulation (EU) 2024/1774)",
    version: "2024/1774",
    reference: "Article 25",
    title: "Testing of the ICT business continuity plans",
    specification: "https://eur-lex.europa.eu/eli/reg_del/2024/1774/oj",
  },
} as const satisfies Record<string, Framework>;

export type Control = keyof typeof CONTROLS;
