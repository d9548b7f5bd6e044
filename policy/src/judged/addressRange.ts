import { BlockList, isIP } from "node:net";
import { Unanswerable } from "./judgement";

/**
 * True when the subnet's range has the address.
 *
 * @throws Unanswerable for an address of the other family: EC2's answer shows one range, and it is of IPv4
 */
export function contains({ subnetId, cidrBlock }: { subnetId: string; cidrBlock: string }, address: string): boolean {
  const [network = "", length] = cidrBlock.split("/");
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) {
    throw new Unanswerable("not observed", `whether ${subnetId} (${cidrBlock}) can hold ${address}`);
  }
  const kind = family === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(network, Number(length), kind);
  return block.check(address, kind);
}
