import { CreateLaunchTemplateVersionCommand, ModifyLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { APP, aWorld } from "../../engine/worlds";
import { ec2Client } from "../simulator/client";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

let drill: SimulatedWave;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  drill = await openSimulatedWave(
    aWorld({ [APP]: { launchTemplate: { instanceType: "m5.large", subnetId: "subnet-0123456789abcdef0" } } }),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

it("starts nothing when another client changes a member of the launch template after policies judged it", async () => {
  const inputs = await drill.check({ sourceServers: [{ sourceServerId: APP }] });
  const template = inputs.observed?.servers[0]?.launchTemplate;
  const ec2 = ec2Client(drill.simulator);
  const of = { LaunchTemplateId: template?.launchTemplateId ?? "" };
  const { LaunchTemplateVersion: made } = await ec2.send(
    new CreateLaunchTemplateVersionCommand({
      ...of,
      SourceVersion: String(template?.version),
      LaunchTemplateData: { InstanceType: "t3.micro" },
    }),
  );
  await ec2.send(new ModifyLaunchTemplateCommand({ ...of, DefaultVersion: String(made?.VersionNumber) }));
  await expect(drill.wave.create(inputs)).rejects.toThrow(
    `settings of app-1 (${APP}) changed after policy judged them: launchTemplate.instanceType was m5.large, is t3.micro`,
  );
  expect(drill.calls("StartRecovery")).toBe(0);
});
