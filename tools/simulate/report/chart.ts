const BLOCKS = "▁▂▃▄▅▆▇█";

/**
 * A line of block characters, one per column, each as high as the largest value in it.
 *
 * @param most the value of a full block; @default - the highest of all
 */
export function blockLine(
  values: readonly number[],
  columns: number,
  most = Math.max(...values.filter((value) => !Number.isNaN(value)), 0),
): string {
  return inColumns(values, columns)
    .map((value) => {
      if (Number.isNaN(value)) return " ";
      const level = most > 0 ? Math.round((value / most) * (BLOCKS.length - 1)) : 0;
      return BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, level))];
    })
    .join("");
}

function inColumns(values: readonly number[], columns: number): readonly number[] {
  const width = Math.min(columns, values.length);
  return Array.from({ length: width }, (_, column) => {
    const part = values
      .slice(
        Math.floor((column * values.length) / width),
        Math.floor(((column + 1) * values.length) / width),
      )
      .filter((value) => !Number.isNaN(value));
    return part.length > 0 ? Math.max(...part) : NaN;
  });
}
