import { ref } from "cdktf";
import { leaveOutTokenStackTraces } from "../../../modules/synthesis/token-stack-traces";

const traceOf = (identifier: string) => ref(identifier).creationStack;

describe("stack traces of tokens", () => {
  afterEach(() => {
    delete process.env.CDKTF_STACK_TRACES;
  });

  it("are left out", () => {
    leaveOutTokenStackTraces();
    expect(traceOf("var.size")).toEqual([]);
  });

  it("are there when CDKTF_STACK_TRACES is set", () => {
    jest.isolateModules(() => {
      process.env.CDKTF_STACK_TRACES = "1";
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const cdktf = require("cdktf") as { ref: typeof ref };
      leaveOutTokenStackTraces();
      expect(cdktf.ref("var.size").creationStack.join("\n")).toContain(
        "token-stack-traces.test.ts",
      );
    });
  });
});
