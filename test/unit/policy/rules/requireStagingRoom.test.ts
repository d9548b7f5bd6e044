import { describe, expect, it } from "vitest";
import { requireStagingRoom as rule } from "../../../../policy/src/rules/requireStagingRoom";
import type { Surroundings } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import {
  aPlan,
  aPlannedWave,
  aSeenServer,
  aServer,
  aWave,
  aWaveAmid,
  DB,
  observing,
  STAGING,
  theSurroundings,
  urnOf,
  WEB,
} from "../factories";

const OTHER = "subnet-00000000000000009";
const subnet = (availableIpAddressCount: number) => ({ cidrBlock: "10.0.9.0/24", availableIpAddressCount });
const through = (stagingAreaSubnetId?: string) => (stagingAreaSubnetId === undefined ? {} : { stagingAreaSubnetId });

/** A wave of two servers, amid this. */
const two = (surroundings: Partial<Surroundings>) =>
  aWave({
    sourceServers: [aServer(), aServer({ sourceServerId: WEB })],
    observed: observing(
      [aSeenServer(), aSeenServer({ sourceServerId: WEB, hostname: "web-1" })],
      theSurroundings(surroundings),
    ),
  });
const both = { [DB]: through(STAGING), [WEB]: through(STAGING) };
const full = (subnetId: string, room: string, needed: string, surplus: string, server: string, id: string) =>
  `database: would find ${room} for ${needed} in ${subnetId} (10.0.9.0/24): a drill starts one a source server there, and ` +
  `it cannot start without an address | take ${surplus} to a larger subnet, such as that of ${server} (${id}); ` +
  `aws drs update-replication-configuration --source-server-id ${id} --staging-area-subnet-id <larger subnet>`;

describe(rule.name, () => {
  it.each([
    { label: "room for one", wave: aWave(), said: ["database: compliant"] },
    {
      label: "one address for one",
      wave: aWaveAmid({ subnets: { [STAGING]: subnet(1) } }),
      said: ["database: compliant"],
    },
    {
      label: "none for one",
      wave: aWaveAmid({ subnets: { [STAGING]: subnet(0) } }),
      said: [full(STAGING, "0 free addresses", "1 conversion server", "1 conversion server", "db-1", DB)],
    },
    {
      label: "two addresses for two",
      wave: two({ replicationConfigurations: both, subnets: { [STAGING]: subnet(2) } }),
      said: ["database: compliant"],
    },
    {
      label: "one address for two",
      wave: two({ replicationConfigurations: both, subnets: { [STAGING]: subnet(1) } }),
      said: [full(STAGING, "1 free address", "2 conversion servers", "1 conversion server", "db-1", DB)],
    },
    {
      label: "two subnets with an address each",
      wave: two({
        replicationConfigurations: { [DB]: through(STAGING), [WEB]: through(OTHER) },
        subnets: { [STAGING]: subnet(1), [OTHER]: subnet(1) },
      }),
      said: ["database: compliant", "database: compliant"],
    },
    {
      label: "two full subnets",
      wave: two({
        replicationConfigurations: { [DB]: through(STAGING), [WEB]: through(OTHER) },
        subnets: { [STAGING]: subnet(0), [OTHER]: subnet(0) },
      }),
      said: [
        full(STAGING, "0 free addresses", "1 conversion server", "1 conversion server", "db-1", DB),
        full(OTHER, "0 free addresses", "1 conversion server", "1 conversion server", "web-1", WEB),
      ],
    },
    {
      label: "another server's subnet that was not seen",
      wave: two({
        replicationConfigurations: { [DB]: through(STAGING), [WEB]: through(OTHER) },
        subnets: { [STAGING]: subnet(1) },
      }),
      said: ["database: compliant", `database: not observed: subnet ${OTHER} was not found`],
    },
    {
      label: "a full subnet, and another server's configuration that was not seen",
      wave: two({ replicationConfigurations: { [DB]: through(STAGING) }, subnets: { [STAGING]: subnet(0) } }),
      said: [
        full(STAGING, "0 free addresses", "1 conversion server", "1 conversion server", "db-1", DB),
        `database: not observed: the replication configuration of web-1 (${WEB}) was not found`,
      ],
    },
    {
      label: "room for those servers whose configuration was seen",
      wave: two({ replicationConfigurations: { [DB]: through(STAGING) } }),
      said: [
        "database: compliant",
        `database: not observed: the replication configuration of web-1 (${WEB}) was not found`,
      ],
    },
    {
      label: "a staging subnet that is not reported",
      wave: aWaveAmid({ replicationConfigurations: { [DB]: {} } }),
      said: [`database: not observed: the staging subnet of db-1 (${DB}) is not reported`],
    },
    {
      label: "a selector's servers",
      wave: aWave({
        sourceServers: undefined,
        selector: { tags: { Tier: "web" } },
        observed: observing([aSeenServer()], theSurroundings({ subnets: { [STAGING]: subnet(0) } })),
      }),
      said: [full(STAGING, "0 free addresses", "1 conversion server", "1 conversion server", "db-1", DB)],
    },
    { label: "no servers", wave: aWave({ sourceServers: [] }), said: [] },
  ])("$label", ({ wave, said }) => {
    expect(planAnswers(rule, aPlan(aPlannedWave({ wave })))).toEqual(said);
  });

  it.each([
    {
      label: "that can run at the same time, together",
      after: [],
      said: "would find 1 free address for 2 conversion servers of database, web",
    },
    { label: "that wait for each other, one by one", after: ["database"], said: "web: compliant" },
  ])("counts waves $label", ({ after, said }) => {
    const one = (name: string, id: string, before: string[]) => {
      const around = theSurroundings({ replicationConfigurations: both, subnets: { [STAGING]: subnet(1) } });
      const observed = observing([aSeenServer({ sourceServerId: id, hostname: name })], around);
      const wave = aWave({ sourceServers: [aServer({ sourceServerId: id })], observed }, [], name);
      return aPlannedWave({ wave, after: new Set(before.map(urnOf)) });
    };
    expect(planAnswers(rule, aPlan(one("database", DB, []), one("web", WEB, after))).join()).toContain(said);
  });
});
