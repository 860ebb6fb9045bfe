import { formatProblem } from "../../settings/environment";
import { missingFiles } from "../../settings/missing-files";
import { parsed, system } from "./settings";

const found = (change: Record<string, unknown>) =>
  missingFiles([parsed(change)]).map(formatProblem);

test("[2026-11 G6] a folder or Dockerfile that is missing is told by the path of its setting", () => {
  const build = (its: object) => system({ image: { kind: "repository", build: its } });
  expect(found(build({ context: "services/nothing" }))).toEqual([
    'dev.systems.http-scale-out.image.build.context must be a folder that is there, got "services/nothing". Write its path from the project\'s root.',
  ]);
  expect(found(build({ context: "services", dockerfile: "shop/Dockerfile" }))).toEqual([
    'dev.systems.http-scale-out.image.build.dockerfile must be a file that is there, got "services/shop/Dockerfile". Write its path from the project\'s root.',
  ]);
  expect(found(build({}))).toEqual([]);
});

test("[2026-11 G6] so are the OpenAPI document and the folder of a page of one's own", () => {
  const httpApi = {
    network: { kind: "own", zoneCount: 2, nat: "single" },
    api: { openApiFile: "openapi/none.json" },
    page: { kind: "hosted", folder: "shop/dist" },
  };
  expect(found({ systems: { "http-api": httpApi } })).toEqual([
    expect.stringContaining("systems.http-api.api.openApiFile must be a file that is there"),
    expect.stringContaining("systems.http-api.page.folder must be a folder that is there"),
  ]);
});
