"""Route 53 zones."""

from moto.core.responses import ActionResult
from moto.route53.responses import Route53

from .registry import Patches, fix


@fix
def zone_of_a_vpc_is_not_private(patches: Patches) -> None:
    """A zone created with a VPC is private only when the caller says so, where AWS concludes it from the VPC.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html (VPC)
    Without it aws_route53_zone plans to associate its vpc for ever: the provider sends the VPC alone. Goes when
    CreateHostedZone makes every zone that has a VPC private.
    """

    def create_hosted_zone(self: Route53) -> ActionResult:
        answer = original(self)
        zone, vpc_id = answer.result["HostedZone"], self._get_param("VPC.VPCId")
        if vpc_id and not zone.private_zone:
            zone.private_zone = True
            zone.add_vpc(vpc_id, self._get_param("VPC.VPCRegion"))
            answer.result["DelegationSet"] = None
        return answer

    original = patches.replace(Route53, "create_hosted_zone", create_hosted_zone)
