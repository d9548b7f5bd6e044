import type { LaunchConfigurationSettings } from "pulumi-drillwave/vocabulary";
import type { Fact } from "./fact";
import { type Judgement, violationUnless } from "./judgement";
import type { LaunchSettingPath } from "./launchOptions";
import { stored } from "./observed";
import { changeLaunchConfiguration } from "./serverChange";
import type { JudgedServer } from "./wave";

/**
 * A launch setting that passes the test: as declared, where the program declares it, else as stored in DRS; undefined
 * when neither passes. A declaration that passes counts whatever is stored, because the program asks for it.
 *
 * @throws Unanswerable when what is stored decides, and was not read
 */
export function findSetting<Member extends keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  member: Member,
  test: (value: LaunchConfigurationSettings[Member] | undefined) => boolean,
): LaunchConfigurationSettings[Member] | undefined {
  const declared = server.declared?.server.launchConfiguration?.[member];
  if (declared !== undefined && test(declared)) {
    return declared;
  }
  const kept = stored(server)[member];
  return test(kept) ? kept : undefined;
}

/** A wish about one member of the launch configuration. */
export interface SettingWish<Member extends LaunchSettingPath & keyof LaunchConfigurationSettings> {
  member: Member;
  accepts(value: LaunchConfigurationSettings[Member] | undefined): boolean;
  /** What a value that is not accepted does, as {@link Fact.says}: `would start on a type that DRS picks (BASIC)`. */
  says(value: LaunchConfigurationSettings[Member] | undefined): string;
  why(value: LaunchConfigurationSettings[Member] | undefined): string;
  /** What it should be. */
  wanted: string | boolean;
}

/**
 * Judges one launch setting as declared, where the program declares it, and as stored in DRS. A wrong declaration is a
 * violation whatever is stored. A right one says nothing of what is stored: that is unknown until it was read.
 */
export function judgeLaunchSetting<Member extends LaunchSettingPath & keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  wish: SettingWish<Member>,
): Judgement {
  const declared = server.declared?.server.launchConfiguration?.[wish.member];
  const facts: Fact[] = [];
  if (declared !== undefined && !wish.accepts(declared)) {
    facts.push(declaredFact(server, wish, declared));
  }
  if (facts.length > 0 && !isRead(server)) {
    return violationUnless(facts);
  }
  const value = stored(server)[wish.member];
  if (!wish.accepts(value)) {
    const fix = { change: changeLaunchConfiguration(server, { path: wish.member, value: wish.wanted }) };
    facts.push({ says: wish.says(value), why: wish.why(value), fix });
  }
  return violationUnless(facts);
}

function isRead({ seen }: JudgedServer): boolean {
  return seen?.launchConfigurationSource === "DRS";
}

function declaredFact<Member extends LaunchSettingPath & keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  { member, says, why, wanted }: SettingWish<Member>,
  value: LaunchConfigurationSettings[Member],
): Fact {
  const what = `${server.declared?.property}.launchConfiguration.${member}`;
  return {
    says: `${says(value)}, as the program declares`,
    at: { how: "in", what },
    why: why(value),
    fix: { words: `declare ${member}: ${JSON.stringify(wanted)}` },
  };
}
