import { readFileSync } from "node:fs";
import { BuildContext } from "../../modules/delivery/build-context";

/** Each image is built from the workspace's folder, of which Docker and a synth take what its Dockerfile asks for. */
const { workspaces } = JSON.parse(readFileSync("services/package.json", "utf8")) as {
  workspaces: readonly string[];
};

test.each(workspaces.filter((name) => name !== "kit"))(
  "the image of %s is made of its own sources and the kit's alone, so that no other program changes it",
  (name) => {
    const context = new BuildContext({ folder: "services", dockerfile: `${name}/Dockerfile` });
    const others = context.files.filter(
      (file) => !file.startsWith(`${name}/src/`) && !file.startsWith("kit/src/"),
    );
    expect(others).toEqual(
      [
        "kit/bundle.mjs",
        "kit/package.json",
        `${name}/Dockerfile`,
        `${name}/Dockerfile.dockerignore`,
        `${name}/package.json`,
        "package-lock.json",
        "package.json",
      ].sort(),
    );
    expect(context.files).toContain(`${name}/src/main.ts`);
    expect(context.files).toContain("kit/src/lifecycle.ts");
  },
);
