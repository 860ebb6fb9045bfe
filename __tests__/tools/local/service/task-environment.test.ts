import { lackingHere, taskEnvironment } from "../../../../tools/local/service/task-environment";
import type { ContainerModel } from "../../../../tools/synthesized/system/task-definition";

const CONTAINER: ContainerModel = {
  name: "web",
  image: "shop:1.0.0",
  isEssential: true,
  environment: { PORT: "80", DB_PORT: "3306", STAGE: "dev" },
  secrets: { DB_PASSWORD: "aws_db_instance.database.master_user_secret.0.secret_arn:password::" },
  ports: [80],
  environmentFiles: [],
  mounts: {},
  dependsOn: [],
  links: [],
  stopTimeoutSeconds: 30,
};

const environment = (container: Partial<ContainerModel> = {}, added = {}) =>
  taskEnvironment({
    container: { ...CONTAINER, ...container },
    taskId: "0123456789ab",
    ports: new Map([[80, 20_123]]),
    added,
    secret: (valueFrom, name) => `${name} of ${valueFrom}`,
  });

it("is the container's, with this machine's port and the task's name", () => {
  expect(environment()).toMatchObject({
    PORT: "20123",
    HOSTNAME: "0123456789ab",
    DB_PORT: "3306",
    STAGE: "dev",
    DB_PASSWORD: `DB_PASSWORD of ${CONTAINER.secrets.DB_PASSWORD!}`,
  });
});

it("names the port to programs whose image knows it", () => {
  expect(environment({ environment: {} }).PORT).toBe("20123");
});

it("has what parts of the system and the user add, who have the last word", () => {
  expect(environment({}, { DB_PORT: "1234", STAGE: "mine" })).toMatchObject({
    DB_PORT: "1234",
    STAGE: "mine",
  });
});

it("holds nothing of the user's own", () => {
  process.env.SOMETHING_OF_THE_USER = "secret";
  expect(environment().SOMETHING_OF_THE_USER).toBeUndefined();
  delete process.env.SOMETHING_OF_THE_USER;
});

it("tells what a container has in AWS alone: shared volumes, GPUs and files of variables", () => {
  const container = {
    ...CONTAINER,
    mounts: { "/media": "media", "/tmp": "own" },
    gpus: 2,
    environmentFiles: ["arn:aws:s3:::shop/web.env"],
  };
  expect(lackingHere({ sharedVolumes: ["media"] }, container)).toEqual([
    "volume media is not mounted here: web finds this machine's /media",
    "web is given no GPU here: it finds those of this machine, or none",
    "the variables of arn:aws:s3:::shop/web.env are not read here. Set those that web needs: --env NAME=value",
  ]);
  expect(lackingHere({ sharedVolumes: [] }, CONTAINER)).toEqual([]);
});
