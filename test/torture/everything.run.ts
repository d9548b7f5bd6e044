import { appendFileSync } from "node:fs";
import { it } from "vitest";
import { allCells, chosenCells, resultOf } from "./cells";

/** What scripts/torture.ts asks for. `out`: where results go, one JSON text a line. */
interface Order {
  seed: number;
  count?: number;
  only?: string;
  out: string;
}

// No assertion: scripts/torture.ts reads the results of all workers and judges them together.
it("runs this worker's share of the cells", async () => {
  const order: Order = JSON.parse(process.env["TORTURE_ORDER"] ?? "");
  const tell = (line: object) => appendFileSync(order.out, `${JSON.stringify(line)}\n`);
  const [worker, workers] = [Number(process.env["TORTURE_WORKER"]), Number(process.env["TORTURE_WORKERS"])];
  const cells = chosenCells(await allCells(), order);
  if (worker === 0) {
    tell({ total: cells.length });
  }
  for (const [index, cell] of cells.entries()) {
    if (index % workers === worker) {
      tell(await resultOf(cell));
    }
  }
});
