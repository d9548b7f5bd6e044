import { describe, expect, it } from "vitest";
import { changeAt, editsOf, placesOf, readAnswer, type Value, valuesAt, writeAnswer } from "./answers";

const JOB = { jobID: "drsjob-1", status: "STARTED", participatingServers: [{ sourceServerID: "s-1" }, {}] };

describe("the places of an answer", () => {
  it("are every member at every depth of any of the answers, with all that was seen there", () => {
    const ended = { ...JOB, status: "COMPLETED", participatingServers: [] };
    const places = placesOf([{ items: [JOB] }, { items: [ended], nextToken: "1" }]);
    expect(places.map((place) => place.path.join("."))).toEqual([
      "",
      "items",
      "items.[]",
      "items.[].jobID",
      "items.[].status",
      "items.[].participatingServers",
      "items.[].participatingServers.[]",
      "items.[].participatingServers.[].sourceServerID",
    ]);
    expect(places.find((place) => place.path.at(-1) === "status")?.values).toEqual(["STARTED", "COMPLETED"]);
  });

  it("are found in EC2's XML as in DRS's JSON, and written back as they were", () => {
    const xml = '<?xml version="1.0"?><R xmlns="x"><set><item><id>i-1</id><count>01</count></item></set></R>';
    const value = readAnswer(xml);
    expect(valuesAt(value, ["R", "set", "item", "[]", "count"])).toEqual(["01"]);
    expect(readAnswer(writeAnswer(value, xml))).toEqual(value);
  });
});

describe("what can be wrong", () => {
  it.each<{ name: string; value: Value; wrong: string[] }>([
    { name: "status", value: "STARTED", wrong: ["absent", "null", "odd", "empty", "other0"] },
    // Another id would be a lie that nobody could see through.
    { name: "jobID", value: "drsjob-1", wrong: ["absent", "null", "odd", "empty"] },
    { name: "isDrill", value: true, wrong: ["absent", "null", "odd", "other0"] },
    {
      name: "items",
      value: [1, 2],
      wrong: [
        "absent",
        "null",
        "odd",
        "empty",
        "withoutFirst",
        "withoutLast",
        "twice",
        "reversed",
        "withStranger",
        "other0",
      ],
    },
  ])("with $name is $wrong", ({ name, value, wrong }) => {
    expect(editsOf({ path: [name], values: [value] }).map((edit) => edit.name)).toEqual(wrong);
  });

  it("changes every item of a list, and nothing else", () => {
    const absent = () => undefined;
    const path = ["participatingServers", "[]", "sourceServerID"];
    expect(changeAt(JOB, path, absent)).toEqual({ ...JOB, participatingServers: [{}, {}] });
    expect(changeAt(JOB, ["endDateTime"], absent)).toEqual(JOB);
  });
});
