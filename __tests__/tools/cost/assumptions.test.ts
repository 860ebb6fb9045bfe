import { assume } from "../../../tools/cost/assumptions";

test("replaces an assumption at each level, or at all of them", () => {
  const assumptions = assume(["requestsPerSecond=0,50,2000", "responseKiB=20"]);
  expect(assumptions.requestsPerSecond).toEqual({ minimum: 0, typical: 50, maximum: 2000 });
  expect(assumptions.responseKiB).toEqual({ minimum: 20, typical: 20, maximum: 20 });
  expect(assumptions.users).toEqual({ minimum: 0, typical: 1000, maximum: 50000 });
});

test("reports all mistakes at once, with the nearest name", () => {
  expect(() => assume(["responseKB=3", "users=1,2", "tableGB=-1", "natGB="])).toThrow(
    [
      "--assume: there is no assumption responseKB. Did you mean responseKiB?",
      '--assume users must be one number, or three for minimum, typical and maximum, each at least 0, got "1,2".',
      '--assume tableGB must be one number, or three for minimum, typical and maximum, each at least 0, got "-1".',
      '--assume natGB must be one number, or three for minimum, typical and maximum, each at least 0, got "".',
    ].join("\n"),
  );
});
