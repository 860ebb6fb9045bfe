/** Minimum, typical and maximum cost of a month. */
export const LEVELS = ["minimum", "typical", "maximum"] as const;

export type Level = (typeof LEVELS)[number];

export type ByLevel<Value = number> = Readonly<Record<Level, Value>>;

export function byLevel<Value>(value: (level: Level) => Value): ByLevel<Value> {
  return { minimum: value("minimum"), typical: value("typical"), maximum: value("maximum") };
}

/** The same at every level. */
export function always(value: number): ByLevel {
  return byLevel(() => value);
}

export function sumByLevel(values: readonly ByLevel[]): ByLevel {
  return byLevel((level) => values.reduce((sum, value) => sum + value[level], 0));
}

export function productByLevel(...values: readonly ByLevel[]): ByLevel {
  return byLevel((level) => values.reduce((product, value) => product * value[level], 1));
}
