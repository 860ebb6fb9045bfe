"""Scans plans with checkov and parliament.

Usage: scan.py <folder>, which contains the output of `terraform show -json <plan file>` as <name>.json.
Prints a JSON list of findings: scanner, check, title, plan, resource.
"""

import json
import subprocess
import sys
from pathlib import Path

from parliament import analyze_policy_string

# A trust policy names no resource: it is about the role that it belongs to.
TRUSTING_ROLE = "arn:aws:iam::111122223333:role/trusting"


def checkov_findings(folder: Path):
    """What checkov finds in the resources of the plans."""
    command = [sys.executable, "-m", "checkov.main", "--directory", str(folder), "--framework", "terraform_plan"]
    # Without --skip-download, checkov asks its maker's service for the texts of its checks.
    run = subprocess.run(
        [*command, "--output", "json", "--quiet", "--compact", "--skip-download"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report = json.loads(run.stdout)
    except json.JSONDecodeError:
        sys.exit(f"checkov ended with {run.returncode}:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    if isinstance(report, list):
        report = report[0]
    if report["summary"]["parsing_errors"] > 0 or report["summary"]["passed"] == 0:
        sys.exit(f"checkov read no plan: {report['summary']}")
    for finding in report["results"]["failed_checks"]:
        yield {
            "scanner": "checkov",
            "check": finding["check_id"],
            "title": finding["check_name"],
            "plan": Path(finding["file_path"]).stem,
            "resource": finding["resource"],
        }


def resources_of(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources_of(child)


def policies_of(plan):
    """Every policy in an argument that the configuration sets, with the address of its resource."""
    configured = {
        each["address"]: each.get("expressions", {}) for each in plan["configuration"]["root_module"]["resources"]
    }
    for resource in resources_of(plan["planned_values"]["root_module"]):
        for argument in configured[resource["address"]]:
            value = resource["values"].get(argument)
            if not isinstance(value, str) or '"Statement"' not in value:
                continue
            policy = json.loads(value)
            if argument == "assume_role_policy":
                for statement in policy["Statement"]:
                    statement["Resource"] = TRUSTING_ROLE
            yield resource["address"], policy


def parliament_findings(folder: Path):
    """What parliament finds in the policies of the plans, trust policies included."""
    for file in sorted(folder.glob("*.json")):
        for address, policy in policies_of(json.loads(file.read_text(encoding="utf-8"))):
            for finding in analyze_policy_string(json.dumps(policy)).findings:
                yield {
                    "scanner": "parliament",
                    "check": finding.issue,
                    "title": str(finding.detail) or finding.issue,
                    "plan": file.stem,
                    "resource": address,
                }


if __name__ == "__main__":
    plans = Path(sys.argv[1])
    findings = [*checkov_findings(plans), *parliament_findings(plans)]
    unique = {json.dumps(finding, sort_keys=True) for finding in findings}
    print(json.dumps([json.loads(finding) for finding in sorted(unique)]))
