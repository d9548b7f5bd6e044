import type { Connected } from "./connect";

/** What is made once for each connection, at its first use, and shared by all operations over it. */
export function perConnection<T>(make: (connected: Connected) => T): (connected: Connected) => T {
  const made = new WeakMap<Connected, { value: T }>();
  return (connected) => {
    const known = made.get(connected) ?? { value: make(connected) };
    made.set(connected, known);
    return known.value;
  };
}
