/** Names whose plural is not made by an s. */
const PLURALS: Readonly<Record<string, string>> = {
  licenseSet: "LicenseSpecifications",
  ipv4PrefixSet: "Ipv4Prefixes",
  ipv6PrefixSet: "Ipv6Prefixes",
};

/** EC2's name in requests of an element in answers: `networkInterfaceSet` on the wire is NetworkInterfaces everywhere else. Pure. */
export function memberName(wire: string): string {
  const name = wire.replace(/Set$/, "");
  const plural = name === wire || name.endsWith("s") ? name : `${name}s`;
  return PLURALS[wire] ?? plural.charAt(0).toUpperCase() + plural.slice(1);
}
