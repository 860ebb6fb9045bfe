"""Application and Network Load Balancers."""

from typing import Any

from moto.elbv2.responses import ELBV2Response

from .registry import Patches, fix


@fix
def network_balancer_forgets_private_link_rules(patches: Patches) -> None:
    """SetSecurityGroups loses EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic.

    Without this fix aws_lb always plans to set enforce_security_group_inbound_rules_on_private_link_traffic. Remove it
    when DescribeLoadBalancers returns it.
    """

    def set_security_groups(self: ELBV2Response) -> Any:
        answer = original(self)
        if enforced := self._get_param("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"):
            balancer = self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")]
            balancer.enforce_security_group_inbound_rules_on_private_link_traffic = enforced
        return answer

    original = patches.replace(ELBV2Response, "set_security_groups", set_security_groups)
