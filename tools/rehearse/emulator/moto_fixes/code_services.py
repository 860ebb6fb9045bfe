"""CodeBuild and CodeDeploy."""

from collections.abc import Callable
from typing import Any

from moto.codebuild import responses as codebuild
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult

from .registry import Patches, fix


@fix
def build_project_of_a_pipeline_needs_a_location(patches: Patches) -> None:
    """A build project whose source or artifacts belong to a pipeline is refused, because it has no location. It cannot
    have one.

    Without this fix aws_codebuild_project with type CODEPIPELINE cannot be created. Remove it when CreateProject
    accepts it.
    """

    def unless_of_a_pipeline(check: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
        return lambda settings: None if settings.get("type") == "CODEPIPELINE" else check(settings)

    for name in ("_validate_required_params_source", "_validate_required_params_artifacts"):
        patches.replace(codebuild, name, unless_of_a_pipeline(getattr(codebuild, name)))


@fix
def deployment_group_cannot_be_deleted(patches: Patches) -> None:
    """DeleteDeploymentGroup is missing.

    Without this fix aws_codedeploy_deployment_group cannot be destroyed. Remove it when moto has the call.
    """

    def delete_deployment_group(self: CodeDeployResponse) -> ActionResult:
        groups = self.codedeploy_backend.deployment_groups[self._get_param("applicationName")]
        groups.pop(self._get_param("deploymentGroupName"))
        return ActionResult({"hooksNotCleanedUp": []})

    patches.replace(CodeDeployResponse, "delete_deployment_group", delete_deployment_group)


@fix
def deployment_application_cannot_be_deleted(patches: Patches) -> None:
    """DeleteApplication is missing.

    Without this fix aws_codedeploy_app cannot be destroyed. Remove it when moto has the call.
    """

    def delete_application(self: CodeDeployResponse) -> EmptyResult:
        self.codedeploy_backend.applications.pop(self._get_param("applicationName"))
        return EmptyResult()

    patches.replace(CodeDeployResponse, "delete_application", delete_application)
