"""Resources in the emulated account, in the terms of Terraform's AWS provider: used to find resources that are missing
in a state."""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from inventory import Found, found

Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Known:
    """For a kind of resource in the emulator: its provider type, its import ID, and the arguments that identify it."""

    type: str
    import_id: Read
    arguments: dict[str, Read] = field(default_factory=dict)
    is_made_by_users: Read = lambda model: True


def _name(model: Any) -> str:
    return model.name


def _arn(model: Any) -> str:
    return model.arn


def _id(model: Any) -> str:
    return model.id


# Kinds that have tags and that a second creation would duplicate or refuse. All others (role policies, bucket settings,
# alarms, scalable targets) belong to one of these, or are overwritten when created again.
KNOWN = {
    "acm.CertBundle": Known("aws_acm_certificate", _arn, {"domain_name": lambda model: model.common_name}),
    "apigateway.RestAPI": Known("aws_api_gateway_rest_api", _id, {"name": _name}),
    "apigatewayv2.Api": Known("aws_apigatewayv2_api", lambda model: model.api_id, {"name": _name}),
    "autoscaling.FakeAutoScalingGroup": Known("aws_autoscaling_group", _name, {"name": _name}),
    "dynamodb.Table": Known("aws_dynamodb_table", _name, {"name": _name}),
    "ec2.ElasticAddress": Known("aws_eip", _id),
    "ec2.FlowLogs": Known("aws_flow_log", _id),
    "ec2.InternetGateway": Known("aws_internet_gateway", _id),
    "ec2.LaunchTemplate": Known("aws_launch_template", _id, {"name": _name}),
    "ec2.NatGateway": Known("aws_nat_gateway", _id),
    "ec2.RouteTable": Known("aws_route_table", _id),
    "ec2.SecurityGroup": Known("aws_security_group", _id, {"name": _name}, lambda model: model.name != "default"),
    "ec2.Subnet": Known("aws_subnet", _id, {"cidr_block": lambda model: model.cidr_block}),
    "ec2.VPC": Known("aws_vpc", _id, {"cidr_block": lambda model: model.cidr_block}),
    "ec2.VPCEndPoint": Known("aws_vpc_endpoint", _id, {"service_name": lambda model: model.service_name}),
    "ecr.Repository": Known("aws_ecr_repository", _name, {"name": _name}),
    "ecs.CapacityProvider": Known("aws_ecs_capacity_provider", _name, {"name": _name}),
    "ecs.Cluster": Known("aws_ecs_cluster", _name, {"name": _name}),
    "ecs.Service": Known("aws_ecs_service", lambda model: f"{model.cluster_name}/{model.name}", {"name": _name}),
    "ecs.TaskDefinition": Known("aws_ecs_task_definition", _arn, {"family": lambda model: model.family}),
    "elbv2.FakeListener": Known("aws_lb_listener", _arn, {"port": lambda model: model.port}),
    "elbv2.FakeListenerRule": Known("aws_lb_listener_rule", _arn, {"priority": lambda model: model.priority}),
    "elbv2.FakeLoadBalancer": Known("aws_lb", _arn, {"name": _name}),
    "elbv2.FakeTargetGroup": Known("aws_lb_target_group", _arn, {"name": _name}),
    "iam.InstanceProfile": Known("aws_iam_instance_profile", _name, {"name": _name}),
    "iam.Role": Known("aws_iam_role", _name, {"name": _name}),
    "kms.Key": Known("aws_kms_key", _id, {"description": lambda model: model.description}),
    "logs.LogGroup": Known("aws_cloudwatch_log_group", _name, {"name": _name}),
    "s3.FakeBucket": Known("aws_s3_bucket", _name, {"bucket": _name}),
    "sns.Topic": Known("aws_sns_topic", _arn, {"name": _name}),
}


RULE_ARGUMENTS: dict[str, Read] = {
    "security_group_id": lambda rule: rule.group_id,
    "ip_protocol": lambda rule: rule.ip_protocol,
    "from_port": lambda rule: rule.from_port,
    "to_port": lambda rule: rule.to_port,
}
KNOWN["ec2.IngressRule"] = Known("aws_vpc_security_group_ingress_rule", _id, RULE_ARGUMENTS)
KNOWN["ec2.EgressRule"] = Known("aws_vpc_security_group_egress_rule", _id, RULE_ARGUMENTS)
KNOWN["kms.Alias"] = Known("aws_kms_alias", _name, {"name": _name})

