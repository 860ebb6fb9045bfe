"""Prints facts about AWS as JSON, read from packages that contain AWS's published data."""

import gzip
import json
import re
from importlib import metadata, resources

import botocore
from cfnlint.helpers import AVAILABILITY_ZONES
from cfnlint.schema.manager import ProviderSchemaManager
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

# Families for general use, compute, memory, storage and GPUs; those older than t2, m3 and c3 cannot boot Amazon Linux 2023.
FAMILIES = re.compile(r"^(a1|t[2-9]|[mc][3-9]|[rxizdh]\d|im\d|is\d|gr?\d|p\d)")

# What the systems make and what some regions lack.
RESOURCE_TYPES = [
    "ApiGateway::RestApi",
    "ApiGatewayV2::Api",
    "ApiGatewayV2::VpcLink",
    "ApplicationAutoScaling::ScalableTarget",
    "AutoScaling::AutoScalingGroup",
    "CertificateManager::Certificate",
    "CloudFront::Distribution",
    "CloudWatch::Alarm",
    "Cognito::UserPool",
    "DynamoDB::Table",
    "ECR::Repository",
    "ECS::CapacityProvider",
    "ECS::Service",
    "ElasticLoadBalancingV2::LoadBalancer",
    "KMS::Key",
    "Logs::LogGroup",
    "RDS::DBInstance",
    "Route53::RecordSet",
    "SES::EmailIdentity",
    "SNS::Topic",
    "SecretsManager::Secret",
    "ServiceDiscovery::PrivateDnsNamespace",
    "WAFv2::WebACL",
]


def instance_types():
    """Types that boot the ECS-optimized image, by family: size, vCPUs, memory in MiB, network interfaces, GPUs."""
    packed = resources.files("moto").joinpath("ec2/resources/instance_types.json.gz")
    families = {}
    for name, offer in json.loads(gzip.decompress(packed.read_bytes())).items():
        family, size = name.split(".", 1)
        supported = offer["ProcessorInfo"]["SupportedArchitectures"]
        architecture = next((a for a in ("x86_64", "arm64") if a in supported), None)
        bootable = (
            "hvm" in offer["SupportedVirtualizationTypes"]
            and "ebs" in offer["SupportedRootDeviceTypes"]
            and architecture is not None
        )
        gpus = whole_gpus(offer)
        if FAMILIES.match(family) and bootable and gpus is not None:
            entry = families.setdefault(
                family,
                {
                    "architecture": architecture,
                    "manufacturer": offer["ProcessorInfo"]["Manufacturer"],
                    "generation": "current" if offer["CurrentGeneration"] else "previous",
                    "hypervisor": "nitro",
                    "sizes": [],
                },
            )
            # Bare metal has no hypervisor, and is of the Nitro System.
            if offer.get("Hypervisor") == "xen":
                entry["hypervisor"] = "xen"
            entry["sizes"].append(
                [
                    size,
                    offer["VCpuInfo"]["DefaultVCpus"],
                    offer["MemoryInfo"]["SizeInMiB"],
                    offer["NetworkInfo"]["MaximumNetworkInterfaces"],
                    gpus,
                ]
            )
    for entry in families.values():
        entry["sizes"].sort(key=lambda size: (size[1], size[2], f"{size[0]}"))
    return dict(sorted(families.items()))


def whole_gpus(offer):
    """Number of NVIDIA GPUs that ECS can give to tasks; None for a type with a part of one, or with others."""
    gpus = (offer.get("GpuInfo") or {}).get("Gpus", [])
    if any(gpu["Manufacturer"] != "NVIDIA" or gpu.get("GpuPartitionSize", 1) != 1 for gpu in gpus):
        return None
    return sum(gpu["Count"] for gpu in gpus)


def instance_offers():
    """Families of instance types by region."""
    folder = resources.files("cfnlint").joinpath("data/schemas/extensions/aws_ec2_instance")
    types = json.loads(folder.joinpath("instancetype_enum.json").read_text())
    return {
        region: sorted({name.split(".")[0] for name in types[region]["enum"] if FAMILIES.match(name)})
        for region in sorted(types)
        if region not in ("all", "description")
    }


def regions():
    """Regions by partition, with their zones, and with the resource types that each lacks."""
    manager = ProviderSchemaManager()
    file = resources.files(botocore).joinpath("data/partitions.json")
    partitions = {}
    for partition in json.loads(file.read_text())["partitions"]:
        found = {}
        for region in sorted(partition["regions"]):
            if region.endswith("-global") or region not in AVAILABILITY_ZONES:
                continue
            offered = set(manager.get_resource_types(region))
            found[region] = {
                "zones": len(AVAILABILITY_ZONES[region]),
                "zoneIds": sorted(z.zone_id for z in RegionsAndZonesBackend.zones.get(region, [])),
                "missing": [t for t in RESOURCE_TYPES if f"AWS::{t}" not in offered],
            }
        partitions[partition["id"]] = {
            "dnsSuffix": partition["outputs"]["dnsSuffix"],
            "regions": found,
        }
    return partitions


def databases():
    """Versions of RDS for MySQL that can still be made, and its instance classes by region."""
    deprecated = set(mysql_values("engine_version_deprecated", "EngineVersion", "if"))
    return {
        "versions": [
            version
            for version in mysql_values("engine_version", "EngineVersion", "then")
            if version not in deprecated
        ],
        "classes": {
            region: sorted(mysql_values_of(schema, "DBInstanceClass", "then"))
            for region, schema in sorted(read("dbinstanceclass_enum").items())
        },
    }


def read(name):
    folder = resources.files("cfnlint").joinpath("data/schemas/extensions/aws_rds_dbinstance")
    return json.loads(folder.joinpath(f"{name}.json").read_text())


def mysql_values(name, field, part):
    return mysql_values_of(read(name), field, part)


def mysql_values_of(schema, field, part):
    """The values that a schema of cfn-lint lists for a field, in the part of its rule about the engine mysql."""
    values = {}
    for rule in schema["allOf"]:
        if rule["if"]["properties"].get("Engine", {}).get("const") == "mysql":
            values |= dict.fromkeys(rule[part]["properties"].get(field, {}).get("enum", []))
    return list(values)


print(
    json.dumps(
        {
            "sources": {name: metadata.version(name) for name in ("moto", "cfn-lint", "botocore")},
            "instanceTypes": instance_types(),
            "instanceOffers": instance_offers(),
            "regions": regions(),
            "databases": databases(),
        }
    )
)
