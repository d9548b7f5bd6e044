import type { LaunchConfigurationSettings } from "pulumi-drillwave/vocabulary";
import { type Advice, type Judgement, violationUnless } from "./judgement";
import { stored } from "./observed";
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
export interface SettingWish<Member extends keyof LaunchConfigurationSettings> {
  member: Member;
  /** For people: `right-sizing`. */
  title: string;
  accepts(value: LaunchConfigurationSettings[Member] | undefined): boolean;
  /** What is wanted, as a clause: `must be NONE`. */
  wanted: string;
  /** What it should be in stack code: `"NONE"`. */
  code: string;
  /** Options of `aws drs update-launch-configuration` that set it. */
  options: string;
}

/**
 * Judges one launch setting as declared, where the program declares it, and as stored in DRS. A wrong declaration is a
 * violation whatever is stored. A right one says nothing of what is stored: that is unknown until it was read.
 */
export function judgeLaunchSetting<Member extends keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  wish: SettingWish<Member>,
): Judgement {
  const declared = server.declared?.server.launchConfiguration?.[wish.member];
  const advice: Advice[] = [];
  if (declared !== undefined && !wish.accepts(declared)) {
    advice.push(declaredAdvice(server, wish, declared));
  }
  if (advice.length > 0 && !isRead(server)) {
    return violationUnless(advice);
  }
  const value = stored(server)[wish.member];
  if (!wish.accepts(value)) {
    advice.push(storedAdvice(server, wish, value));
  }
  return violationUnless(advice);
}

function isRead({ seen }: JudgedServer): boolean {
  return seen?.launchConfigurationSource === "DRS";
}

function declaredAdvice<Member extends keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  { member, title, wanted, code }: SettingWish<Member>,
  value: unknown,
): Advice {
  const property = `${server.declared?.property}.launchConfiguration.${member}`;
  return { seen: `${title} declared as ${property} is ${show(value)}`, wanted, fix: `${member}: ${code}` };
}

function storedAdvice<Member extends keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  { title, wanted, options }: SettingWish<Member>,
  value: unknown,
): Advice {
  return { seen: `${title} stored in DRS is ${show(value)}`, wanted, fix: updateLaunchConfiguration(server, options) };
}

function show(value: unknown): string {
  return value === undefined ? "not set" : typeof value === "string" ? value : JSON.stringify(value);
}

/** The AWS CLI command that stores other launch settings for the server. */
export function updateLaunchConfiguration({ sourceServerId }: JudgedServer, options: string): string {
  return `aws drs update-launch-configuration --source-server-id ${sourceServerId} ${options}`;
}
