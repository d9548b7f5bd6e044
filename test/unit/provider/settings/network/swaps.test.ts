import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interfacesOf } from "../../../../../provider/src/ec2/templateVersion";
import { outsideSwap } from "../../../../../provider/src/settings/network/outsideSwap";
import {
  endSwap,
  listOpenSwaps,
  openSwap,
  prepareSwap,
  type SwapContext,
} from "../../../../../provider/src/settings/network/swaps";
import { aTemplate, type FakeTemplates, fakeTemplates } from "../../fakeTemplates";

const NONCE = "0123456789abcdef0123456789abcdeft6925c2a0";
const PLACE = { subnetId: "subnet-drill", cidrBlock: "10.9.0.0/24", securityGroups: ["sg-drill"] };
const WISH = { launchTemplateId: "lt-1", nonce: NONCE, place: PLACE };

function contextOf(fake: FakeTemplates): SwapContext & { sleeps: number[] } {
  const sleeps: number[] = [];
  return { templates: fake.gateway, clock: { sleep: async (ms) => void sleeps.push(ms) }, sleeps };
}

async function open(fake: FakeTemplates) {
  const prepared = await prepareSwap(contextOf(fake), WISH);
  if (!("prepared" in prepared)) {
    throw new Error(prepared.obstacles.join("; "));
  }
  return openSwap(contextOf(fake), prepared.prepared);
}

function defaultOf(fake: FakeTemplates) {
  const template = fake.templates.get("lt-1");
  const version = template?.versions.find((each) => each.version === template.defaultVersion);
  return {
    version: version?.version,
    interfaces: version && interfacesOf(version),
    tags: template?.tags,
    data: version?.data,
  };
}

const OWN = [{ DeviceIndex: 0, SubnetId: "subnet-own", Groups: ["sg-own"] }];
const DRILL = [{ DeviceIndex: 0, SubnetId: "subnet-drill", Groups: ["sg-drill"] }];

