import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeliveryScripts } from "./delivery-scripts";

const scripts = new DeliveryScripts();
const sent = join(scripts.folder, "sent.json");

beforeAll(() => {
  writeFileSync(join(scripts.folder, "review-dev.md"), '## dev\n\n"fine"\n');
});

afterAll(() => {
  rmSync(scripts.folder, { recursive: true });
});

/** @param pages the notes of the merge request */
const note = (...pages: { id: number; body: string }[][]) => {
  for (const [index, notes] of pages.entries())
    writeFileSync(join(scripts.folder, `page-${index + 1}.json`), JSON.stringify(notes));
  scripts.standIn(
    "curl",
    'all="$*"; case "$all" in *--request*) cat > sent.json ;; *) cat "page-${all##*page=}.json" ;; esac',
  );
  const { exitCode, calls } = scripts.run(
    "merge-request-note.sh",
    ["review", "review-dev.md", "review-prod.md"],
    {
      GITLAB_TOKEN: "secret",
      CI_API_V4_URL: "https://gitlab.com/api/v4",
      CI_PROJECT_ID: "7",
      CI_MERGE_REQUEST_IID: "3",
      CI_PIPELINE_URL: "https://gitlab.com/acme/shop/-/pipelines/9",
    },
  );
  expect([exitCode, calls.join("\n")]).toEqual([0, expect.not.stringContaining("secret")]);
  return {
    last: calls.at(-1),
    body: (JSON.parse(readFileSync(sent, "utf8")) as { body: string }).body,
  };
};

const NOTES = "https://gitlab.com/api/v4/projects/7/merge_requests/3/notes";
const others = Array.from({ length: 100 }, (_, id) => ({ id, body: "looks good" }));

test("writes all files as a note, and says which one is missing", () => {
  const { last, body } = note([]);
  expect(last).toMatch(new RegExp(`--request POST .* ${NOTES}$`));
  expect(body).toBe(
    '<!-- review of http-scale-out -->\n\n## dev\n\n"fine"\n\nFailed before it wrote review-prod: see the [pipeline](https://gitlab.com/acme/shop/-/pipelines/9).',
  );
});

test("updates its former note, however many others there are", () => {
  const own = { id: 500, body: "<!-- review of http-scale-out -->\n\nold" };
  expect(note(others, [own]).last).toMatch(new RegExp(`--request PUT .* ${NOTES}/500$`));
});

test("leaves the note of another title alone", () => {
  const preview = { id: 501, body: "<!-- preview of http-scale-out -->\n\nold" };
  expect(note([preview]).last).toContain("--request POST");
});
