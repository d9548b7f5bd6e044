/** True when the engine can marshal it: no undefined, no Date, nothing but JSON, at any depth. */
export function isPlain(value: unknown): boolean {
  if (value === null) {
    return true;
  }
  if (typeof value !== "object") {
    return ["string", "number", "boolean"].includes(typeof value);
  }
  const isBare = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isBare && Object.values(value).every(isPlain);
}
