import { availableParallelism } from "node:os";
import { fittingConcurrency } from "../../../../tools/rehearse/life/rehearse-environments";

test("runs as many Terraforms side by side as fit beside the emulators", () => {
  expect(fittingConcurrency(3, 900 + 2 * 700)).toBe(2);
});

test("runs one at a time where memory is short", () => {
  expect(fittingConcurrency(3, 200)).toBe(1);
});

test("does not crowd the cores", () => {
  expect(fittingConcurrency(3, 1e6)).toBe(8 * availableParallelism());
});
