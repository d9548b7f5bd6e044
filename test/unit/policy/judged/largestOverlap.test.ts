import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestOverlap } from "../../../../policy/src/judged/largestOverlap";

interface Order {
  weights: number[];
  /** `one` before `other`, transitive. */
  before: boolean[][];
}

/** Every order has a numbering in which later numbers are never before earlier ones; shuffled by `places`. */
function anOrder(maximum: number): fc.Arbitrary<Order> {
  return fc.integer({ min: 0, max: maximum }).chain((size) =>
    fc
      .record({
        weights: fc.array(fc.nat(6), { minLength: size, maxLength: size }),
        edges: fc.array(fc.array(fc.boolean(), { minLength: size, maxLength: size }), {
          minLength: size,
          maxLength: size,
        }),
        places: fc.shuffledSubarray(
          Array.from({ length: size }, (_, index) => index),
          { minLength: size },
        ),
      })
      .map(({ weights, edges, places }) => ({ weights, before: closure(places, edges) })),
  );
}

function closure(places: readonly number[], edges: readonly boolean[][]): boolean[][] {
  const place = (node: number) => places[node] ?? 0;
  const before = edges.map((row, one) => row.map((edge, other) => edge && place(one) < place(other)));
  const leads = (one: number, other: number) => before[one]?.[other] === true;
  for (const middle of places) {
    for (const one of places) {
      before[one] = (before[one] ?? []).map((edge, other) => edge || (leads(one, middle) && leads(middle, other)));
    }
  }
  return before;
}

const isBefore =
  ({ before }: Order) =>
  (one: number, other: number) =>
    before[one]?.[other] === true;

function overlapOf(order: Order): number[] {
  return largestOverlap({
    nodes: order.weights.map((_, node) => node),
    weight: (node) => order.weights[node] ?? 0,
    isBefore: isBefore(order),
  });
}

function weightOf({ weights }: Order, nodes: readonly number[]): number {
  return nodes.reduce((sum, node) => sum + (weights[node] ?? 0), 0);
}

function canAllOverlap(order: Order, nodes: readonly number[]): boolean {
  return nodes.every((one) => nodes.every((other) => !isBefore(order)(one, other)));
}

/** By looking at every set. */
function heaviest(order: Order): number {
  const nodes = order.weights.map((_, node) => node);
  const sets = Array.from({ length: 2 ** nodes.length }, (_, bits) => nodes.filter((node) => (bits >> node) & 1));
  return Math.max(...sets.filter((set) => canAllOverlap(order, set)).map((set) => weightOf(order, set)));
}

describe(largestOverlap.name, () => {
  it("finds as heavy a set as looking at every set does", () => {
    fc.assert(
      fc.property(anOrder(8), (order) => {
        expect(weightOf(order, overlapOf(order))).toBe(heaviest(order));
      }),
      { numRuns: 300 },
    );
  });

  it("never gives two nodes of which one is before the other", () => {
    fc.assert(
      fc.property(anOrder(14), (order) => {
        expect(canAllOverlap(order, overlapOf(order))).toBe(true);
      }),
    );
  });

  it("gives the nodes in the order in which they came", () => {
    fc.assert(
      fc.property(anOrder(14), (order) => {
        const overlap = overlapOf(order);
        expect(overlap).toEqual([...overlap].sort((a, b) => a - b));
      }),
    );
  });

  it.each([
    { label: "no node", weights: [], edges: [], overlap: [] },
    { label: "nodes without order", weights: [1, 1, 1], edges: [], overlap: [0, 1, 2] },
    { label: "a chain", weights: [1, 3, 2], edges: ["01", "12", "02"], overlap: [1] },
    { label: "a heavy node before two light ones", weights: [5, 2, 2], edges: ["01", "02"], overlap: [0] },
    { label: "a light node before two heavier ones", weights: [3, 2, 2], edges: ["01", "02"], overlap: [1, 2] },
    { label: "a flow that must be rerouted", weights: [1, 1, 1, 1], edges: ["02", "03", "12"], overlap: [2, 3] },
    { label: "a node without weight", weights: [0, 1], edges: [], overlap: [1] },
  ])("takes, of $label, what weighs most", ({ weights, edges, overlap }) => {
    const before = weights.map((_, one) => weights.map((_, other) => edges.includes(`${one}${other}`)));
    expect(overlapOf({ weights, before })).toEqual(overlap);
  });
});
