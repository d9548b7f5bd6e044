/** Nodes with weights, some of which come before others. */
export interface WeightedOrder<Node> {
  nodes: readonly Node[];
  /** Whole and not negative. */
  weight(node: Node): number;
  /** Transitive, and never both ways. */
  isBefore(one: Node, other: Node): boolean;
}

/**
 * The heaviest set in which no node is before another. By Dilworth's theorem with weights: what does not flow from the
 * nodes (as much as each weighs) to the nodes after them (again as much) is the weight of that set, and the smallest cut
 * of that network tells which nodes are in it.
 */
export function largestOverlap<Node>({ nodes, weight, isBefore }: WeightedOrder<Node>): Node[] {
  const vertices = nodes.map((node) => newVertex(node, weight(node)));
  for (const vertex of vertices) {
    vertex.after = vertices.filter((other) => isBefore(vertex.node, other.node));
  }
  let reached = reach(vertices);
  while (reached.end !== undefined) {
    push(reached, reached.end);
    reached = reach(vertices);
  }
  const { left, right } = reached;
  return vertices.filter((vertex) => left.has(vertex) && !right.has(vertex)).map((vertex) => vertex.node);
}

/** A node as it stands on both sides of the network: on the left it sends, on the right it receives. */
interface Vertex<Node> {
  node: Node;
  after: Vertex<Node>[];
  /** What the left can still send. */
  unsent: number;
  /** What the right can still receive. */
  room: number;
  /** What the right has received, by sender. */
  received: Map<Vertex<Node>, number>;
}

function newVertex<Node>(node: Node, weight: number): Vertex<Node> {
  return { node, after: [], unsent: weight, room: weight, received: new Map() };
}

/** Where more flow can get to, and from where it comes there; `end` is a vertex that has room for it. */
interface Reached<Node> {
  /** Undefined: it sends of its own; else from a vertex on the right, which gives back what it had received. */
  left: Map<Vertex<Node>, Vertex<Node> | undefined>;
  right: Map<Vertex<Node>, Vertex<Node>>;
  end?: Vertex<Node>;
}

/** Breadth first: `left` is iterated while it grows. */
function reach<Node>(vertices: readonly Vertex<Node>[]): Reached<Node> {
  const senders = vertices.filter((vertex) => vertex.unsent > 0);
  const left = new Map<Vertex<Node>, Vertex<Node> | undefined>(senders.map((vertex) => [vertex, undefined]));
  const right = new Map<Vertex<Node>, Vertex<Node>>();
  for (const [from] of left) {
    for (const to of from.after) {
      if (right.has(to)) {
        continue;
      }
      right.set(to, from);
      if (to.room > 0) {
        return { left, right, end: to };
      }
      for (const [sender, amount] of to.received) {
        if (amount > 0 && !left.has(sender)) {
          left.set(sender, to);
        }
      }
    }
  }
  return { left, right };
}

/** Sends as much as the way to `end` can take. */
function push<Node>(reached: Reached<Node>, end: Vertex<Node>): void {
  const steps = stepsTo(reached, end);
  const limits = steps.map(({ from, returning }) =>
    returning === undefined ? from.unsent : (returning.received.get(from) ?? 0),
  );
  const amount = Math.min(end.room, ...limits);
  end.room -= amount;
  for (const { from, to, returning } of steps) {
    to.received.set(from, (to.received.get(from) ?? 0) + amount);
    if (returning === undefined) {
      from.unsent -= amount;
    } else {
      returning.received.set(from, (returning.received.get(from) ?? 0) - amount);
    }
  }
}

/** One step of a way: from the left to the right, and from where it came to the left. */
interface Step<Node> {
  from: Vertex<Node>;
  to: Vertex<Node>;
  returning: Vertex<Node> | undefined;
}

/** The way to `end`, the last step first. */
function stepsTo<Node>({ left, right }: Reached<Node>, end: Vertex<Node>): Step<Node>[] {
  const steps: Step<Node>[] = [];
  let to: Vertex<Node> | undefined = end;
  while (to !== undefined) {
    const from = right.get(to);
    if (from === undefined) {
      break;
    }
    const returning = left.get(from);
    steps.push({ from, to, returning });
    to = returning;
  }
  return steps;
}
