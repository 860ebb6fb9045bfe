import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { differences } from "../support/differences";
import { devWith, runtimeStack, synthEnvironments } from "../support/environments";
import { balancerGroup, container, dependencies, nodesGroup, rules } from "../support/stack-parts";
import type { TerraformJson } from "../support/synth";

const everything = synthEnvironments({ dev, staging, prod });
const stack = (id: string) => everything.stacks[id]!;
const runtime = stack("http-scale-out-dev");
const images = stack("http-scale-out-images-dev");

const certificate = {
  kind: "existing",
  arn: "arn:aws:acm:us-east-2:111122223333:certificate/11111111-2222-3333-4444-555555555555",
} as const;

describe("default settings", () => {
  test("[http-scale-out 1] has one cluster, service, task definition, and repository http-api", () => {
    expect(runtime.resource("aws_ecs_cluster")["name"]).toBe("container-cluster");
    expect(runtime.resources("aws_ecs_service")).toHaveLength(1);
    expect(runtime.resources("aws_ecs_task_definition")).toHaveLength(1);
    expect(images.resource("aws_ecr_repository")["name"]).toBe("http-api");
    expect(runtime.resources("aws_ecr_repository")).toHaveLength(0);
  });

  test("[http-scale-out 2] wants one task first and leaves desired_count to the autoscaler", () => {
    const service = runtime.resource("aws_ecs_service");
    expect(service["desired_count"]).toBe(1);
    expect(service["lifecycle"]).toEqual({ ignore_changes: ["desired_count"] });
  });

  test("[http-scale-out 3] packs tasks by cpu", () => {
    expect(runtime.resource("aws_ecs_service")["ordered_placement_strategy"]).toEqual([
      { type: "binpack", field: "cpu" },
    ]);
  });

  test("[http-scale-out 4] balances the task definition's container on port 80 of the listener's targets", () => {
    const [balanced, ...others] = runtime.resource("aws_ecs_service")["load_balancer"];
    const [action] = runtime.resource("aws_lb_listener")["default_action"];
    expect(others).toEqual([]);
    expect(balanced.container_port).toBe(80);
    expect(balanced.container_name).toBe(container(runtime).name);
    expect(balanced.target_group_arn).toBe(action.target_group_arn);
  });

  test("[http-scale-out 5] gives the container 256 CPU units, 256 MiB and a dynamic host port", () => {
    expect(container(runtime)).toMatchObject({
      cpu: 256,
      memory: 256,
      essential: true,
      portMappings: [{ containerPort: 80, hostPort: 0 }],
    });
    expect(container(runtime).portMappings).toHaveLength(1);
  });

  test("[http-scale-out 6] computes the image from account, region, repository and the tag variable", () => {
    expect(container(runtime).image).toMatch(
      /^\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}\.dkr\.ecr\.us-east-2\.\$\{data\.aws_partition\.[\w-]+\.dns_suffix\}\/http-api:\$\{var\.image_tag\}$/,
    );
    expect(images.resource("aws_ecr_repository")["name"]).toBe("http-api");
    for (const json of Object.values(everything.stacks))
      expect(json.text).not.toMatch(/\b\d{12}\b/);
  });

  test("[http-scale-out 7] scales the service from 1 to 20 tasks", () => {
    expect(runtime.resource("aws_appautoscaling_target")).toMatchObject({
      min_capacity: 1,
      max_capacity: 20,
      scalable_dimension: "ecs:service:DesiredCount",
      service_namespace: "ecs",
      resource_id: "service/${aws_ecs_cluster.cluster.name}/${aws_ecs_service.service.name}",
    });
  });

  test("[http-scale-out 8] tracks 80 % average CPU of the service", () => {
    const policy = runtime.resource("aws_appautoscaling_policy");
    expect(policy["policy_type"]).toBe("TargetTrackingScaling");
    expect(policy["target_tracking_scaling_policy_configuration"]).toMatchObject({
      target_value: 80,
      predefined_metric_specification: {
        predefined_metric_type: "ECSServiceAverageCPUUtilization",
      },
    });
  });

  test("[http-scale-out 9] runs 1 to 5 instances over three zones", () => {
    const group = runtime.resource("aws_autoscaling_group");
    expect([group["min_size"], group["max_size"]]).toEqual([1, 5]);
    const zones = (group["vpc_zone_identifier"] as string[]).map(
      (subnet) => runtime.referenced(subnet)["availability_zone"] as string,
    );
    expect(new Set(zones).size).toBe(3);
    expect(group["availability_zones"]).toBeUndefined();
  });

  test("[http-scale-out 10] tracks 30 % average CPU of the group", () => {
    const policy = runtime.resource("aws_autoscaling_policy");
    expect(policy["policy_type"]).toBe("TargetTrackingScaling");
    expect(policy["target_tracking_configuration"]).toMatchObject({
      target_value: 30,
      predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
    });
  });

  test("[http-scale-out 11] has a launch template that requires IMDSv2, and no launch configuration", () => {
    expect(runtime.resource("aws_launch_template")["metadata_options"]).toMatchObject({
      http_tokens: "required",
    });
    expect(runtime.resources("aws_launch_configuration")).toEqual([]);
  });

  test("[http-scale-out 12] takes its image from the SSM parameter of the AL2023 ECS image", () => {
    const image = runtime.resource("aws_launch_template")["image_id"] as string;
    expect(runtime.referenced(image)["name"]).toBe(
      "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    );
    expect(runtime.dataSources("aws_ami")).toEqual([]);
  });

  test("[http-scale-out 13] joins instances to this cluster by their user data", () => {
    const userData = runtime.resource("aws_launch_template")["user_data"] as string;
    const script = /^\$\{base64encode\((".*")\)\}$/s.exec(userData)?.[1];
    expect(JSON.parse(script!)).toContain(
      "echo ECS_CLUSTER=${aws_ecs_cluster.cluster.name} >> /etc/ecs/ecs.config",
    );
  });

  test("[http-scale-out 14] runs on micro instances unless the settings say otherwise", () => {
    expect(runtime.resource("aws_launch_template")["instance_type"]).toBe("t3.micro");
    const other = runtimeStack({ capacity: { instanceTypes: ["m7i.large"] } });
    expect(other.resource("aws_launch_template")["instance_type"]).toBe("m7i.large");
  });

  test("[http-scale-out 15] trusts EC2 alone with the instances' role, held by a profile", () => {
    const profile = runtime.resource("aws_iam_instance_profile");
    const role = runtime.referenced(profile["role"] as string);
    const trust = runtime.referenced(role["assume_role_policy"] as string);
    expect(trust["statement"]).toHaveLength(1);
    expect(trust["statement"][0].principals).toEqual([
      { type: "Service", identifiers: ["ec2.amazonaws.com"] },
    ]);
    const policies = runtime
      .resources("aws_iam_role_policy_attachment")
      .filter((attachment) => runtime.referenced(attachment["role"] as string) === role)
      .map((attachment) => attachment["policy_arn"] as string);
    expect(policies).toContainEqual(
      expect.stringMatching(/:policy\/service-role\/AmazonEC2ContainerServiceforEC2Role$/),
    );
  });

  test("[http-scale-out 16] balances in public over three subnets, protected from deletion in prod", () => {
    const balancer = runtime.resource("aws_lb");
    expect(balancer).toMatchObject({ load_balancer_type: "application", internal: false });
    expect(new Set(balancer["subnets"]).size).toBe(3);
    expect(balancer["enable_deletion_protection"]).toBe(false);
    expect(stack("http-scale-out-prod").resource("aws_lb")["enable_deletion_protection"]).toBe(
      true,
    );
  });

  test("[http-scale-out 17] checks HTTP / of instance targets for status 200", () => {
    expect(runtime.resource("aws_lb_target_group")).toMatchObject({
      protocol: "HTTP",
      target_type: "instance",
      health_check: { path: "/", matcher: "200", protocol: "HTTP" },
    });
  });

  test("[http-scale-out 18] forwards port 80, or redirects it to 443 with a certificate", () => {
    const listener = runtime.resource("aws_lb_listener");
    expect(listener).toMatchObject({ port: 80, protocol: "HTTP" });
    expect(listener["default_action"][0].type).toBe("forward");

    const listeners = runtimeStack({ loadBalancer: { certificate } }).resources("aws_lb_listener");
    const byPort = Object.fromEntries(listeners.map((each) => [each["port"], each]));
    expect(Object.keys(byPort)).toEqual(["80", "443"]);
    expect(byPort[80]!["default_action"][0]).toMatchObject({
      type: "redirect",
      redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" },
    });
    expect(byPort[443]).toMatchObject({ protocol: "HTTPS", certificate_arn: certificate.arn });
    expect(byPort[443]!["default_action"][0].type).toBe("forward");
  });

  test("[http-scale-out 19, 21] admits port 80 from everywhere to the balancer, which reaches only the nodes", () => {
    const group = balancerGroup(runtime);
    expect(rules(runtime, "ingress", group)).toEqual([
      expect.objectContaining({
        cidr_ipv4: "0.0.0.0/0",
        from_port: 80,
        to_port: 80,
        ip_protocol: "tcp",
      }),
    ]);
    expect(rules(runtime, "egress", group)).toEqual([
      expect.objectContaining({
        referenced_security_group_id: nodesGroup(runtime),
        from_port: 32768,
        to_port: 60999,
        ip_protocol: "tcp",
      }),
    ]);
  });

  test("[http-scale-out 20, 22] admits dynamic ports from the balancer to the nodes, and lets them out to 80 and 443", () => {
    const group = nodesGroup(runtime);
    expect(rules(runtime, "ingress", group)).toEqual([
      expect.objectContaining({
        referenced_security_group_id: balancerGroup(runtime),
        from_port: 32768,
        to_port: 60999,
        ip_protocol: "tcp",
      }),
    ]);
    const out = rules(runtime, "egress", group);
    expect(
      out.map((rule) => [rule["cidr_ipv4"], rule["from_port"], rule["to_port"]]).sort(),
    ).toEqual([
      ["0.0.0.0/0", 443, 443],
      ["0.0.0.0/0", 80, 80],
    ]);
  });

  test("[http-scale-out 23] opens port 22 to one address and names a key only where SSH is asked for", () => {
    const ssh = { keyName: "linux-ssh-key", cidr: "203.0.113.7/32" };
    const open = runtimeStack({ capacity: { ssh } });
    const sshRules = (json: TerraformJson) =>
      rules(json, "ingress", nodesGroup(json)).filter((rule) => rule["from_port"] === 22);
    expect(sshRules(open)).toEqual([
      expect.objectContaining({ cidr_ipv4: "203.0.113.7/32", to_port: 22, ip_protocol: "tcp" }),
    ]);
    expect(open.resource("aws_launch_template")["key_name"]).toBe("linux-ssh-key");
    expect(sshRules(runtime)).toEqual([]);
    expect(runtime.resource("aws_launch_template")["key_name"]).toBeUndefined();
  });

  test("[http-scale-out 24] writes no credentials", () => {
    for (const json of Object.values(everything.stacks)) {
      expect(json.text).not.toMatch(/access_key|secret_key|AKIA|ASIA/);
    }
  });

  test("[http-scale-out 25] keeps its state in the environment's bucket, under its own key, with a lock file", () => {
    const backends = Object.entries(everything.stacks).map(([id, { json }]) => [
      id,
      json["terraform"].backend.s3,
    ]);
    for (const [id, backend] of backends) {
      expect(backend).toMatchObject({ key: id, use_lockfile: true, encrypt: true });
    }
    const places = backends.map(([, { bucket, key }]) => `${bucket}/${key}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test("[http-scale-out 26] puts out address, repository, cluster and service", () => {
    expect(Object.keys(runtime.outputs).sort()).toEqual([
      "cluster_name",
      "load_balancer_dns_name",
      "repository_url",
      "service_name",
      "url",
    ]);
    expect(runtime.referenced(runtime.outputs["load_balancer_dns_name"].value)).toBe(
      runtime.resource("aws_lb"),
    );
    expect(`${runtime.outputs["repository_url"].value}:\${var.image_tag}`).toBe(
      container(runtime).image,
    );
  });

  test("[http-scale-out 27] changes exactly the arguments that a setting is about", () => {
    const changed = runtimeStack({
      service: { desiredCount: 2 },
      serviceScaling: {
        minTasks: 2,
        maxTasks: 10,
        strategies: [{ kind: "cpu-target", targetPercent: 60 }],
      },
      capacity: { minInstances: 2, maxInstances: 8 },
    });
    expect(differences(runtime.json, changed.json)).toEqual({
      "resource.aws_appautoscaling_policy.*.target_tracking_scaling_policy_configuration.target_value":
        [80, 60],
      "resource.aws_appautoscaling_target.*.max_capacity": [20, 10],
      "resource.aws_appautoscaling_target.*.min_capacity": [1, 2],
      "resource.aws_autoscaling_group.*.max_size": [5, 8],
      "resource.aws_autoscaling_group.*.min_size": [1, 2],
      "resource.aws_ecs_service.*.desired_count": [1, 2],
    });
  });

  test.each([
    [
      "a maximum below the minimum",
      { serviceScaling: { minTasks: 5, maxTasks: 4 } },
      "dev.systems.http-scale-out.serviceScaling.minTasks must not be above maxTasks (4), got 5",
    ],
    [
      "fewer instances at most than at least",
      { capacity: { minInstances: 3, maxInstances: 2 } },
      "dev.systems.http-scale-out.capacity.minInstances must not be above maxInstances (2), got 3",
    ],
    [
      "a target above 100",
      { clusterScaling: { kind: "cpu-target", targetPercent: 101 } },
      "dev.systems.http-scale-out.clusterScaling.targetPercent must be a percentage from 1 to 100, got 101",
    ],
  ] as const)("[http-scale-out 28] refuses %s", (_, settings, message) => {
    expect(() => synthEnvironments(devWith(settings as Parameters<typeof devWith>[0]))).toThrow(
      message,
    );
  });
});

test("[http-scale-out 35] builds, then pushes under the tag, then runs: each step waits for the one before", () => {
  const build = images.resource("docker_image");
  expect(build["name"]).toMatch(/:\$\{var\.image_tag\}$/);
  expect(images.referenced(images.resource("docker_registry_image")["name"] as string)).toBe(build);
  expect(everything.dependencies["http-scale-out-dev"]).toEqual(["http-scale-out-images-dev"]);
});

describe("a container of one's own", () => {
  test("runs an image of any registry by its tag, without repository, images stack or variable", () => {
    const { stacks } = synthEnvironments(
      devWith({ image: { kind: "reference", reference: "ghcr.io/acme/shop:2.1.0" } }),
    );
    expect(Object.keys(stacks)).toEqual(["state-dev", "http-scale-out-dev"]);
    const own = stacks["http-scale-out-dev"]!;
    expect(container(own).image).toBe("ghcr.io/acme/shop:2.1.0");
    expect(own.json["variable"]).toBeUndefined();
    expect(own.outputs["repository_url"].value).toBe("ghcr.io/acme/shop");
  });

  test("takes the tag from the deployment where the image has none", () => {
    const own = runtimeStack({ image: { kind: "reference", reference: "localhost:5000/shop" } });
    expect(container(own).image).toBe("localhost:5000/shop:${var.image_tag}");
    expect(own.outputs["repository_url"].value).toBe("localhost:5000/shop");
  });

  test("gives it port, health path, environment, secrets and size", () => {
    const secret = "arn:aws:secretsmanager:us-east-2:111122223333:secret:shop-AbCdEf";
    const own = runtimeStack({
      container: {
        name: "shop",
        port: 3000,
        cpu: 512,
        memoryLimitMiB: 400,
        environment: { LOG_LEVEL: "info" },
        secrets: { DATABASE_URL: secret },
      },
      loadBalancer: { healthCheck: { path: "/ready" } },
    });
    expect(container(own)).toMatchObject({
      name: "shop",
      cpu: 512,
      memory: 400,
      portMappings: [{ containerPort: 3000, hostPort: 0 }],
      environment: [{ name: "LOG_LEVEL", value: "info" }],
      secrets: [{ name: "DATABASE_URL", valueFrom: secret }],
    });
    expect(own.resource("aws_ecs_service")["load_balancer"][0]).toMatchObject({
      container_name: "shop",
      container_port: 3000,
    });
    expect(own.resource("aws_lb_target_group")["health_check"].path).toBe("/ready");
  });
});

describe("the life of the stacks", () => {
  test("destroys the service before its listener, its roles' policies, and its cluster's capacity", () => {
    const before = dependencies(runtime, "aws_ecs_service");
    expect(before).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^aws_lb_listener\./),
        expect.stringMatching(/^aws_iam_role_policy\./),
        expect.stringMatching(/^aws_ecs_cluster_capacity_providers\./),
      ]),
    );
    const [association] = runtime.resource("aws_ecs_cluster_capacity_providers")[
      "capacity_providers"
    ];
    expect(runtime.referenced(association)).toBe(runtime.resource("aws_ecs_capacity_provider"));
    const group = runtime.resource("aws_ecs_capacity_provider")["auto_scaling_group_provider"];
    expect(runtime.referenced(group.auto_scaling_group_arn)).toBe(
      runtime.resource("aws_autoscaling_group"),
    );
  });

  test("reads no other stack's state", () => {
    for (const json of Object.values(everything.stacks)) {
      expect(json.text).not.toContain("terraform_remote_state");
    }
  });

  test("warns of the reference's ceiling in dev, and in prod of what only the user can give", () => {
    const about = (environment: string) =>
      everything.warnings.filter((warning) => warning.includes(` ${environment}.`));
    expect(about("dev")).toContainEqual(
      expect.stringMatching(/maxTasks is 20, of which about 15 can be placed/),
    );
    expect(about("prod")).toEqual([expect.stringContaining("userPool.email is missing")]);
  });
});
