import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { synthEnvironments } from "../support/environments";

const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
const github = { repository: "acme/shop", ownerId: 12, repositoryId: 34 };
const { stacks } = synthEnvironments({
  dev,
  prod: { ...prod, permissionsBoundaryArn, github },
});

const rolesOf = (environment: string) =>
  Object.entries(stacks)
    .filter(([id]) => id.endsWith(`-${environment}`))
    .flatMap(([id, json]) =>
      json.addressed("aws_iam_role").map(([address, role]) => ({
        role: `${id}: ${address}`,
        boundary: role["permissions_boundary"] as unknown,
      })),
    );

it("limits every role of the environment", () => {
  const roles = rolesOf("prod");
  expect(roles.length).toBeGreaterThan(20);
  expect(roles.filter(({ boundary }) => boundary !== permissionsBoundaryArn)).toEqual([]);
});

it("limits no role of an environment without it", () => {
  const roles = rolesOf("dev");
  expect(roles.length).toBeGreaterThan(10);
  expect(roles.filter(({ boundary }) => boundary !== undefined)).toEqual([]);
});

it("lets GitHub's jobs give permissions to roles within the boundary only, and keep it as it is", () => {
  const { statement } = stacks["github-prod"]!.referenced(
    "${data.aws_iam_policy_document.roles_deploy-document.json}",
  ) as unknown as { statement: { sid: string; actions: string[] }[] };
  const of = (sid: string) => statement.find((each) => each.sid === sid);
  expect(of("Roles")!.actions).toEqual(
    expect.arrayContaining(["iam:CreateRole", "iam:PutRolePermissionsBoundary"]),
  );
  expect(of("WithinBoundary")).toEqual({
    sid: "WithinBoundary",
    effect: "Deny",
    actions: [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ],
    resources: ["*"],
    condition: [
      {
        test: "StringNotEquals",
        variable: "iam:PermissionsBoundary",
        values: [permissionsBoundaryArn],
      },
    ],
  });
  expect(of("KeepsBoundary")).toMatchObject({
    effect: "Deny",
    actions: ["iam:DeleteRolePermissionsBoundary"],
  });
  expect(of("NotTheBoundary")).toMatchObject({
    effect: "Deny",
    resources: [permissionsBoundaryArn],
  });
});
