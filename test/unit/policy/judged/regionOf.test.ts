import { describe, expect, it } from "vitest";
import { regionOf } from "../../../../policy/src/judged/regionOf";
import { aWave, observing } from "../factories";

const seen = { ...observing(), region: "eu-west-1" };

describe(regionOf.name, () => {
  it.each([
    { label: "as seen, whatever is declared", wave: aWave({ observed: seen }), region: "eu-west-1" },
    {
      label: "as seen where none is declared",
      wave: aWave({ region: undefined, observed: seen }),
      region: "eu-west-1",
    },
    { label: "as declared when nothing was seen", wave: aWave({ observed: undefined }), region: "us-west-2" },
    {
      label: "not known of the environment",
      wave: aWave({ region: undefined, observed: undefined }),
      region: undefined,
    },
    { label: "not known at preview", wave: aWave({ observed: undefined }, ["region"]), region: undefined },
  ])("is $label", ({ wave, region }) => {
    expect(regionOf(wave)).toBe(region);
  });
});
