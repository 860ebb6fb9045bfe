"""Lambda."""

from typing import Any

from moto.awslambda.models import LambdaBackend

from .registry import Patches, fix


@fix
def functions_need_a_container_engine(patches: Patches) -> None:
    """Invoke runs the function in a Docker container.

    A rehearsal has no container engine. The function does not run: each invocation succeeds and returns its input, so that the
    order of the resources and a second plan can be checked. Goes when moto runs functions without containers.
    """

    def invoke(self: LambdaBackend, function_name: str, qualifier: str, body: Any, *_: Any) -> bytes:
        self.get_function(function_name, qualifier)
        return body.encode() if isinstance(body, str) else (body or b"null")

    patches.replace(LambdaBackend, "invoke", invoke)
