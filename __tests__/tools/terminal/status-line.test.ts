import { StatusLine } from "../../../tools/terminal/status-line";

function writtenTo(stream: object, use: (line: StatusLine) => void): string {
  let written = "";
  const write = (text: string): boolean => Boolean((written += text));
  use(new StatusLine({ ...stream, write } as unknown as NodeJS.WriteStream));
  return written;
}

const use = (line: StatusLine): void => {
  line.show("web apply 1 s, and more than fits");
  line.print("web: applied");
  line.show("");
};

test("is rewritten below the lines that stay, no wider than the terminal", () => {
  expect(writtenTo({ isTTY: true, columns: 10 }, use)).toBe(
    "web apply\r\u001b[2Kweb: applied\nweb apply\r\u001b[2K",
  );
});

test("is left out where nobody watches", () => {
  expect(writtenTo({ isTTY: undefined }, use)).toBe("web: applied\n");
});
