/** What IAM's policy simulator is asked: each action on each resource. */
export interface Simulation {
  /** ARN of a role or user; of a session there is none. */
  principal: string;
  /** `service:Action`, without wildcards. */
  actions: readonly string[];
  /** ARNs; empty: `*`. */
  resources: readonly string[];
  context: readonly ContextEntry[];
}

/** A condition key of the simulated requests. */
export interface ContextEntry {
  key: string;
  type: "string" | "stringList" | "boolean";
  values: readonly string[];
}

/** What IAM makes of one action on one resource. */
export interface SimulatedDecision {
  action: string;
  /** The ARN, or `*`. */
  resource: string;
  /** `allowed`, `explicitDeny` or `implicitDeny`; whatever else IAM says. */
  decision: string;
  /** Condition keys that the policies ask for and the simulation did not have. */
  missing: readonly string[];
  /** False where the principal's permissions boundary does not allow it; absent where IAM does not say. */
  allowedByBoundary?: boolean;
  /** The same of the organization's service control policies. */
  allowedByOrganization?: boolean;
}

/** The reads of IAM, and who calls. None changes anything. Errors as in {@link import("../drs/gateway").DrsGateway}. */
export interface IamGateway {
  /** Whose credentials these are, as STS says it; undefined when it cannot be told. */
  findCaller(): Promise<string | undefined>;
  /** The ARN of a role, with its path, which the ARN of a session lacks. */
  getRoleArn(roleName: string): Promise<string>;
  /** Follows every page. Unknown decisions are handed on as they are. */
  simulate(simulation: Simulation): Promise<SimulatedDecision[]>;
}
