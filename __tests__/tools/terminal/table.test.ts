import { stylesFor } from "../../../tools/terminal/style";
import { layOut } from "../../../tools/terminal/table";

it("lays out columns, numbers to the right, without trailing spaces", () => {
  const rows = [
    ["stack", "resources", "note"],
    ["http-scale-out-dev", "27", ""],
    ["state-dev", "9", "new"],
  ];
  expect(layOut(rows, [1])).toEqual([
    "stack               resources  note",
    "http-scale-out-dev         27",
    "state-dev                   9  new",
  ]);
});

describe("styles", () => {
  const { NO_COLOR, TERM } = process.env;

  beforeEach(() => {
    delete process.env.NO_COLOR;
    process.env.TERM = "xterm";
  });

  afterAll(() => {
    process.env.NO_COLOR = NO_COLOR;
    process.env.TERM = TERM;
    if (NO_COLOR === undefined) delete process.env.NO_COLOR;
    if (TERM === undefined) delete process.env.TERM;
  });

  it("are for terminals", () => {
    expect(stylesFor({ isTTY: true }).red("no")).toBe("\u001b[31mno\u001b[0m");
  });

  it("are left out of pipes and files", () => {
    expect(stylesFor({}).red("no")).toBe("no");
  });

  it("are left out where NO_COLOR is set, or where the terminal knows none", () => {
    process.env.NO_COLOR = "1";
    expect(stylesFor({ isTTY: true }).red("no")).toBe("no");
    delete process.env.NO_COLOR;
    process.env.TERM = "dumb";
    expect(stylesFor({ isTTY: true }).red("no")).toBe("no");
  });
});
