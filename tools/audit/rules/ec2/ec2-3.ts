import { type Block, isTrue, blocksOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ec2_3 = defineControl({
  id: "EC2.3",
  title: "Volumes are encrypted",
  look: each(["aws_launch_template", "aws_instance", "aws_ebs_volume"], (owner) =>
    volumesOf(owner).every((volume) => isTrue(volume, "encrypted")),
  ),
});

function volumesOf(owner: Block): readonly Block[] {
  const mapped = blocksOf(owner, "block_device_mappings").map((device) => blockOf(device, "ebs"));
  const attached = [
    ...blocksOf(owner, "root_block_device"),
    ...blocksOf(owner, "ebs_block_device"),
  ];
  const volumes = [...mapped, ...attached];
  // A separate volume, or an instance whose image decides.
  return volumes.length > 0 ? volumes : [owner];
}
