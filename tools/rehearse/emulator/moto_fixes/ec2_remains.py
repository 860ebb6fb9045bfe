"""Resources that EC2 deletes along with others, and that moto leaves behind."""

from typing import Any

from moto.ec2.models.instances import Instance
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.models.vpcs import VPC, VPCBackend

from .registry import Patches, fix


@fix
def interface_outlives_its_instance(patches: Patches) -> None:
    """The network interface of an instance stays when the instance is terminated.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html (the primary interface is deleted with its
    instance)
    Without this fix the subnet and security group of an instance that a group launched cannot be destroyed, and the
    default VPC is not left empty. Remove it when the interface of a terminated instance is deleted.
    """

    def prep_nics(self: Instance, nic_spec: list[dict[str, Any]], *arguments: Any, **named: Any) -> None:
        original(self, nic_spec, *arguments, **named)
        if not nic_spec:
            for interface in self.nics.values():
                interface.delete_on_termination = True

    original = patches.replace(Instance, "prep_nics", prep_nics)


@fix
def interface_outlives_its_nat_gateway(patches: Patches) -> None:
    """The network interface of a NAT gateway stays when the gateway is deleted.

    Without this fix a rehearsal reports a leftover that AWS deletes. Remove it when DeleteNatGateway deletes it.
    """

    def delete_nat_gateway(self: Any, nat_gateway_id: str) -> NatGateway:
        gateway = original(self, nat_gateway_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    original = patches.replace(NatGatewayBackend, "delete_nat_gateway", delete_nat_gateway)


@fix
def default_acl_outlives_its_vpc(patches: Patches) -> None:
    """The default network ACL of a VPC stays when the VPC is deleted.

    Without this fix a rehearsal reports a leftover that AWS deletes. Remove it when DeleteVpc deletes it.
    """

    def delete_vpc(self: Any, vpc_id: str) -> VPC:
        vpc = original(self, vpc_id)
        for acl in [acl for acl in self.network_acls.values() if acl.vpc_id == vpc_id and acl.default]:
            del self.network_acls[acl.id]
        return vpc

    original = patches.replace(VPCBackend, "delete_vpc", delete_vpc)
