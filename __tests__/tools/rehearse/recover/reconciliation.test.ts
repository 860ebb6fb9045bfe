import type { EmulatedResource } from "../../../../tools/rehearse/emulator/account";
import { reconcile } from "../../../../tools/rehearse/recover/reconciliation";
import type { ResourceChange } from "../../../../tools/rehearse/terraform/plan";

const tags = { Environment: "dev", System: "web" };

function there(type: string, id: string, more: Partial<EmulatedResource> = {}): EmulatedResource {
  const kind = `kind of ${type}`;
  return { kind, type, importId: id, identities: [id], within: [], arguments: {}, tags, ...more };
}

function change(address: string, before: unknown, after: unknown): ResourceChange {
  const actions = before === null ? (["create"] as const) : (["no-op"] as const);
  const [type = ""] = address.split(".");
  return { address, mode: "managed", type, change: { actions, before, after } };
}

const creates = (address: string, after: object) => change(address, null, after);
const ids = (resources: readonly EmulatedResource[]) => resources.map(({ importId }) => importId);
const addresses = (adopted: readonly { readonly address: string }[]) =>
  adopted.map(({ address }) => address);

test("takes a resource of a fixed name to the address that would make it again", () => {
  const group = there("aws_cloudwatch_log_group", "/ecs/web", { arguments: { name: "/ecs/web" } });
  const { adopted, removed } = reconcile(
    [group],
    [
      creates("aws_cloudwatch_log_group.other", { name: "/ecs/other" }),
      creates("aws_cloudwatch_log_group.logs", { name: "/ecs/web" }),
    ],
    tags,
  );
  expect(adopted).toEqual([{ address: "aws_cloudwatch_log_group.logs", resource: group }]);
  expect(removed).toEqual([]);
});

test("takes one by its prefix, and removes the second of two", () => {
  const roles = ["web-node-1", "web-node-2"].map((name) =>
    there("aws_iam_role", name, { arguments: { name } }),
  );
  const { adopted, removed } = reconcile(
    roles,
    [
      creates("aws_iam_role.node", { name_prefix: "web-node-" }),
      creates("aws_iam_role.task", { name_prefix: "web-task-" }),
    ],
    tags,
  );
  expect(addresses(adopted)).toEqual(["aws_iam_role.node"]);
  expect(ids(removed)).toEqual(["web-node-2"]);
});

test("removes what was made twice, where the state has the other one", () => {
  const groups = ["sg-1", "sg-2"].map((id) => there("aws_security_group", id));
  const known = change("aws_security_group.node", { id: "sg-1" }, {});
  expect(ids(reconcile(groups, [known], tags).removed)).toEqual(["sg-2"]);
});

test("removes what lies within something that is removed, and takes its like that does not", () => {
  const role = there("aws_iam_role", "node-1");
  const profiles = ["node-1", "node-2"].map((name) =>
    there("aws_iam_instance_profile", `profile of ${name}`, { within: [name] }),
  );
  const { adopted, removed } = reconcile(
    [role, ...profiles],
    [
      change("aws_iam_role.node", { name: "node-2" }, {}),
      creates("aws_iam_instance_profile.node", {}),
    ],
    tags,
  );
  expect(adopted.map(({ resource }) => resource.importId)).toEqual(["profile of node-2"]);
  expect([...ids(removed)].sort()).toEqual(["node-1", "profile of node-1"]);
});

test("removes grandchildren of a removed resource", () => {
  const vpc = there("aws_vpc", "vpc-1");
  const balancer = there("aws_lb", "lb-1", { within: ["vpc-1"] });
  const listener = there("aws_lb_listener", "listener-1", { within: ["lb-1"] });
  const { adopted, removed } = reconcile(
    [listener, balancer, vpc],
    [
      change("aws_vpc.network", { id: "vpc-2" }, {}),
      creates("aws_lb.web", {}),
      creates("aws_lb_listener.http", {}),
    ],
    tags,
  );
  expect(adopted).toEqual([]);
  expect([...ids(removed)].sort()).toEqual(["lb-1", "listener-1", "vpc-1"]);
});

test("removes what cannot be told from another one", () => {
  const address = there("aws_eip", "eip-1");
  const both = [creates("aws_eip.a", {}), creates("aws_eip.b", {})];
  expect(reconcile([address], both, tags)).toEqual({ adopted: [], removed: [address] });
});

test("leaves alone what the state knows, by id, ARN or name", () => {
  const resources = ["id", "arn", "name"].map((name) => there("aws_lb", `its ${name}`));
  const changes = ["id", "arn", "name"].map((name) =>
    change(`aws_lb.${name}`, { [name]: `its ${name}` }, {}),
  );
  expect(reconcile(resources, changes, tags)).toEqual({ adopted: [], removed: [] });
});

test("leaves alone what has the tags of somebody else", () => {
  const other = there("aws_lb", "lb", { tags: { ...tags, System: "talk" } });
  expect(reconcile([other], [], tags)).toEqual({ adopted: [], removed: [] });
});

test("leaves former revisions alone that stay on purpose", () => {
  const former = there("aws_ecs_task_definition", "web:1", { arguments: { family: "web" } });
  const now = change("aws_ecs_task_definition.web", { arn: "web:2", skip_destroy: true }, {});
  expect(reconcile([former], [now], tags)).toEqual({ adopted: [], removed: [] });
});
