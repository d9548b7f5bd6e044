import { describe, expect, it } from "vitest";
import { requireStagingRoom as rule } from "../../../../policy/src/rules/requireStagingRoom";
import type { Surroundings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aServer, aWave, aWaveAmid, DB, observing, STAGING, theSurroundings, WEB } from "../factories";

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
const full = (subnetId: string, room: string, needed: string, surplus: number, server: string, id: string) =>
  `staging subnet ${subnetId} (10.0.9.0/24) has ${room} for ${needed}, ` +
  "must have one for each, as a drill starts a conversion server there a source server | " +
  `for ${surplus} of its servers, such as ${server} (${id}): ` +
  `aws drs update-replication-configuration --source-server-id ${id} --staging-area-subnet-id <larger subnet>`;

describe(rule.name, () => {
  it.each([
    { label: "room for one", wave: aWave(), said: ["compliant"] },
    { label: "one address for one", wave: aWaveAmid({ subnets: { [STAGING]: subnet(1) } }), said: ["compliant"] },
    {
      label: "none for one",
      wave: aWaveAmid({ subnets: { [STAGING]: subnet(0) } }),
      said: [full(STAGING, "0 free addresses", "1 server", 1, "db-1", DB)],
    },
    {
      label: "two addresses for two",
      wave: two({ replicationConfigurations: both, subnets: { [STAGING]: subnet(2) } }),
      said: ["compliant"],
    },
    {
      label: "one address for two",
      wave: two({ replicationConfigurations: both, subnets: { [STAGING]: subnet(1) } }),
      said: [full(STAGING, "1 free address", "2 servers", 1, "db-1", DB)],
    },
    {
      label: "two subnets with an address each",
      wave: two({
        replicationConfigurations: { [DB]: through(STAGING), [WEB]: through(OTHER) },
        subnets: { [STAGING]: subnet(1), [OTHER]: subnet(1) },
      }),
      said: ["compliant"],
    },
    {
      label: "two full subnets",
      wave: two({
        replicationConfigurations: { [DB]: through(STAGING), [WEB]: through(OTHER) },
        subnets: { [STAGING]: subnet(0), [OTHER]: subnet(0) },
      }),
      said: [
        `${full(STAGING, "0 free addresses", "1 server", 1, "db-1", DB)} & ${full(OTHER, "0 free addresses", "1 server", 1, "web-1", WEB)}`,
      ],
    },
    {
      label: "another server's subnet that was not seen",
      wave: two({
        replicationConfigurations: { [DB]: through(STAGING), [WEB]: through(OTHER) },
        subnets: { [STAGING]: subnet(1) },
      }),
      said: [`not observed: subnet ${OTHER} was not found`],
    },
    {
      label: "a full subnet, and another server's configuration that was not seen",
      wave: two({ replicationConfigurations: { [DB]: through(STAGING) }, subnets: { [STAGING]: subnet(0) } }),
      said: [full(STAGING, "0 free addresses", "1 server", 1, "db-1", DB)],
    },
    {
      label: "room for those servers whose configuration was seen",
      wave: two({ replicationConfigurations: { [DB]: through(STAGING) } }),
      said: [`not observed: the replication configuration of web-1 (${WEB}) was not found`],
    },
    {
      label: "a staging subnet that is not reported",
      wave: aWaveAmid({ replicationConfigurations: { [DB]: {} } }),
      said: [`not observed: the staging subnet of db-1 (${DB}) is not reported`],
    },
    {
      label: "a selector's servers",
      wave: aWave({
        sourceServers: undefined,
        selector: { tags: { Tier: "web" } },
        observed: observing([aSeenServer()], theSurroundings({ subnets: { [STAGING]: subnet(0) } })),
      }),
      said: [full(STAGING, "0 free addresses", "1 server", 1, "db-1", DB)],
    },
    { label: "no servers", wave: aWave({ sourceServers: [] }), said: ["notApplicable"] },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
