import { describe, expect, it } from "vitest";
import { chosen, commandsIn } from "../../estates/commands";

const UPDATE = "aws drs update-launch-configuration --region us-west-2 --source-server-id s-1 --copy-tags";
const NESTED = `aws ec2 modify-launch-template --region us-west-2 --launch-template-id lt-1 --default-version "$(aws ec2 create-launch-template-version --region us-west-2 --launch-template-id lt-1 --source-version '$Default' --launch-template-data '{"A":"b; or c, (d) # e"}' --query LaunchTemplateVersion.VersionNumber --output text)"`;
const LOOP = `for lt in lt-1 lt-2; do ${NESTED.replaceAll("lt-1 ", "$lt ")}; done`;

describe("the commands of a message", () => {
  it.each([
    { what: "none", message: 'set the role. Fix: role: "database" (https://example.com)', commands: [] },
    { what: "one at the end", message: `wrong. Fix: ${UPDATE}`, commands: [UPDATE] },
    { what: "one before a full stop", message: `wrong. Fix: ${UPDATE}. See there.`, commands: [UPDATE] },
    { what: "one before a comment", message: `wrong. Fix: ${UPDATE} # then look`, commands: [UPDATE] },
    { what: "one before a page", message: `wrong. Fix: ${UPDATE} (https://example.com)`, commands: [UPDATE] },
    { what: "one before another fix", message: `wrong. Fix: ${UPDATE}, or let it be`, commands: [UPDATE] },
    { what: "two", message: `wrong. Fix: ${UPDATE}; or, if that helps, ${NESTED}`, commands: [UPDATE, NESTED] },
    { what: "one on each line", message: `wrong. Fix:\n${UPDATE}\n${NESTED}\n`, commands: [UPDATE, NESTED] },
    { what: "one within another", message: `wrong. Fix: ${NESTED}`, commands: [NESTED] },
    { what: "a loop", message: `wrong. Fix: ${LOOP}; or a subnet`, commands: [LOOP] },
    { what: "a loop and its follower", message: `wrong. Fix: ${LOOP}; ${UPDATE} # x`, commands: [LOOP, UPDATE] },
    { what: "words like a loop's", message: "for each in turn; then for app in app-1, look", commands: [] },
  ])("are $what", ({ message, commands }) => {
    expect(commandsIn(message)).toEqual(commands);
  });
});

describe("a command with placeholders", () => {
  it("gets what was chosen for each", () => {
    const choices = [[/subnet/, "subnet-1"] as const, [/group/, "sg-1"] as const];
    const text = chosen('aws ec2 x --y \'{"SubnetId":"<isolated subnet>","Groups":["<security group>"]}\'', choices);
    expect(text).toBe('aws ec2 x --y \'{"SubnetId":"subnet-1","Groups":["sg-1"]}\'');
  });

  it("is not run while something was not chosen", () => {
    expect(() => chosen("aws ec2 x --y <larger subnet>", [])).toThrow("nobody chose <larger subnet> of: aws ec2 x");
  });
});
