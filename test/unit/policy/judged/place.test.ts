import { describe, expect, it } from "vitest";
import { knownPlaceOf, mayBeSamePlace } from "../../../../policy/src/judged/place";
import { aWave, observing } from "../factories";

const seen = { ...observing(), region: "eu-west-1" };
const account = "111122223333";

describe(knownPlaceOf.name, () => {
  it.each([
    {
      label: "as seen, whatever is declared",
      wave: aWave({ observed: seen }),
      place: { account, region: "eu-west-1" },
    },
    {
      label: "as declared when nothing was seen",
      wave: aWave({ observed: undefined }),
      place: { region: "us-west-2" },
    },
    { label: "not known of the environment", wave: aWave({ region: undefined, observed: undefined }), place: {} },
    { label: "not known at preview", wave: aWave({ observed: undefined }, ["region"]), place: {} },
  ])("is $label", ({ wave, place }) => {
    expect(knownPlaceOf(wave)).toEqual(place);
  });
});

describe(mayBeSamePlace.name, () => {
  const here = { account, region: "us-west-2" };
  it.each([
    { label: "the same place", other: here, same: true },
    { label: "another Region", other: { account, region: "eu-west-1" }, same: false },
    { label: "another account", other: { account: "444455556666", region: "us-west-2" }, same: false },
    { label: "a Region of a place that is not known more", other: { region: "us-west-2" }, same: true },
    { label: "a place that is not known", other: {}, same: true },
  ])("is $same for $label", ({ other, same }) => {
    expect({ thereIsHere: mayBeSamePlace(other, here), hereIsThere: mayBeSamePlace(here, other) }).toEqual({
      thereIsHere: same,
      hereIsThere: same,
    });
  });
});
