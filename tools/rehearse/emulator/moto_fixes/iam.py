"""How policies are evaluated."""

from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from .registry import Patches, fix


@fix
def denial_holds_whatever_its_condition(patches: Patches) -> None:
    """A deny statement with a condition always denies: moto assumes that most conditions are met.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
    Without this fix nobody can read a bucket whose policy denies requests without TLS: the S3 backend gets 403 for its
    own state. Remove it when moto evaluates aws:SecureTransport.
    """

    def is_action_permitted(
        self: IAMPolicyStatement,
        action: str,
        resource: str = "*",
        principal: str | None = None,
        incoming_condition_values: dict[str, str] | None = None,
    ) -> Any:
        if self._statement["Effect"] == "Deny" and "Condition" in self._statement:
            return PermissionResult.NEUTRAL
        return original(self, action, resource, principal, incoming_condition_values)

    original = patches.replace(IAMPolicyStatement, "is_action_permitted", is_action_permitted)
