import { isEqual, toNumber } from "./values";

type Operand = () => unknown;

const OPERATORS: Readonly<Record<string, (left: Operand, right: Operand) => unknown>> = {
  equal: (left, right) => isEqual(left(), right()),
  notEqual: (left, right) => !isEqual(left(), right()),
  logicalAnd: (left, right) => left() === true && right() === true,
  logicalOr: (left, right) => left() === true || right() === true,
  greaterThan: (left, right) => toNumber(left()) > toNumber(right()),
  greaterThanOrEqual: (left, right) => toNumber(left()) >= toNumber(right()),
  lessThan: (left, right) => toNumber(left()) < toNumber(right()),
  lessThanOrEqual: (left, right) => toNumber(left()) <= toNumber(right()),
  add: (left, right) => toNumber(left()) + toNumber(right()),
  subtract: (left, right) => toNumber(left()) - toNumber(right()),
  multiply: (left, right) => toNumber(left()) * toNumber(right()),
  divide: (left, right) => toNumber(left()) / toNumber(right()),
  modulo: (left, right) => toNumber(left()) % toNumber(right()),
};

export function applyBinary(operator: string, left: Operand, right: Operand): unknown {
  const apply = OPERATORS[operator];
  if (apply === undefined) throw new Error(`The operator "${operator}" is not known here.`);
  return apply(left, right);
}

export function applyUnary(operator: string, value: unknown): unknown {
  if (operator === "logicalNot") return value !== true;
  if (operator === "negate") return -toNumber(value);
  throw new Error(`The operator "${operator}" is not known here.`);
}
