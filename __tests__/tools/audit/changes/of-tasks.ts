import { added, type Change, first, inContainers, inStack, set, without } from "./change";

export const ofTasks: readonly Change[] = [
  ...inStack(
    "http-scale-out-prod",
    ["ECS.3", "shares the host's processes", set("aws_ecs_task_definition", { pid_mode: "host" })],
    ["ECS.4", "is privileged", inContainers("[{", '[{"privileged":true,')],
    [
      "ECS.4",
      "cannot be read",
      set("aws_ecs_task_definition", { container_definitions: "${file(var.tasks)}" }),
    ],
    [
      "ECS.5",
      "writes its root file system",
      inContainers('"readonlyRootFilesystem":true', '"readonlyRootFilesystem":false'),
    ],
    [
      "ECS.8",
      "gets a key",
      inContainers("[{", '[{"environment":[{"name":"AWS_ACCESS_KEY_ID","value":"x"}],'),
    ],
    ["ECS.9", "keeps its logs", inContainers('"logDriver":"awslogs"', '"logDriver":"json-file"')],
    [
      "ECS.12",
      "has no Container Insights",
      set("aws_ecs_cluster", { setting: [{ name: "containerInsights", value: "disabled" }] }),
    ],
    ["ECS.17", "uses the host's network", set("aws_ecs_task_definition", { network_mode: "host" })],
    [
      "ECS.19",
      "has termination protection",
      first("aws_ecs_capacity_provider", (provider) => {
        provider["auto_scaling_group_provider"].managed_termination_protection = "ENABLED";
      }),
    ],
    ["ECS.20", "runs as root", inContainers('"user":"1000:1000"', '"user":"0:0"')],
    ["ECS.20", "has no user", inContainers('"user":"1000:1000"', '"hostname":"web"')],
    ["ECS.16", "is public", added("aws_ecs_task_set", taskSet(true))],
    ["ECS.16", "is private", added("aws_ecs_task_set", taskSet(false))],
    [
      "AutoScaling.1",
      "asks the load balancer",
      set("aws_autoscaling_group", { health_check_type: "ELB" }),
    ],
    [
      "AutoScaling.2",
      "has one zone",
      set("aws_autoscaling_group", { vpc_zone_identifier: ["subnet-1"] }),
    ],
    [
      "AutoScaling.3",
      "accepts IMDSv1",
      set("aws_launch_template", { metadata_options: { http_tokens: "optional" } }),
    ],
    ["AutoScaling.5", "has public addresses", set("aws_launch_template", interfaces("true"))],
    [
      "AutoScaling.5",
      "lets the subnet decide",
      set("aws_launch_template", { network_interfaces: [] }),
    ],
    [
      "AutoScaling.9",
      "has a launch configuration",
      set("aws_autoscaling_group", { launch_template: undefined, launch_configuration: "old" }),
    ],
    [
      "EC2.2",
      "lets somebody in",
      set("aws_default_security_group", { ingress: [{ from_port: 22 }] }),
    ],
    ["EC2.2", "is not closed", without("aws_default_security_group")],
    [
      "EC2.3",
      "has a volume in clear",
      set("aws_launch_template", { block_device_mappings: [{ ebs: { encrypted: "false" } }] }),
    ],
    ["EC2.3", "is a volume in clear", added("aws_ebs_volume", { size: 8 })],
    ["EC2.6", "has no flow log", without("aws_flow_log")],
    ["EC2.7", "is on", added("aws_ebs_encryption_by_default", {})],
    ["EC2.7", "is off", added("aws_ebs_encryption_by_default", { enabled: false })],
    [
      "EC2.8",
      "accepts IMDSv1",
      set("aws_launch_template", { metadata_options: { http_tokens: "optional" } }),
    ],
    ["EC2.15", "gives public addresses", set("aws_subnet", { map_public_ip_on_launch: true })],
    ["EC2.18", "opens port 8443", set("aws_vpc_security_group_ingress_rule", ports(8443), open())],
    ["EC2.18", "opens a group by itself", added("aws_security_group", { ingress: [anyone(8443)] })],
    ["EC2.19", "opens SSH", set("aws_vpc_security_group_ingress_rule", ports(22), open())],
    [
      "EC2.19",
      "opens everything",
      set("aws_vpc_security_group_ingress_rule", { ip_protocol: "-1" }, open()),
    ],
    [
      "EC2.19",
      "opens MySQL by an older kind of rule",
      added("aws_security_group_rule", { type: "ingress", ...anyone(3306) }),
    ],
    ["EC2.25", "has public addresses", set("aws_launch_template", interfaces("true"))],
  ),
  ...inStack("http-scale-out-staging", [
    "AutoScaling.6",
    "has one type of instance",
    first("aws_autoscaling_group", (group) => {
      group["mixed_instances_policy"].launch_template.override.length = 1;
    }),
  ]),
  ...inStack("http-scale-out-dev", [
    "AutoScaling.6",
    "lets AWS choose among several types",
    first("aws_autoscaling_group", (group) => {
      group["mixed_instances_policy"] = {
        launch_template: {
          override: [
            {
              instance_requirements: {
                vcpu_count: { min: 2, max: 2 },
                burstable_performance: "excluded",
              },
            },
          ],
        },
      };
    }),
  ]),
  ...inStack(
    "rest-api-staging",
    [
      "EC2.3",
      "of a bastion is in clear",
      set("aws_instance", { root_block_device: { encrypted: false } }),
    ],
    ["EC2.9", "has a public address", set("aws_instance", { associate_public_ip_address: true })],
  ),
  ...inStack(
    "rest-api-prod",
    [
      "ECS.2",
      "has a public address",
      first("aws_ecs_service", (service) => {
        service["network_configuration"].assign_public_ip = true;
      }),
    ],
    ["ECS.10", "names a platform version", set("aws_ecs_service", { platform_version: "1.3.0" })],
  ),
  ...inStack("http-scale-out-dev", [
    "EC2.6",
    "is a VPC of others that has a flow log",
    added("aws_flow_log", { vpc_id: "${data.aws_vpc.network.id}" }),
  ]),
];

function taskSet(isPublic: boolean) {
  return { network_configuration: { assign_public_ip: isPublic } };
}

function interfaces(isPublic: string) {
  return { network_interfaces: [{ associate_public_ip_address: isPublic }] };
}

function ports(port: number) {
  return { from_port: port, to_port: port };
}

function anyone(port: number) {
  return { protocol: "tcp", cidr_blocks: ["0.0.0.0/0"], ...ports(port) };
}

function open() {
  return { cidr_ipv4: "0.0.0.0/0" };
}
