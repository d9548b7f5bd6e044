import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import type { Form } from "../form";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { associations, routeTableToXml } from "../routeTables";
import { items } from "../xml";

/**
 * The route tables; an unknown id is an error.
 *
 * As in EC2, a subnet that uses its VPC's main table has no association, so the filter `association.subnet-id` finds nothing for it.
 */
export const describeRouteTables: Ec2Operation = {
  name: "DescribeRouteTables",
  mutates: false,
  answer(form, { state }) {
    const found = filtered(
      namedTables(state, form),
      form,
      {
        "route-table-id": (table) => table.routeTableId,
        "vpc-id": (table) => table.vpcId,
        "owner-id": () => state.account,
        "association.subnet-id": (table) => table.subnetIds,
        "association.main": (table) => associations(table).map(({ main }) => String(main)),
        "association.route-table-id": (table) => associations(table).map(({ routeTableId }) => routeTableId),
        "association.route-table-association-id": (table) =>
          associations(table).map(({ routeTableAssociationId }) => routeTableAssociationId),
      },
      (table) => table.tags,
    );
    const page = ec2Page("DescribeRouteTables", found, (table) => table.routeTableId, form);
    return {
      routeTableSet: items(page.items.map((table) => routeTableToXml(state, table))),
      nextToken: page.nextToken,
    };
  },
};

function namedTables(state: WorldState, form: Form): WorldState["routeTables"] {
  const ids = form.list("RouteTableId");
  const unknown = ids.find((id) => !state.routeTables.some((table) => table.routeTableId === id));
  if (unknown !== undefined) {
    throw ec2Error("InvalidRouteTableID.NotFound", `The routeTable ID '${unknown}' does not exist`);
  }
  return state.routeTables.filter((table) => ids.length === 0 || ids.includes(table.routeTableId));
}