describe("a swap", () => {
  it("points the template at the drill network, and tells it before", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));

    expect(await open(fake)).toEqual({ drillVersion: 2 });

    expect(defaultOf(fake)).toMatchObject({
      version: 2,
      interfaces: DRILL,
      tags: { DrillWaveNetwork: `${NONCE}:1:subnet-drill` },
      data: { InstanceType: "r5.large" },
    });
    expect(fake.templates.get("lt-1")?.versions[1]?.description).toBe(
      `DrillWave: drill network subnet-drill in place of version 1, drill ${NONCE}`,
    );
    expect(fake.calls.filter((call) => !/^(find|list)/.test(call))).toEqual([
      "tagTemplate lt-1",
      "createTemplateVersion lt-1 1",
      "setDefaultTemplateVersion lt-1 2",
    ]);
  });

  it("ends with the version before as the default, and without a tag", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    await open(fake);

    expect(await endSwap(contextOf(fake), "lt-1", NONCE)).toEqual({
      launchTemplateId: "lt-1",
      swap: { nonce: NONCE, version: 1, subnetId: "subnet-drill" },
      outcome: "restored",
      version: 1,
      beside: [],
    });
    expect(defaultOf(fake)).toMatchObject({ version: 1, interfaces: OWN, tags: {} });
    expect(await endSwap(contextOf(fake), "lt-1", NONCE)).toBeUndefined();
  });

  it("carries what DRS writes on top of it, and takes back the network alone", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    await open(fake);
    const late = { InstanceType: "c5.xlarge", NetworkInterfaces: [{ ...DRILL[0], DeleteOnTermination: true }] };
    fake.rewrite("lt-1", 2, late);

    expect(await endSwap(contextOf(fake), "lt-1", NONCE)).toMatchObject({ outcome: "carried", version: 4 });

    expect(defaultOf(fake)).toMatchObject({
      tags: {},
      data: { InstanceType: "c5.xlarge", NetworkInterfaces: [{ ...OWN[0], DeleteOnTermination: true }] },
    });
  });

  it("leaves a version that somebody has made the default elsewhere, and says which", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    await open(fake);
    fake.rewrite("lt-1", 2, { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-recovered" }] });

    expect(await endSwap(contextOf(fake), "lt-1", NONCE)).toMatchObject({ outcome: "moved", version: 3 });
    expect(defaultOf(fake)).toMatchObject({ version: 3, tags: {} });
  });

  it("is found by its version alone, when somebody has taken the tag away", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    await open(fake);
    fake.templates.get("lt-1")?.tags && delete fake.templates.get("lt-1")?.tags["DrillWaveNetwork"];

    expect(await endSwap(contextOf(fake), "lt-1", NONCE)).toMatchObject({ outcome: "restored", version: 1 });
  });

  it("is another drill's to end", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    await open(fake);

    expect(await endSwap(contextOf(fake), "lt-1", "fedcba9876543210fedcba9876543210")).toBeUndefined();
    expect(await listOpenSwaps(contextOf(fake), "fedcba9876543210fedcba9876543210")).toEqual([]);
    expect(await prepareSwap(contextOf(fake), WISH)).toEqual({
      obstacles: [
        `the drill ${NONCE} has it in its network subnet-drill, in place of version 1: that drill's own \`pulumi up\` or \`pulumi destroy\` puts it back`,
      ],
    });
  });

  it("is not opened when somebody has moved the default meanwhile", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    fake.after = (call) => {
      if (call.startsWith("createTemplateVersion")) {
        fake.rewrite("lt-1", 1, { InstanceType: "c5.xlarge" });
      }
    };

    expect(await open(fake)).toEqual({ moved: 3 });
    expect(defaultOf(fake)).toMatchObject({ version: 3, interfaces: OWN });
  });

  it("says when the version before is gone", async () => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    await open(fake);
    fake.templates.get("lt-1")?.versions.shift();

    await expect(endSwap(contextOf(fake), "lt-1", NONCE)).rejects.toThrow(
      "its version 1, which was the default before, is gone",
    );
  });

  it.each([
    [
      "an interface by id",
      [{ ...OWN[0], NetworkInterfaceId: "eni-1" }],
      "network interface 0 is the existing eni-1, which stays where it is",
    ],
    [
      "a fixed address outside",
      [{ ...OWN[0], PrivateIpAddress: "10.0.1.5" }],
      "network interface 0 has the fixed address 10.0.1.5, which is not in subnet-drill (10.9.0.0/24)",
    ],
    [
      "IPv6",
      [{ ...OWN[0], Ipv6AddressCount: 1 }],
      "network interface 0 has Ipv6AddressCount, which the drill subnet may not have",
    ],
    ["no interface", [], "it has no network interface, so what DRS writes meanwhile could not be put back"],
  ])("refuses %s", async (_name, NetworkInterfaces, obstacle) => {
    const fake = fakeTemplates(aTemplate("lt-1", { NetworkInterfaces }));
    expect(await prepareSwap(contextOf(fake), WISH)).toEqual({ obstacles: [obstacle] });
    expect(fake.calls.filter((call) => !/^(find|list)/.test(call))).toEqual([]);
  });

  it("takes a fixed address of the drill subnet along, and asks for no public one", async () => {
    const own = { ...OWN[0], PrivateIpAddress: "10.9.0.7", AssociatePublicIpAddress: true };
    const fake = fakeTemplates(aTemplate("lt-1", { NetworkInterfaces: [own] }));
    await open(fake);
    expect(defaultOf(fake).interfaces).toEqual([
      { ...DRILL[0], PrivateIpAddress: "10.9.0.7", AssociatePublicIpAddress: false },
    ]);
    fake.rewrite("lt-1", 2, { InstanceType: "c5.large" });
    await endSwap(contextOf(fake), "lt-1", NONCE);
    expect(defaultOf(fake).interfaces).toEqual([own]);
  });
});

/** What somebody else does to the template, before a call of ours. */
type Stranger = { before: number; does: "drsOnTop" | "drsOnOwn" | "person" };

const STRANGER: fc.Arbitrary<Stranger> = fc.record({
  before: fc.integer({ min: 0, max: 22 }),
  does: fc.constantFrom("drsOnTop" as const, "drsOnOwn" as const, "person" as const),
});

class Died extends Error {}

