"""Route 53 zones."""

from moto.core.responses import ActionResult
from moto.route53.responses import Route53

from .registry import Patches, fix


@fix
def zone_of_a_vpc_is_not_private(patches: Patches) -> None:
    """A zone created with a VPC is only private if the caller says so. AWS derives it from the VPC.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html (VPC)
    Without this fix aws_route53_zone always plans to associate its VPC, because the provider only sends the VPC. Remove
    it when CreateHostedZone makes every zone with a VPC private.
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
