/** A source server as an operator knows it, with its id. */
export function nameServer(server: {
  readonly hostname?: string | undefined;
  readonly sourceServerId: string;
}): string {
  const { hostname, sourceServerId } = server;
  return hostname === undefined ? sourceServerId : `${hostname} (${sourceServerId})`;
}
