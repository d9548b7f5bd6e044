import { describe, expect, it } from "vitest";
import { parseForm } from "../../../../simulator/src/ec2/form";

describe(parseForm.name, () => {
  const form = parseForm(
    "Action=X&InstanceId.2=b&InstanceId.1=a&InstanceId.10=c&Filter.1.Name=n&Filter.1.Value.1=v&MaxResults=5&All=true",
  );

  it("reads lists in the order of their numbers", () => {
    expect(form.list("InstanceId")).toEqual(["a", "b", "c"]);
  });

  it("reads structures in lists", () => {
    expect(form.structures("Filter").map((filter) => [filter.text("Name"), filter.list("Value")])).toEqual([
      ["n", ["v"]],
    ]);
  });

  it("reads numbers and booleans, and tells what is left out", () => {
    expect({
      number: form.number("MaxResults"),
      flag: form.flag("All"),
      noNumber: form.number("None"),
      noFlag: form.flag("None"),
      noList: form.list("None"),
    }).toEqual({ number: 5, flag: true, noNumber: undefined, noFlag: undefined, noList: [] });
  });

  it("names the members at its top", () => {
    expect(form.members()).toEqual(["Action", "InstanceId", "Filter", "MaxResults", "All"]);
  });
});
