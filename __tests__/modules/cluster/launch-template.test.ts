import { privateNetwork, publicNetwork, synthCapacity } from "./capacity-stack";
import { decodedUserData } from "./decoded-user-data";

describe("LaunchTemplate", () => {
  const json = synthCapacity();
  const template = json.resource("aws_launch_template");

  test("takes the place of a launch configuration (AutoScaling.9)", () => {
    expect(json.resources("aws_launch_configuration")).toEqual([]);
    expect(json.referenced(String(json.resource("aws_autoscaling_group").launch_template.id))).toBe(
      template,
    );
  });

  test.each([
    ["x86_64", "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"],
    ["arm64", "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"],
  ] as const)(
    "takes its %s image from the SSM parameter of the AL2023 ECS image",
    (architecture, name) => {
      const arm = synthCapacity({ architecture, instanceTypes: ["any"] });
      const image = String(arm.resource("aws_launch_template").image_id);
      expect(image).toMatch(/^\$\{data\.aws_ssm_parameter\./);
      expect(arm.referenced(image).name).toBe(name);
      expect(arm.dataSources("aws_ami")).toEqual([]);
    },
  );

  test("shows a new image in the plan: it is not read as a sensitive value", () => {
    expect(template.image_id).toMatch(/\.insecure_value\}$/);
  });

  test("has a micro type by default, else the first of those given", () => {
    expect(template.instance_type).toBe("t3.micro");
    const large = synthCapacity({ instanceTypes: ["m7i.large", "m6i.large"] });
    expect(large.resource("aws_launch_template").instance_type).toBe("m7i.large");
  });

  test("requires IMDSv2 (EC2.8, AutoScaling.3) and keeps its tokens from containers", () => {
    expect(template.metadata_options).toMatchObject({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  test("lets containers reach the metadata service when asked to", () => {
    const open = synthCapacity({ metadataHopLimit: 2 }).resource("aws_launch_template");
    expect(open.metadata_options).toMatchObject({
      http_tokens: "required",
      http_put_response_hop_limit: 2,
    });
  });

  test("encrypts its gp3 root volume (EC2.3, EC2.7) of 30 GiB or more", () => {
    const [volume] = synthCapacity({ rootVolumeGiB: 50 }).resource(
      "aws_launch_template",
    ).block_device_mappings;
    expect(template.block_device_mappings).toEqual([
      {
        device_name: "/dev/xvda",
        ebs: {
          encrypted: "true",
          volume_type: "gp3",
          volume_size: 30,
          delete_on_termination: "true",
        },
      },
    ]);
    expect(volume.ebs.volume_size).toBe(50);
  });

  test("rejects a root volume that is smaller than its image", () => {
    expect(() => synthCapacity({ rootVolumeGiB: 29 })).toThrow(
      "`rootVolumeGiB` must be from 30 to 16384, got 29.",
    );
  });

  test("reports CPU every minute", () => {
    expect(template.monitoring).toEqual({ enabled: true });
  });

  test("never asks for a public address (EC2.25): public subnets decide", () => {
    const open = synthCapacity({ network: publicNetwork }).resource("aws_launch_template");
    expect(open).not.toHaveProperty("network_interfaces");
    expect(open.vpc_security_group_ids).toHaveLength(1);
  });

  test("refuses a public address in private subnets (AutoScaling.5, EC2.15)", () => {
    const closed = synthCapacity({ network: privateNetwork });
    const [{ security_groups, ...address }] =
      closed.resource("aws_launch_template").network_interfaces;
    expect(address).toMatchObject({ associate_public_ip_address: "false" });
    expect(closed.referenced(String(security_groups))).toBe(closed.resource("aws_security_group"));
    expect(closed.resource("aws_launch_template")).not.toHaveProperty("vpc_security_group_ids");
  });

  test("tags instances, volumes and interfaces", () => {
    const tagged = synthCapacity({ tags: { Team: "web" } }).resource("aws_launch_template");
    expect(tagged.tag_specifications).toEqual(
      ["instance", "volume", "network-interface"].map((resource_type) => ({
        resource_type,
        tags: { Team: "web", Name: "shop-nodes" },
      })),
    );
  });

  test("can be replaced while instances still use it", () => {
    expect(template.name_prefix).toBe("shop-nodes-node-");
    expect(template.lifecycle).toEqual({ create_before_destroy: true });
  });
});

describe("user data", () => {
  test("writes the name of this cluster to /etc/ecs/ecs.config", () => {
    const script = decodedUserData(synthCapacity());
    // Tasks with addresses of their own do not reach the instance's credentials.
    expect(script).toContain("ECS_AWSVPC_BLOCK_IMDS=true ");
    expect(script).toMatch(/^#!\/bin\/bash\n/);
    expect(script).toContain("\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config\n");
  });

  test("pulls an image once an instance, unless told otherwise", () => {
    expect(decodedUserData(synthCapacity())).toContain("ECS_IMAGE_PULL_BEHAVIOR=once ");
    expect(decodedUserData(synthCapacity({ imagePullBehavior: "always" }))).toContain(
      "ECS_IMAGE_PULL_BEHAVIOR=always ",
    );
  });

  test("drains instances on a Spot notice only where there is Spot", () => {
    const setting = "echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >>";
    expect(decodedUserData(synthCapacity({ spotPercent: 50 }))).toContain(setting);
    expect(decodedUserData(synthCapacity())).not.toContain("SPOT");
  });
});
