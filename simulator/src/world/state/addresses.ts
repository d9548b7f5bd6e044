/** An IPv4 range: its first address as a number, and how many addresses it has. */
interface AddressRange {
  readonly first: number;
  readonly size: number;
}

/** The range of a CIDR block such as `10.0.1.0/24`. */
function rangeOf(cidrBlock: string): AddressRange {
  const [address = "", length = ""] = cidrBlock.split("/");
  const size = 2 ** (32 - Number(length));
  return { first: Math.floor(toNumber(address) / size) * size, size };
}

/** Whether the address lies in the block. */
export function contains(cidrBlock: string, address: string): boolean {
  const { first, size } = rangeOf(cidrBlock);
  const number = toNumber(address);
  return number >= first && number < first + size;
}

/** The block of this prefix length that holds the other one; the other one itself when it is larger. */
export function enclosingBlock(cidrBlock: string, prefixLength: number): string {
  const { first, size } = rangeOf(cidrBlock);
  const larger = Math.max(size, 2 ** (32 - prefixLength));
  return `${toAddress(Math.floor(first / larger) * larger)}/${32 - Math.log2(larger)}`;
}

/** How many addresses of the block instances can have: the first four and the last are AWS's own. */
export function usableAddresses(cidrBlock: string): number {
  return Math.max(0, rangeOf(cidrBlock).size - 5);
}

/** The first free address of the block from `wish` on, wrapping around; undefined when none is left. */
export function freeAddress(cidrBlock: string, taken: ReadonlySet<string>, wish: number): string | undefined {
  const { first } = rangeOf(cidrBlock);
  const usable = usableAddresses(cidrBlock);
  for (let step = 0; step < usable; step += 1) {
    const candidate = toAddress(first + 4 + ((Math.floor(wish) + step) % usable));
    if (!taken.has(candidate)) {
      return candidate;
    }
  }
  return undefined;
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
