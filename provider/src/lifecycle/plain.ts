/**
 * The value as JSON has it. Everything that goes back to the engine passes through here, because its marshalling is
 * treacherous: `undefined` anywhere in thrown properties hangs `pulumi up` for ever, and a Date silently becomes `{}`.
 */
export function toPlain<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
