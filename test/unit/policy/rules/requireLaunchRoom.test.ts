import { describe, expect, it } from "vitest";
import type { PlannedWave } from "../../../../policy/src/judged/plan";
import { changeInterface } from "../../../../policy/src/judged/templateChange";
import type { JudgedWave } from "../../../../policy/src/judged/wave";
import { requireLaunchRoom as rule } from "../../../../policy/src/rules/requireLaunchRoom";
import { remedyFor } from "../../../../policy/src/telling/commands";
import type { Surroundings } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import {
  aLaunchConfiguration,
  aPlan,
  aPlannedWave,
  aSeenServer,
  aServer,
  aSource,
  aTemplate,
  aWave,
  aWaveAmid,
  changedWave,
  DB,
  observing,
  SUBNET,
  theSurroundings,
  urnOf,
  WEB,
} from "../factories";

const subnets = (availableIpAddressCount: number): Surroundings["subnets"] => ({
  [SUBNET]: { cidrBlock: "10.0.1.0/24", availableIpAddressCount },
});

/** A wave of two servers, the second of which was seen like this, and a launch subnet with this many free addresses. */
const two = (second: Parameters<typeof aSeenServer>[0], free: number) =>
  aWave({
    sourceServers: [aServer(), aServer({ sourceServerId: WEB })],
    observed: observing(
      [
        aSeenServer(),
        aSeenServer({ sourceServerId: WEB, hostname: "web-1", source: aSource({ privateIp: "10.0.1.21" }), ...second }),
      ],
      theSurroundings({ subnets: subnets(free) }),
    ),
  });
const moved = (template = aTemplate()) =>
  remedyFor(
    [
      changeInterface(
        { deviceIndex: 0, index: 0, isPrimary: true, isOnly: true, template },
        { SubnetId: "<larger subnet>" },
      ),
    ],
    undefined,
  ).commands.join();
const WHY = "EC2 refuses a launch without an address, and what a wave has launched keeps its own";
const END = 'let waves that others wait for end what they launched (cleanup: "afterDrill"); or ';
const full = (
  room: string,
  needed: string,
  surplus = "1 recovery instance",
  { wave = "database", before = "", command = moved() } = {},
) =>
  `${wave}: would find ${room} for ${needed} in ${SUBNET} (10.0.1.0/24): ${WHY} | ` +
  `${before}take ${surplus} to a larger subnet, such as that of db-1 (${DB}); ${command}`;
const one = (
  name: string,
  sourceServerId: string,
  free: number,
  changes: Partial<PlannedWave> & { cleanup?: "afterDrill" } = {},
) => {
  const { cleanup, ...planned } = changes;
  const privateIp = `10.0.1.${100 + Number(sourceServerId.slice(-2))}`;
  const seen = aSeenServer({ sourceServerId, hostname: name, source: aSource({ privateIp }) });
  const observed = observing([seen], theSurroundings({ subnets: subnets(free) }));
  const sourceServers = [aServer({ sourceServerId })];
  return aPlannedWave({
    wave: aWave({ sourceServers, observed, cleanup }, [], name),
    record: undefined,
    isNew: true,
    ...planned,
  });
};
const answersOf = (wave: JudgedWave) => planAnswers(rule, aPlan(aPlannedWave({ wave })));
const earlier = [{ recoveryInstanceId: "i-00000000000000001", isDrill: true }];

