import type { DrsGateway, DrsSettings } from "../drs/gateway";
import type { Ec2Gateway } from "../ec2/gateway";
import type { TemplateGateway } from "../ec2/templateGateway";
import type { SsmGateway } from "../ssm/gateway";
import type { WaveContext } from "../wave/context";

/** Everything outside a server's settings that reading and writing them touches. */
export interface SettingsContext extends Pick<WaveContext, "clock" | "deadline" | "status"> {
  drs: DrsGateway & DrsSettings;
  ec2: Ec2Gateway & TemplateGateway;
  ssm: SsmGateway;
  /** The account of the credentials; undefined where that cannot be told. */
  account(): Promise<string | undefined>;
  /**
   * EC2 in another Region, as the same caller, for reads; they end after 30 s: the Region may be the one that is down.
   * Throws where that Region cannot be called.
   */
  openEc2(region: string): Promise<Ec2Gateway>;
}
