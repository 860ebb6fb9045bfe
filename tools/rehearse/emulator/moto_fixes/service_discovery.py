"""Cloud Map."""

from moto.route53.models import route53_backends
from moto.servicediscovery.models import ServiceDiscoveryBackend
from moto.utilities.utils import get_partition

from .registry import Patches, fix


@fix
def zone_outlives_its_namespace(patches: Patches) -> None:
    """Deleting a namespace leaves its hosted zone behind. AWS deletes both.

    https://docs.aws.amazon.com/cloud-map/latest/dg/deleting-namespaces.html
    Without this fix a rehearsal finds the zone and its name servers in an otherwise empty account. Remove it when
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
