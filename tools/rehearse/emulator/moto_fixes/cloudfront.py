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

    Without this fix aws_cloudfront_function cannot be created: the provider publishes it. Remove it when moto has the
    call.
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
    """A cache behavior loses its functions.

    Without this fix aws_cloudfront_distribution always plans to restore function_association. Remove it when
    GetDistribution returns FunctionAssociations.
    """

    def init(self: DefaultCacheBehaviour, config: dict[str, Any]) -> None:
        original(self, config)
        items = (config.get("FunctionAssociations") or {}).get("Items") or []
        self.function_associations = {"Quantity": len(items), "Items": items} if items else {"Quantity": 0}

    original = patches.replace(DefaultCacheBehaviour, "__init__", init)


@fix
def distribution_forwards_values_nobody_wrote(patches: Patches) -> None:
    """A behavior with a cache policy returns forwardedValues. AWS returns none.

    Without this fix aws_cloudfront_distribution always plans to remove forwarded_values. Remove it when GetDistribution
    omits ForwardedValues.
    """

    def init(self: DefaultCacheBehaviour, config: dict[str, Any]) -> None:
        given = bool(config.get("ForwardedValues"))
        original(self, config)
        self.forwarded_values = self.forwarded_values if given else None

    original = patches.replace(DefaultCacheBehaviour, "__init__", init)


@fix
def distribution_loses_its_origin_access_control(patches: Patches) -> None:
    """An origin of a distribution loses its OriginAccessControlId.

    Without this fix aws_cloudfront_distribution always plans to restore origin_access_control_id. Remove it when
    GetDistribution returns it.
    """

    def init(self: Origin, origin: dict[str, Any]) -> None:
        original(self, origin)
        self.origin_access_control_id = origin.get("OriginAccessControlId") or ""

    original = patches.replace(Origin, "__init__", init)


@fix
def distribution_has_empty_certificates(patches: Patches) -> None:
    """A distribution returns absent certificates as empty. AWS returns none.

    Without this fix aws_cloudfront_distribution with CloudFront's own certificate always plans to remove
    ssl_support_method. Remove it when GetDistribution omits ACMCertificateArn and IAMCertificateId.
    """

    def init(self: ViewerCertificate, config: dict[str, Any]) -> None:
        original(self, config)
        self.acm_certificate_arn = self.acm_certificate_arn or None
        self.iam_certificate_id = self.iam_certificate_id or None

    original = patches.replace(ViewerCertificate, "__init__", init)


@fix
def distribution_has_two_certificates(patches: Patches) -> None:
    """A distribution with its own certificate also reports CloudFront's default certificate. AWS returns false.

    Without this fix aws_cloudfront_distribution always plans to remove cloudfront_default_certificate. Remove it when
    GetDistribution returns CloudFrontDefaultCertificate false next to another certificate.
    """

    def init(self: ViewerCertificate, config: dict[str, Any]) -> None:
        original(self, config)
        if self.acm_certificate_arn or self.iam_certificate_id:
            self.cloud_front_default_certificate = False

    original = patches.replace(ViewerCertificate, "__init__", init)
