"""CloudFront."""

from typing import Any

from moto.cloudfront import urls
from moto.cloudfront.models import DefaultCacheBehaviour, Origin, ViewerCertificate
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult

from .registry import Patches, fix


@fix
def function_cannot_be_published(patches: Patches) -> None:
    """PublishFunction is missing.

    Without it aws_cloudfront_function cannot be made: the provider publishes what it made. Goes when moto has the call.
    """

    def publish_function(self: CloudFrontResponse) -> ActionResult:
        function = self.backend.describe_function(name=self._get_param("Name"))
        function.status = "UNASSOCIATED"
        live = {**function.function_summary["FunctionMetadata"], "Stage": "LIVE"}
        return ActionResult({"FunctionSummary": {**function.function_summary, "FunctionMetadata": live}})

    path = "{0}/2020-05-31/function/(?P<function_name>[^/]+)/publish$"
    patches.replace(urls, "url_paths", {**urls.url_paths, path: CloudFrontResponse.dispatch})
    patches.replace(CloudFrontResponse, "publish_function", publish_function)


@fix
def distribution_loses_its_functions(patches: Patches) -> None:
    """A behaviour of a distribution does not keep its functions.

    Without it aws_cloudfront_distribution plans to put function_association back for ever. Goes when GetDistribution
    answers FunctionAssociations.
    """

    def init(self: DefaultCacheBehaviour, config: dict[str, Any]) -> None:
        original(self, config)
        items = (config.get("FunctionAssociations") or {}).get("Items") or []
        self.function_associations = {"Quantity": len(items), "Items": items} if items else {"Quantity": 0}

    original = patches.replace(DefaultCacheBehaviour, "__init__", init)


@fix
def distribution_forwards_values_nobody_wrote(patches: Patches) -> None:
    """A behaviour with a cache policy answers forwardedValues, where AWS answers none.

    Without it aws_cloudfront_distribution plans to take forwarded_values away for ever. Goes when GetDistribution leaves
    ForwardedValues out.
    """

    def init(self: DefaultCacheBehaviour, config: dict[str, Any]) -> None:
        given = bool(config.get("ForwardedValues"))
        original(self, config)
        self.forwarded_values = self.forwarded_values if given else None

    original = patches.replace(DefaultCacheBehaviour, "__init__", init)


@fix
def distribution_loses_its_origin_access_control(patches: Patches) -> None:
    """An origin of a distribution does not keep its OriginAccessControlId.

    Without it aws_cloudfront_distribution plans to put origin_access_control_id back for ever. Goes when GetDistribution
    answers it.
    """

    def init(self: Origin, origin: dict[str, Any]) -> None:
        original(self, origin)
        self.origin_access_control_id = origin.get("OriginAccessControlId") or ""

    original = patches.replace(Origin, "__init__", init)


@fix
def distribution_has_empty_certificates(patches: Patches) -> None:
    """A distribution answers certificates that it has not as empty, where AWS answers none.

    Without it aws_cloudfront_distribution on CloudFront's own certificate plans to take ssl_support_method away for
    ever. Goes when GetDistribution leaves ACMCertificateArn and IAMCertificateId out.
    """

    def init(self: ViewerCertificate, config: dict[str, Any]) -> None:
        original(self, config)
        self.acm_certificate_arn = self.acm_certificate_arn or None
        self.iam_certificate_id = self.iam_certificate_id or None

    original = patches.replace(ViewerCertificate, "__init__", init)


@fix
def distribution_has_two_certificates(patches: Patches) -> None:
    """A distribution with a certificate of its own says that it has CloudFront's, too, where AWS answers false.

    Without it aws_cloudfront_distribution plans to take cloudfront_default_certificate away for ever. Goes when
    GetDistribution answers CloudFrontDefaultCertificate false beside another certificate.
    """

    def init(self: ViewerCertificate, config: dict[str, Any]) -> None:
        original(self, config)
        if self.acm_certificate_arn or self.iam_certificate_id:
            self.cloud_front_default_certificate = False

    original = patches.replace(ViewerCertificate, "__init__", init)
