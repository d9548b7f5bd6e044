import { describe, expect, it } from "vitest";
import { WrongPlaceError } from "../../../../provider/src/errors";
import { assertSameAccount, assertSamePlace, assertSameRegion } from "../../../../provider/src/lifecycle/samePlace";
import { ACCOUNT, aJob, outputs } from "../factories";
import { fakeWorld } from "../fakeWorld";

const OTHERS = "arn:aws:drs:us-west-2:999999999999:job/drsjob-1";
const message = (seen: string) =>
  `Looking for recovery job drsjob-1: it is in account 111122223333 in us-west-2, but ${seen}. Nothing was changed. ` +
  "Use the credentials that ran the drill; `pulumi state delete` forgets it without cleaning up.";

describe(assertSamePlace.name, () => {
  it("returns when the job can be seen", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    await assertSamePlace(world.drs, outputs());
    expect(world.calls).toEqual(["listJobs drsjob-1"]);
  });

  it("returns when DRS has the job no longer and the servers are of the account", async () => {
    await expect(assertSamePlace(fakeWorld().drs, outputs())).resolves.toBeUndefined();
  });

  it("throws for credentials of another account", async () => {
    const world = fakeWorld();
    world.addJob(aJob({ arn: OTHERS }));
    await expect(assertSamePlace(world.drs, outputs())).rejects.toThrow(
      new WrongPlaceError(message("the credentials belong to account 999999999999")),
    );
  });

  it("does not take what cannot be seen at all for gone", async () => {
    const world = fakeWorld();
    world.servers = [];
    await expect(assertSamePlace(world.drs, outputs())).rejects.toThrow(
      new WrongPlaceError(message("neither the job nor its servers can be seen")),
    );
  });

  it("throws for another Region before it asks anything there", async () => {
    const world = fakeWorld();
    await expect(assertSamePlace(world.drs, outputs({ region: "eu-west-1" }))).rejects.toThrow(WrongPlaceError);
    expect(world.calls).toEqual([]);
  });
});

describe(assertSameRegion.name, () => {
  it("returns for the same Region", () => {
    expect(assertSameRegion("us-west-2", outputs())).toBeUndefined();
  });

  it("names both Regions and how to set the right one", () => {
    expect(() => assertSameRegion("eu-west-1", outputs())).toThrow(
      new WrongPlaceError(
        "Looking for recovery job drsjob-1: it is in account 111122223333 in us-west-2, " +
          "but the environment names the Region eu-west-1. Nothing was changed. " +
          "Set AWS_REGION=us-west-2, or the arg `region`.",
      ),
    );
  });
});

describe(assertSameAccount.name, () => {
  it.each([
    { label: "the same account", account: ACCOUNT },
    { label: "an account that check did not look for", account: undefined },
    { label: "an account that check could not see", account: "" },
  ])("returns for $label", ({ account }) => {
    expect(assertSameAccount(account, outputs())).toBeUndefined();
  });

  it("names both accounts", () => {
    expect(() => assertSameAccount("999999999999", outputs())).toThrow(
      new WrongPlaceError(
        "Looking for recovery job drsjob-1: it is in account 111122223333 in us-west-2, " +
          "but the credentials belong to account 999999999999. Nothing was changed. Use the credentials that ran the drill.",
      ),
    );
  });
});
