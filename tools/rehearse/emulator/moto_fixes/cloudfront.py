"""CloudFront."""

from moto.cloudfront import urls
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
