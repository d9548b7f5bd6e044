import { describe, expect, it } from "vitest";
import { slipOf } from "../../../../provider/src/lifecycle/slips";
import { KNOWN_SETTINGS } from "../../../../provider/src/vocabulary";

describe(slipOf.name, () => {
  it.each([
    { member: "copyPrivateIP", meant: "copyPrivateIp" },
    { member: "copy_private_ip", meant: "copyPrivateIp" },
    { member: "copyPrivatIp", meant: "copyPrivateIp" },
    { member: "copyTag", meant: "copyTags" },
    { member: "cpoyTags", meant: "copyTags" },
    { member: "Licensing", meant: "licensing" },
    { member: "launchDispositon", meant: "launchDisposition" },
    { member: "targetInstanceTypeRightsizingMethods", meant: "targetInstanceTypeRightSizingMethod" },
    { member: "recoverymode", meant: "recoveryMode" },
  ])("takes $member for a slip of $meant", ({ member, meant }) => {
    expect(slipOf(member, KNOWN_SETTINGS, [])).toBe(`is not a member of this object: did you mean ${meant}?`);
  });

  it.each(["futureSetting", "launchMode", "copyVolumes", "x", "postLaunchActions", "bootMode"])(
    "takes %s for a name of its own",
    (member) => {
      expect(slipOf(member, KNOWN_SETTINGS, [])).toBeUndefined();
    },
  );

  it("refuses what DRS answers beside settings", () => {
    expect(slipOf("name", KNOWN_SETTINGS, ["name"])).toBe("is not a setting");
  });
});
