"""Step Functions."""

import json

from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse

from .registry import Patches, fix


@fix
def state_machine_versions_cannot_be_listed(patches: Patches) -> None:
    """ListStateMachineVersions is missing.

    Without it aws_sfn_state_machine cannot be read. This project publishes no version. Goes when moto has the call.
    """

    def list_state_machine_versions(self: StepFunctionResponse) -> ActionResult:
        self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        return ActionResult({"stateMachineVersions": []})

    patches.replace(StepFunctionResponse, "list_state_machine_versions", list_state_machine_versions)


@fix
def definition_cannot_be_validated(patches: Patches) -> None:
    """ValidateStateMachineDefinition is missing.

    The provider asks for it in the plan of aws_sfn_state_machine. What can be told without Step Functions: that the definition is
    JSON, and that each state leads to one that is there. Goes when moto has the call.
    """

    def validate_state_machine_definition(self: StepFunctionResponse) -> ActionResult:
        problems = _problems_of(self._get_param("definition"))
        diagnostics = [{"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": each} for each in problems]
        return ActionResult({"result": "FAIL" if diagnostics else "OK", "diagnostics": diagnostics, "truncated": False})

    patches.replace(StepFunctionResponse, "validate_state_machine_definition", validate_state_machine_definition)


def _problems_of(text: str) -> list[str]:
    try:
        definition = json.loads(text)
    except ValueError as error:
        return [f"not JSON: {error}"]
    return _missing_states(definition)


def _missing_states(machine: dict) -> list[str]:
    states = machine.get("States", {})
    named = [machine.get("StartAt")]
    problems: list[str] = []
    for state in states.values():
        named += [state.get("Next"), state.get("Default"), *(choice.get("Next") for choice in state.get("Choices", []))]
        if "ItemProcessor" in state:
            problems += _missing_states(state["ItemProcessor"])
    return problems + [f"no state is called {name}" for name in named if name is not None and name not in states]
