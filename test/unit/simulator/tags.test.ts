import { describe, expect, it } from "vitest";
import { notFound, validationError } from "../../../simulator/src/errors";
import { checkTags, findTagged } from "../../../simulator/src/tags";
import { aState, first, serverID } from "./aWorld";

/** So many tags. */
function tags(number: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: number }, (_, index) => [`key${index}`, "value"]));
}

describe(checkTags.name, () => {
  it("puts new tags over old ones", () => {
    expect(checkTags({ a: "1", b: "1" }, { b: "2" })).toEqual({ a: "1", b: "2" });
  });

  it("takes 50 tags and refuses the 51st", () => {
    expect(Object.keys(checkTags(tags(49), { last: "" }))).toHaveLength(50);
    expect(() => checkTags(tags(50), { last: "" })).toThrow(
      validationError("A resource can have at most 50 tags, this request makes 51"),
    );
  });

  it("refuses AWS's own prefix", () => {
    expect(() => checkTags({}, { "aws:name": "x" })).toThrow(
      validationError("Tag key aws:name is invalid: keys that begin with aws: are reserved for AWS use"),
    );
  });

  it.each([{ "a\u0000b": "x" }, { "a\u0000b": "\n" }])("refuses control characters", (added) => {
    expect(() => checkTags({}, added)).toThrow(
      validationError("Tag key a\\u0000b is invalid: keys and values must not have control characters"),
    );
  });
});

describe(findTagged.name, () => {
  it("finds a source server by its ARN", () => {
    const state = aState();
    expect(findTagged(state, `arn:aws:drs:us-west-2:111122223333:source-server/${serverID(1)}`)).toBe(
      first(state.sourceServers),
    );
  });

  it("finds nothing of another account", () => {
    const arn = `arn:aws:drs:us-west-2:999999999999:source-server/${serverID(1)}`;
    expect(() => findTagged(aState(), arn)).toThrow(notFound("Resource", arn));
  });
});