describe(rule.name, () => {
  it.each([
    { label: "room", wave: aWave(), said: ["database: compliant"] },
    { label: "one address for one", wave: aWaveAmid({ subnets: subnets(1) }), said: ["database: compliant"] },
    {
      label: "none for one",
      wave: aWaveAmid({ subnets: subnets(0) }),
      said: [full("0 free addresses", "1 recovery instance")],
    },
    { label: "two addresses for two", wave: two({}, 2), said: ["database: compliant"] },
    { label: "one address for two", wave: two({}, 1), said: [full("1 free address", "2 recovery instances")] },
    {
      label: "none for two",
      wave: two({}, 0),
      said: [full("0 free addresses", "2 recovery instances", "2 recovery instances")],
    },
    {
      label: "one address for two, one of which gives its own back",
      wave: two({ recoveryInstances: earlier }, 1),
      said: ["database: compliant"],
    },
    {
      label: "no address for one that gives its own back",
      wave: aWave({
        observed: observing([aSeenServer({ recoveryInstances: earlier })], theSurroundings({ subnets: subnets(0) })),
      }),
      said: ["database: notApplicable"],
    },
    {
      label: "one address for two, one of which launches into an instance",
      wave: two(
        {
          launchConfiguration: aLaunchConfiguration({
            launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-00000000000000002" },
          }),
        },
        1,
      ),
      said: ["database: compliant"],
    },
    {
      label: "one address for two, one of which goes to a default subnet that nobody looked for",
      wave: two({ launchTemplate: aTemplate({ subnetId: undefined }) }, 1),
      said: ["database: compliant", "database: not observed: default subnets"],
    },
    {
      label: "room for those servers whose template was read",
      wave: two({ launchTemplate: undefined }, 2),
      said: ["database: compliant", `database: not observed: the launch template of web-1 (${WEB}) could not be read`],
    },
    {
      label: "a full subnet, and another server's template that could not be read",
      wave: two({ launchTemplate: undefined }, 0),
      said: [
        full("0 free addresses", "1 recovery instance"),
        `database: not observed: the launch template of web-1 (${WEB}) could not be read`,
      ],
    },
    { label: "no servers", wave: aWave({ sourceServers: [] }), said: ["database: notApplicable"] },
  ])("$label", ({ wave, said }) => {
    expect(answersOf(wave)).toEqual(said);
  });

  describe("of waves that live at the same time", () => {
    const third = "s-00000000000000003";
    const [first, second, last] = [urnOf("one"), urnOf("two"), urnOf("three")];
    const chain = (free: readonly [number, number, number], cleanup: readonly ("afterDrill" | undefined)[] = []) =>
      aPlan(
        one("one", DB, free[0], { ...(cleanup[0] === undefined ? {} : { cleanup: cleanup[0] }) }),
        one("two", WEB, free[1], {
          after: new Set([first]),
          ...(cleanup[1] === undefined ? {} : { cleanup: cleanup[1] }),
        }),
        one("three", third, free[2], { after: new Set([first, second]) }),
      );
    const shared = (room: string, surplus: string) =>
      `three: would find ${room} for 3 recovery instances of one, two, three in ${SUBNET} (10.0.1.0/24): ${WHY} | ` +
      `${END}take ${surplus} to a larger subnet, such as that of one (${DB}); ${moved()}`;

    it("counts what earlier waves launched, which stays until destroy", () => {
      expect(planAnswers(rule, chain([2, 2, 2]))).toEqual([shared("2 free addresses", "1 recovery instance")]);
    });

    it("counts the addresses that were free before the drill: in `up`, each wave sees fewer", () => {
      expect(planAnswers(rule, chain([3, 2, 1]))).toEqual(["three: compliant"]);
    });

    it("does not count a wave that has ended what it launched before the next one starts", () => {
      expect(planAnswers(rule, chain([1, 1, 1], ["afterDrill", "afterDrill"]))).toEqual(["three: compliant"]);
    });

    it("counts a wave that ends what it launched beside those that do not wait for it", () => {
      const plan = aPlan(one("one", DB, 1, { cleanup: "afterDrill" }), one("two", WEB, 1, { cleanup: "afterDrill" }));
      expect(planAnswers(rule, plan)).toEqual([
        expect.stringContaining("two: would find 1 free address for 2 recovery instances"),
      ]);
    });

    it("does not know while it is unknown whether a wave ends what it launched", () => {
      const wave = changedWave(one("one", DB, 1).wave, {}, ["cleanup"]);
      const plan = aPlan(aPlannedWave({ wave, isNew: true }), one("two", WEB, 1, { after: new Set([first]) }));
      expect(planAnswers(rule, plan)).toEqual(["unknown during preview: cleanup"]);
    });

    it("does not know where as many addresses may be free as not", () => {
      const ids = Array.from({ length: 18 }, (_, index) => `s-000000000000000${10 + index}`);
      const plan = aPlan(...ids.map((id, index) => one(`wave-${index}`, id, 16)));
      const [said = ""] = planAnswers(rule, plan);
      expect(said).toMatch(
        /^wave-17: not observed: whether subnet-\S+ \(10\.0\.1\.0\/24\) has free addresses for 18 recovery instances of /,
      );
    });

    it.each([
      { needed: 16, status: "compliant" },
      { needed: 20, status: "would find at most 19 free addresses for 20 recovery instances" },
    ])("says of $needed where 16 to 19 are free: $status", ({ needed, status }) => {
      const ids = Array.from({ length: needed }, (_, index) => `s-000000000000000${10 + index}`);
      const [said = ""] = planAnswers(rule, aPlan(...ids.map((id, index) => one(`wave-${index}`, id, 16))));
      expect(said).toContain(status);
    });

    it("is about every wave's own count too", () => {
      expect([last, planAnswers(rule, aPlan(one("three", third, 0)))]).toEqual([
        urnOf("three"),
        [expect.stringContaining("three: would find 0 free addresses for 1 recovery instance")],
      ]);
    });
  });

  describe("of templates that name no subnet", () => {
    const bare = (free: Record<string, number>) => {
      const launchTemplate = aTemplate({ subnetId: undefined });
      const around = theSurroundings({
        defaultSubnets: Object.fromEntries(Object.keys(free).map((id, index) => [`us-west-2${"abc"[index]}`, id])),
        subnets: Object.fromEntries(
          Object.entries(free).map(([id, availableIpAddressCount]) => [
            id,
            { cidrBlock: "172.31.0.0/20", availableIpAddressCount },
          ]),
        ),
      });
      return answersOf(aWave({ observed: observing([aSeenServer({ launchTemplate })], around) }));
    };
    it.each([
      { label: "room in the default subnet", free: { a: 1 }, said: "database: compliant" },
      {
        label: "none",
        free: { a: 0 },
        said: "would find 0 free addresses for 1 recovery instance in a (172.31.0.0/20)",
      },
      {
        label: "room in one of two, of which EC2 picks",
        free: { a: 1, b: 0 },
        said: "not observed: whether a (172.31.0.0/20) and b (172.31.0.0/20) has free addresses for 1 recovery instance",
      },
      { label: "room in both", free: { a: 1, b: 1 }, said: "database: compliant" },
      {
        label: "none in both",
        free: { a: 0, b: 0 },
        said: "would find 0 free addresses for 1 recovery instance in a (172.31.0.0/20) and b",
      },
    ])("finds $label", ({ free, said }) => {
      expect(bare(free).join()).toContain(said);
    });
  });

  describe("of addresses that launches ask for", () => {
    const asking = (
      name: string,
      sourceServerId: string,
      address: string,
      changes: Partial<PlannedWave> & { copies?: boolean } = {},
    ) => {
      const { copies = false, ...planned } = changes;
      const launchConfiguration = aLaunchConfiguration({ copyPrivateIp: copies });
      const fixed = { deviceIndex: 0, subnetId: SUBNET, ...(copies ? {} : { privateIpAddress: address }) };
      const launchTemplate = aTemplate({ networkInterfaces: [fixed] });
      const seen = aSeenServer({
        sourceServerId,
        hostname: name,
        source: aSource({ privateIp: address }),
        launchConfiguration,
        launchTemplate,
      });
      const wave = aWave({ sourceServers: [aServer({ sourceServerId })], observed: observing([seen]) }, [], name);
      return aPlannedWave({ wave, record: undefined, isNew: true, ...planned });
    };
    const taken = `two, two (${WEB}): (10.0.1.9 of one (${DB})) would ask for an address that another launch has in ${SUBNET}: EC2 refuses the second one`;

    it.each([
      {
        label: "two fixed ones that are the same",
        plan: aPlan(asking("one", DB, "10.0.1.9"), asking("two", WEB, "10.0.1.9")),
        isTaken: true,
      },
      {
        label: "a copied and a fixed one",
        plan: aPlan(asking("one", DB, "10.0.1.9", { copies: true }), asking("two", WEB, "10.0.1.9")),
        isTaken: true,
      },
      { label: "others", plan: aPlan(asking("one", DB, "10.0.1.9"), asking("two", WEB, "10.0.1.10")), isTaken: false },
      {
        label: "the same server in two waves",
        plan: aPlan(asking("one", DB, "10.0.1.9"), asking("two", DB, "10.0.1.9")),
        isTaken: false,
      },
    ])("finds $label: $isTaken", ({ plan, isTaken }) => {
      expect(planAnswers(rule, plan).some((said) => said.startsWith(taken))).toBe(isTaken);
    });
  });
});
