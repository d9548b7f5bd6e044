/** One column of a table. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string;
  /** Columns with a rank are left out of a narrow table, the highest first. */
  readonly rank?: number;
}

/** A table's lines, and the headings that found no room. */
export interface Table {
  readonly heading: string;
  /** A line for each row. */
  readonly lines: readonly string[];
  readonly leftOut: readonly string[];
}

/** How short a cell may be made. */
const SHORTEST_CELL = 10;

/**
 * A table of at most `width` columns of text, without a limit where that is absent: what is least important is left out,
 * and then the longest cells are shortened. Pure.
 */
export function toTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width?: number): Table {
  const cells = [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const kept = columns.map((_column, index) => index);
  const widths = columns.map((_column, index) => widest(cells, index));
  const isTooWide = () => width !== undefined && total(kept, widths) > width;
  while (isTooWide()) {
    const last = leastImportant(kept, columns);
    if (last === undefined) {
      break;
    }
    kept.splice(kept.indexOf(last), 1);
  }
  while (isTooWide()) {
    const longest = kept.reduce((one, other) => ((widths[other] ?? 0) > (widths[one] ?? 0) ? other : one));
    if ((widths[longest] ?? 0) <= SHORTEST_CELL) {
      break;
    }
    widths[longest] = (widths[longest] ?? 0) - 1;
  }
  const shown = cells.map((row) => kept.map((index) => shortened(row[index] ?? "", widths[index] ?? 0)));
  const [heading = "", ...lines] = inColumns(shown);
  const leftOut = columns.flatMap((column, index) => (kept.includes(index) ? [] : [column.heading]));
  return { heading, lines, leftOut };
}

function widest(cells: readonly (readonly string[])[], index: number): number {
  return Math.max(...cells.map((row) => row[index]?.length ?? 0));
}

function total(kept: readonly number[], widths: readonly number[]): number {
  return kept.reduce((sum, index) => sum + (widths[index] ?? 0) + GAP.length, -GAP.length);
}

function leastImportant<Row>(kept: readonly number[], columns: readonly Column<Row>[]): number | undefined {
  const rank = (index: number) => columns[index]?.rank ?? 0;
  const least = kept.reduce((one, other) => (rank(other) > rank(one) ? other : one), kept[0] ?? 0);
  return rank(least) > 0 ? least : undefined;
}

function shortened(cell: string, width: number): string {
  return cell.length <= width ? cell : `${cell.slice(0, width - 1)}…`;
}

const GAP = "  ";

/**
 * Rows as lines whose cells stand below each other, two blanks apart. Nothing is drawn between them: lines survive copying
 * into a ticket.
 */
export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}
