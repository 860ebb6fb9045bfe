"""Cloud Map."""

from moto.route53.models import route53_backends
from moto.servicediscovery.models import ServiceDiscoveryBackend
from moto.utilities.utils import get_partition

from .registry import Patches, fix


@fix
def zone_outlives_its_namespace(patches: Patches) -> None:
    """Deleting a namespace leaves the hosted zone behind that was made with it, where AWS deletes both.

    https://docs.aws.amazon.com/cloud-map/latest/dg/deleting-namespaces.html
    Without it a rehearsal finds the zone, and its set of name servers, in an account that was emptied. Goes when
    DeleteNamespace deletes the zone.
    """

    def delete_namespace(self: ServiceDiscoveryBackend, namespace_id: str) -> str:
        zone_id = (self.get_namespace(namespace_id).dns_properties or {}).get("HostedZoneId", "")
        operation = original(self, namespace_id)
        route53 = route53_backends[self.account_id][get_partition(self.region_name)]
        zone = route53.zones.pop(zone_id.removeprefix("/hostedzone/"), None)
        for key, delegation_set in list(route53.delegation_sets.items()):
            if zone is not None and delegation_set is zone.delegation_set:
                del route53.delegation_sets[key]
        return operation

    original = patches.replace(ServiceDiscoveryBackend, "delete_namespace", delete_namespace)
