import type * as v from "valibot";
import { type iam, SERVICE_ROLES } from "../schema/iam";
import type { IamState, IdentityState } from "../state/iam";

/** IAM as a world file has it. */
type IamFile = v.InferOutput<typeof iam>;

/** IAM of a world; DRS's own roles are there unless the file says which of them are. */
export function buildIam(file: IamFile = {}): IamState {
  const {
    roles = [],
    users = [],
    instanceProfiles = [],
    serviceRoles = SERVICE_ROLES,
    organizationPolicies,
    results,
  } = file;
  const identities = [
    ...roles.map(({ roleName, ...role }) => identity("role", roleName, role)),
    ...users.map(({ userName, ...user }) => identity("user", userName, user)),
    ...serviceRoles.map((name) => identity("role", name, { path: "/service-role/" })),
  ];
  return {
    identities,
    instanceProfiles: [
      ...instanceProfiles.map(({ path = "/", ...profile }) => ({ ...profile, path })),
      ...serviceRoles.map((name) => ({ instanceProfileName: name, path: "/service-role/", roleName: name })),
    ],
    ...(organizationPolicies === undefined ? {} : { organizationPolicies }),
    results: results ?? "perAction",
  };
}

type IdentityFile = Pick<NonNullable<IamFile["roles"]>[number], "path" | "policies" | "permissionsBoundary">;

function identity(kind: IdentityState["kind"], name: string, file: IdentityFile): IdentityState {
  const { path = "/", policies = [], permissionsBoundary } = file;
  return { kind, name, path, policies, ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }) };
}