/** A drill that dies at a call, with or without the call's work, and whoever comes next; strangers write in between. */
async function play(fake: FakeTemplates, dies: { at: number; withWork: boolean }, strangers: readonly Stranger[]) {
  let calls = 0;
  let isAlive = true;
  const types: string[] = [];
  const lost: number[] = [];
  const act = ({ does }: Stranger) => {
    const template = fake.templates.get("lt-1");
    if (template === undefined) {
      return;
    }
    const type = `stranger.${types.length}`;
    if (does === "person") {
      fake.rewrite("lt-1", template.defaultVersion, {
        InstanceType: type,
        NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: `subnet-${type}` }],
      });
    } else {
      fake.rewrite("lt-1", does === "drsOnTop" ? template.defaultVersion : 1, { InstanceType: type });
    }
    types.push(type);
  };
  fake.before = () => {
    calls += 1;
    for (const stranger of strangers.filter(({ before }) => before === calls)) {
      act(stranger);
    }
    if (isAlive && calls === dies.at && !dies.withWork) {
      throw new Died();
    }
  };
  fake.after = () => {
    if (isAlive && calls === dies.at && dies.withWork) {
      throw new Died();
    }
  };
  try {
    await open(fake);
    await endSwap(contextOf(fake), "lt-1", NONCE);
  } catch (error) {
    if (!(error instanceof Died)) {
      throw error;
    }
  }
  isAlive = false;
  const end = await endSwap(contextOf(fake), "lt-1", NONCE);
  return { types, lost, end };
}

describe("whoever comes next", () => {
  it("leaves no template in the drill network, wherever the drill died and whatever others wrote", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ at: fc.integer({ min: 1, max: 22 }), withWork: fc.boolean() }),
        fc.array(STRANGER, { maxLength: 3 }),
        async (dies, strangers) => {
          const fake = fakeTemplates(aTemplate("lt-1"));
          await play(fake, dies, strangers);
          const { interfaces = [], tags } = defaultOf(fake);
          expect(interfaces.map((each) => each["SubnetId"])).not.toContain("subnet-drill");
          expect(tags).toEqual({});
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("keeps what others wrote last, or names its version", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(STRANGER, { minLength: 1, maxLength: 2 }), async (strangers) => {
        const fake = fakeTemplates(aTemplate("lt-1"));
        let calls = 0;
        const written: { version: number; type: string }[] = [];
        fake.before = () => {
          calls += 1;
          for (const { does } of strangers.filter(({ before }) => before === calls)) {
            const now = fake.templates.get("lt-1")?.defaultVersion ?? 1;
            const type = `stranger.${written.length}`;
            const NetworkInterfaces = [{ DeviceIndex: 0, SubnetId: `subnet-${type}` }];
            const data = does === "person" ? { InstanceType: type, NetworkInterfaces } : { InstanceType: type };
            written.push({ version: fake.rewrite("lt-1", does === "drsOnOwn" ? 1 : now, data), type });
          }
        };
        await open(fake);
        const end = await endSwap(contextOf(fake), "lt-1", NONCE);
        const last = written.at(-1);
        const { data, version } = defaultOf(fake);
        // Written after the last look of ours, it is the default anyway.
        const isKept = last === undefined || data?.["InstanceType"] === last.type;
        const isNamed = (end?.beside ?? []).includes(last?.version ?? 0);
        expect({ isKept: isKept || isNamed, version, written, calls: fake.calls }).toMatchObject({ isKept: true });
      }),
      { numRuns: 1500 },
    );
  });
});

describe("what counts outside of a swap", () => {
  it.each([
    ["no swap", (_fake: FakeTemplates) => {}, "r5.large", undefined],
    [
      "DRS's late word on top",
      (fake: FakeTemplates) => void fake.rewrite("lt-1", 2, { InstanceType: "c5.large" }),
      "c5.large",
      1,
    ],
  ])("is the template without the drill network: %s", async (_name, change, type, version) => {
    const fake = fakeTemplates(aTemplate("lt-1"));
    if (version !== undefined) {
      await open(fake);
    }
    change(fake);
    const [template] = await fake.gateway.listLaunchTemplates(["lt-1"]);
    const current = await fake.gateway.findTemplateVersion("lt-1", "$Default");
    const before = await fake.gateway.findTemplateVersion("lt-1", 1);
    if (template === undefined) {
      throw new Error("no template");
    }
    const outside = outsideSwap({ template, current, before });
    expect(outside.swap?.version).toBe(version);
    expect(outside.version?.data).toEqual({ InstanceType: type, NetworkInterfaces: OWN });
  });
});
