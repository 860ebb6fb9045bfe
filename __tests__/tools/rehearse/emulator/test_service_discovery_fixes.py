import fix_test
from fix_test import client
from moto_fixes import service_discovery


class NamespaceTakesItsZoneAlong(fix_test.FixTest):
    fix = service_discovery.zone_outlives_its_namespace

    def prepare(self) -> None:
        self.names = client("servicediscovery")
        self.names.create_private_dns_namespace(Name="service", Vpc="vpc-1")
        [self.namespace] = self.names.list_namespaces()["Namespaces"]

    def check(self) -> None:
        self.names.delete_namespace(Id=self.namespace["Id"])
        zones = client("route53")
        self.assertEqual(zones.list_hosted_zones()["HostedZones"], [])
        self.assertEqual(zones.list_reusable_delegation_sets()["DelegationSets"], [])
