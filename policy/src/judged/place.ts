import { findObservation, type JudgedWave } from "./wave";

/** Where a wave drills, as far as it is known: as seen, else the Region as declared. */
export interface Place {
  account?: string;
  region?: string;
}

/** Policies do not know a Region that comes from the environment, nor the account before check has looked. */
export function knownPlaceOf(wave: JudgedWave): Place {
  const seen = findObservation(wave);
  if (seen !== undefined) {
    return { account: seen.account, region: seen.region };
  }
  const { region } = wave.unknownInputs.includes("region") ? {} : wave.inputs;
  return region === undefined ? {} : { region };
}

/** The address of EC2 that the wave names; ids are unique in AWS, and not among stand-ins for it. Empty for AWS itself. */
export function ec2AddressOf(wave: JudgedWave): string {
  const { endpoint, endpoints } = wave.unknownInputs.includes("connection") ? {} : (wave.inputs.connection ?? {});
  return endpoints?.ec2 ?? endpoint ?? "";
}

/** True unless the two are known to be different places. */
export function mayBeSamePlace(one: Place, other: Place): boolean {
  return agrees(one.region, other.region) && agrees(one.account, other.account);
}

function agrees(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
