"""Subnets, security group rules and launch templates."""

from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.subnets import Subnet

from .registry import Patches, fix


@fix
def subnet_ipv6_state_is_nested(patches: Patches) -> None:
    """The state of a subnet's IPv6 block is a nested object. AWS returns a string.

    Without this fix the provider waits for "associated" until its timeout. Remove it when DescribeSubnets itself
    returns ipv6CidrBlockState.state = "associated".
    """

    def ipv6_cidr_block_association_set(self: Subnet) -> list[dict[str, Any]]:
        return [
            {
                "ipv6CidrBlock": association["ipv6CidrBlock"],
                "associationId": association["associationId"],
                "ipv6CidrBlockState": {"state": "associated"},
            }
            for association in self.ipv6_cidr_block_associations.values()
            if association["ipv6CidrBlockState"]["State"] == "associated"
        ]

    patches.replace(Subnet, "ipv6_cidr_block_association_set", property(ipv6_cidr_block_association_set))


@fix
def subnet_is_not_found_by_ipv6_association(patches: Patches) -> None:
    """DescribeSubnets does not support the filter ipv6-cidr-block-association.association-id.

    Without this fix the provider, which waits for an IPv6 block with that filter, stops with "not implemented". Remove
    it when moto's Subnet.get_filter_value supports the filter.
    """

    def get_filter_value(self: Subnet, filter_name: str, *arguments: Any) -> Any:
        if filter_name == "ipv6-cidr-block-association.association-id":
            return list(self.ipv6_cidr_block_associations)
        return original(self, filter_name, *arguments)

    original = patches.replace(Subnet, "get_filter_value", get_filter_value)


@fix
def rule_with_a_group_as_peer_loses_its_description(patches: Patches) -> None:
    """The description of a security group rule is only kept if its peer is an IPv4 or IPv6 block.

    Without this fix aws_vpc_security_group_ingress_rule with referenced_security_group_id always plans a change of its
    description. Remove it when SecurityGroupRule.description also reads the source group.
    """

    def description(self: SecurityGroupRule) -> str | None:
        return self.ip_range.get("Description") or self.source_group.get("Description")

    patches.replace(SecurityGroupRule, "description", property(description))


@fix
def launch_template_shows_its_own_tags_as_data(patches: Patches) -> None:
    """The template's own tags are returned as tags for launched resources.

    Without this fix aws_launch_template plans to remove a tag_specifications block that nobody wrote. Remove it when
    CreateLaunchTemplate no longer adds its tag specification to the template's data.
    """

    def initialize(self: LaunchTemplate, backend: Any, name: str, data: dict[str, Any], *arguments: Any) -> None:
        specifications = data.pop("TagSpecifications", [])
        launched = [each for each in specifications if each.get("ResourceType") != "launch-template"]
        if launched:
            data["TagSpecifications"] = launched
        original(self, backend, name, data, *arguments)

    original = patches.replace(LaunchTemplate, "__init__", initialize)

