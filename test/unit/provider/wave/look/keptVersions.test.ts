import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LaunchTemplateVersion } from "../../../../../provider/src/ec2/types";
import { KeptVersions, type VersionReads } from "../../../../../provider/src/wave/look/keptVersions";
import { aRefusal } from "../../factories";

/** An account with these templates, in pages of two; `calls` are the requests. */
function anAccount(ids: readonly string[], { refusesPages = false, pageSize = 2 } = {}) {
  const calls: string[] = [];
  const version = (launchTemplateId: string) => ({ launchTemplateId, version: 1 });
  const reads: VersionReads<LaunchTemplateVersion> = {
    find: async (id) => {
      calls.push(id);
      return ids.includes(id) ? version(id) : undefined;
    },
    page: async (next = "0") => {
      calls.push(`page ${next}`);
      if (refusesPages) {
        throw aRefusal("UnauthorizedOperation", "ec2:DescribeLaunchTemplateVersions");
      }
      const end = Number(next) + pageSize;
      const versions = ids.slice(Number(next), end).map(version);
      return end < ids.length ? { versions, next: String(end) } : { versions };
    },
  };
  const kept = new KeptVersions<LaunchTemplateVersion>();
  const find = async (...wanted: string[]) =>
    (await Promise.all(wanted.map((id) => kept.find(id, reads)))).map((found) => found?.launchTemplateId);
  return { calls, find };
}

describe("default versions for several looks", () => {
  it("is read by its id where it is the only one", async () => {
    const { calls, find } = anAccount(["lt-1", "lt-2"]);
    expect(await find("lt-1")).toEqual(["lt-1"]);
    expect(calls).toEqual(["lt-1"]);
  });

  it("are read by a page of the account's, the first one excepted", async () => {
    const { calls, find } = anAccount(["lt-1", "lt-2", "lt-3"], { pageSize: 200 });
    expect(await find("lt-1", "lt-2", "lt-3")).toEqual(["lt-1", "lt-2", "lt-3"]);
    expect(await find("lt-3", "lt-2")).toEqual(["lt-3", "lt-2"]);
    expect(calls).toEqual(["lt-1", "page 0"]);
  });

  it("are read by their ids where a role may not list those of the account", async () => {
    const { calls, find } = anAccount(["lt-1", "lt-2", "lt-3"], { refusesPages: true });
    expect(await find("lt-1", "lt-2")).toEqual(["lt-1", "lt-2"]);
    expect(await find("lt-3", "lt-1")).toEqual(["lt-3", "lt-1"]);
    expect(calls).toEqual(["lt-1", "page 0", "lt-2", "lt-3"]);
  });

  it("are looked for again where there was none", async () => {
    const { calls, find } = anAccount([]);
    expect([await find("lt-1"), await find("lt-1")]).toEqual([[undefined], [undefined]]);
    expect(calls).toEqual(["lt-1", "lt-1"]);
  });

  it("cost no more than one read in ten, and one, more than one by one, however many others the account has", async () => {
    const id = fc.integer({ min: 0, max: 60 }).map((index) => `lt-${index}`);
    const waves = fc.array(fc.uniqueArray(id, { maxLength: 25 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(id), fc.nat(3000), fc.integer({ min: 1, max: 200 }), waves, async (...world) => {
        const [own, others, pageSize, asked] = world;
        const known = [...own, ...Array.from({ length: others }, (_, index) => `lt-other-${index}`)].reverse();
        const { calls, find } = anAccount(known, { pageSize });
        for (const wave of asked) {
          expect(await find(...wave)).toEqual(wave.map((each) => (own.includes(each) ? each : undefined)));
        }
        const oneByOne = new Set(asked.flat()).size;
        // What is not there is asked for in each wave, as one by one.
        const again = asked.flat().filter((each) => !own.includes(each)).length;
        expect(calls.length).toBeLessThanOrEqual(oneByOne * 1.1 + 1 + again);
      }),
      { numRuns: 60 },
    );
  });
});
