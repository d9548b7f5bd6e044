import { isIPv4 } from "node:net";
import { Address4 } from "ip-address";

/** Whether the address lies in the block; false for a text that is not an IPv4 address. */
export function contains(cidrBlock: string, address: string): boolean {
  return isIPv4(address) && new Address4(address).isInSubnet(new Address4(cidrBlock));
}

/** The block with this prefix length that contains the given one; the given one if it is larger. */
export function enclosingBlock(cidrBlock: string, prefixLength: number): string {
  const { addressMinusSuffix, subnetMask } = new Address4(cidrBlock);
  const length = Math.min(subnetMask, prefixLength);
  return `${new Address4(`${addressMinusSuffix}/${length}`).startAddress().correctForm()}/${length}`;
}

/** How many addresses of the block instances can use: AWS reserves five (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html). */
export function usableAddresses(cidrBlock: string): number {
  return Math.max(0, 2 ** (32 - new Address4(cidrBlock).subnetMask) - 5);
}

/** The first free address of the block, starting at the `wish`th usable one and wrapping around; undefined when none is left. */
export function freeAddress(cidrBlock: string, taken: ReadonlySet<string>, wish: number): string | undefined {
  const first = Number(new Address4(cidrBlock).startAddress().bigInt());
  const usable = usableAddresses(cidrBlock);
  for (let step = 0; step < usable; step += 1) {
    const candidate = Address4.fromInteger(first + 4 + ((Math.floor(wish) + step) % usable)).correctForm();
    if (!taken.has(candidate)) {
      return candidate;
    }
  }
  return undefined;
}