# Attributes of moto's objects that refer to their parents.
HOLDERS = ("vpc_id", "subnet_id", "group_id", "load_balancer_arn", "listener_arn", "cluster_arn", "resource_id")


def resources() -> list[dict[str, Any]]:
    return [_described(each, KNOWN[each.kind]) for each in _found() if _is_known(each)]


def _found() -> Iterator[Found]:
    """Objects in moto, and the objects inside them that are separate resources in Terraform."""
    for each in found():
        yield each
        match each.kind:
            case "ec2.SecurityGroup":
                yield from _rules("ec2.IngressRule", each, each.model.ingress_rules)
                yield from _rules("ec2.EgressRule", each, each.model.egress_rules)
            case "kms.Key":
                yield from _aliases(each)


def _rules(kind: str, group: Found, rules: list[Any]) -> Iterator[Found]:
    """A rule uses the tags of its group, because the group's default egress rule has none."""
    for rule in list(rules):
        described = SimpleNamespace(**vars(rule), tags=_tags(group))
        yield Found(kind, rule.id, described, None, functools.partial(rules.remove, rule))


def _aliases(key: Found) -> Iterator[Found]:
    for name in list(key.model.aliases):
        described = SimpleNamespace(id=name, name=name, tags=_tags(key))
        yield Found("kms.Alias", name, described, None, functools.partial(key.model.aliases.pop, name))


def remove(names: Iterable[dict[str, str]]) -> None:
    """Removes resources by kind and import ID, because moto's own keys do not identify all of them."""
    doomed = {(name["kind"], name["importId"]) for name in names}
    for each in list(_found()):
        if _is_known(each) and (each.kind, _import_id(each)) in doomed:
            each.remove()


def _is_known(each: Found) -> bool:
    return each.kind in KNOWN and bool(KNOWN[each.kind].is_made_by_users(each.model))


def _import_id(each: Found) -> str:
    return str(KNOWN[each.kind].import_id(each.model))


def _described(each: Found, known: Known) -> dict[str, Any]:
    ids = [getattr(each.model, name, None) for name in ("id", "api_id", "arn", "name")]
    return {
        "kind": each.kind,
        "type": known.type,
        "importId": _import_id(each),
        "identities": [str(value) for value in ids if value],
        "within": _holders(each.model),
        "arguments": {name: read(each.model) for name, read in known.arguments.items()},
        "tags": _tags(each),
    }


def _holders(model: Any) -> list[str]:
    """The parents that an object depends on, by ID, ARN or name. For an instance profile, its role."""
    ids = [getattr(model, name, None) for name in HOLDERS]
    return [str(value) for value in [*ids, *(role.name for role in getattr(model, "roles", []))] if value]


def _tags(each: Found) -> dict[str, str]:
    """moto's services keep tags in their objects, or separately by ARN or ID."""
    for service in ("tagger", "tagging_service"):
        for name in ("arn", "id"):
            tagging, key = getattr(each.backend, service, None), getattr(each.model, name, None)
            if tagging and key and (tags := tagging.get_tag_dict_for_resource(key)):
                return dict(tags)
    get_tags = getattr(each.model, "get_tags", None)
    own = get_tags() if callable(get_tags) else getattr(each.model, "tags", getattr(each.model, "_tags", None))
    return _flat(own)


def _flat(tags: Any) -> dict[str, str]:
    """Tags in any of the formats that AWS services use."""
    match tags:
        case dict():
            pairs = [value if isinstance(value, dict) else {"Key": key, "Value": value} for key, value in tags.items()]
        case list() | tuple():
            pairs = [tag for tag in tags if isinstance(tag, dict)]
        case _:
            pairs = []
    lower = [{key.lower(): value for key, value in pair.items()} for pair in pairs]
    return {str(tag["key"]): str(tag.get("value", "")) for tag in lower if "key" in tag}
