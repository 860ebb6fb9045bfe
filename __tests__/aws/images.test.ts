import { ecrRepositoryOf, parseImageReference } from "../../aws/containers/images";

const DIGEST = `sha256:${"a".repeat(64)}`;
const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

test.each<[string, object]>([
  ["nginx", { repository: "nginx" }],
  ["nginx:1.27", { repository: "nginx", tag: "1.27" }],
  ["library/nginx", { repository: "library/nginx" }],
  ["docker.io/library/nginx:1", { registry: "docker.io", repository: "library/nginx", tag: "1" }],
  ["ghcr.io/acme/shop", { registry: "ghcr.io", repository: "acme/shop" }],
  [`ghcr.io/acme/shop@${DIGEST}`, { registry: "ghcr.io", repository: "acme/shop", digest: DIGEST }],
  [`a/b:1@${DIGEST}`, { repository: "a/b", tag: "1", digest: DIGEST }],
  ["localhost/shop", { registry: "localhost", repository: "shop" }],
  ["localhost:5000/shop:2", { registry: "localhost:5000", repository: "shop", tag: "2" }],
  ["registry:5000/shop", { registry: "registry:5000", repository: "shop" }],
  [`${ECR}/team/shop-api`, { registry: ECR, repository: "team/shop-api" }],
])("takes %s apart", (reference, parts) => {
  expect(parseImageReference(reference)).toEqual({
    registry: undefined,
    tag: undefined,
    digest: undefined,
    ...parts,
  });
});

test.each([
  "",
  "Nginx",
  "nginx:",
  "nginx:a:b",
  "nginx@sha256:short",
  `nginx@${DIGEST}@${DIGEST}`,
  "http://ghcr.io/acme/shop",
  "ghcr.io/",
  "/shop",
  "a//b",
  "shop api",
  `nginx:${"t".repeat(129)}`,
  "nginx:.dot",
])("makes nothing of %s", (reference) => {
  expect(parseImageReference(reference)).toBeUndefined();
});

test.each([
  [`${ECR}/shop:1`, true],
  ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop", true],
  ["public.ecr.aws/nginx/nginx", false],
  ["ghcr.io/acme/shop", false],
  ["nginx", false],
])("knows whether %s needs leave to be pulled from ECR", (reference, expected) => {
  expect(ecrRepositoryOf(reference) !== undefined).toBe(expected);
});
