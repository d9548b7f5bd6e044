import { type ObservedLaunchAction, roleAmong } from "pulumi-drillwave/vocabulary";
import { type Judgement, NOT_APPLICABLE, Unanswerable, violationUnless } from "../judged/judgement";
import { entry, part, reported, stored } from "../judged/observed";
import type { JudgedServer } from "../judged/wave";
import { names } from "../names";
import { serverRule } from "../rule";

/** Servers of the configured roles are checked by a post-launch action of their own. */
export const requireValidation = serverRule({
  name: "drs-server-require-validation",
  displayName: "An own check is part of the verdict",
  wants:
    "Servers of the configured roles have an active, required post-launch action of the category VALIDATION, and run their " +
    "post-launch actions.",
  why:
    "A server that runs and passes EC2's status checks may still serve nothing. A required post-launch action fails its " +
    "server in the drill's verdict when its check fails: a port, a service, a mounted volume, a query. An optional action " +
    "warns, and an inactive one does not run (DRS user guide, Post-launch settings). Judged is what DRS lists, whoever made " +
    "it; not what the document checks. DRS is asked for the actions of servers that have a role and run them.",
  fix: 'Add a LaunchAction with category: "VALIDATION" and optional: false, or make one of the server\'s actions so.',
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "A1.3", "CP-4"],
  config: {
    roles: names("Roles whose servers have a check of their own."),
  },
  rolesIn: ({ roles }) => roles,
  judgeServer(server, { roles }) {
    const role = roleAmong(server.role, roles);
    if (role === undefined) {
      return NOT_APPLICABLE;
    }
    const { sourceServerId, wave, name } = server;
    const runs = reported(stored(server).postLaunchEnabled, `whether ${name} runs post-launch actions`);
    if (!runs || sourceServerId === undefined) {
      return missing("postLaunchEnabled is off", role);
    }
    const actions = entry(wave, "launchActions", part(wave, "launchActions"), sourceServerId, `actions of ${name}`);
    return judgeActions(actions, server, role);
  },
});

function judgeActions(actions: readonly ObservedLaunchAction[], { name }: JudgedServer, role: string): Judgement {
  const checks = actions.filter(({ category = VALIDATION }) => category === VALIDATION);
  const required = checks.filter(({ active = true, optional = false }) => active && !optional);
  const known = required.filter((each) => [each.category, each.active, each.optional].every(isSaid));
  if (known.length > 0) {
    return violationUnless([]);
  }
  const [unclear] = required;
  if (unclear !== undefined) {
    throw new Unanswerable("not observed", `whether ${unclear.name} of ${name} is an active, required check`);
  }
  const why = checks.map((each) => `${each.name} is ${each.active === false ? "not active" : "optional"}`);
  return missing(why.length === 0 ? undefined : why.join(", "), role);
}

const VALIDATION = "VALIDATION";

function isSaid(value: unknown): boolean {
  return value !== undefined;
}

function missing(detail: string | undefined, role: string): Judgement {
  return violationUnless([
    {
      says: `would be judged without a check of the role ${role} (an active, required VALIDATION action)`,
      ...(detail === undefined ? {} : { detail }),
      why: "a server that runs may still serve nothing",
      fix: {
        words:
          'add a LaunchAction with category: "VALIDATION" and optional: false, let the server run its actions ' +
          "(postLaunchEnabled), and name both in the wave's settings",
      },
    },
  ]);
}
