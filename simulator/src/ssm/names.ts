/** The name in a name or an ARN: `AWS-RunShellScript` of `arn:aws:ssm:us-west-2::document/AWS-RunShellScript`. */
export function arnName(nameOrArn: string, kind: "document" | "parameter"): string {
  const marker = `:${kind}/`;
  const at = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf(marker) : -1;
  return at < 0 ? nameOrArn : nameOrArn.slice(at + marker.length);
}
