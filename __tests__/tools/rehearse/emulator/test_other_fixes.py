import io
import json
import zipfile

import fix_test
from fix_test import REGION, client
from moto_fixes import budgets, code_services, cognito, functions, iam, rds, route53, s3, step_functions

ACCOUNT = "123456789012"


class Budget:
    notification = {
        "NotificationType": "ACTUAL",
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": 80.0,
        "ThresholdType": "PERCENTAGE",
    }
    subscriber = {"SubscriptionType": "EMAIL", "Address": "team@example.com"}
    tag = {"Key": "system", "Value": "web"}

    def prepare(self) -> None:
        self.budgets = client("budgets")
        self.budgets.create_budget(
            AccountId=ACCOUNT,
            Budget={
                "BudgetName": "month",
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": "10", "Unit": "USD"},
            },
            NotificationsWithSubscribers=[{"Notification": self.notification, "Subscribers": [self.subscriber]}],
            ResourceTags=[self.tag],
        )


class BudgetTellsItsSubscribers(Budget, fix_test.FixTest):
    fix = budgets.budget_subscribers_cannot_be_read

    def check(self) -> None:
        answer = self.budgets.describe_subscribers_for_notification(
            AccountId=ACCOUNT, BudgetName="month", Notification=self.notification
        )
        self.assertEqual(answer["Subscribers"], [self.subscriber])


class BudgetHasTags(Budget, fix_test.FixTest):
    fix = budgets.budget_has_no_tags

    def check(self) -> None:
        arn = f"arn:aws:budgets::{ACCOUNT}:budget/month"
        self.assertEqual(self.budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"], [self.tag])


class Workflow:
    definition = json.dumps({"StartAt": "Idle", "States": {"Idle": {"Type": "Pass", "End": True}}})

    def prepare(self) -> None:
        self.workflows = client("stepfunctions")
        self.arn = self.workflows.create_state_machine(
            name="idle", definition=self.definition, roleArn=f"arn:aws:iam::{ACCOUNT}:role/idle"
        )["stateMachineArn"]


class WorkflowHasNoVersions(Workflow, fix_test.FixTest):
    fix = step_functions.state_machine_versions_cannot_be_listed

    def check(self) -> None:
        answer = self.workflows.list_state_machine_versions(stateMachineArn=self.arn)
        self.assertEqual(answer["stateMachineVersions"], [])


class DefinitionIsValidated(Workflow, fix_test.FixTest):
    fix = step_functions.definition_cannot_be_validated

    def check(self) -> None:
        result = lambda text: self.workflows.validate_state_machine_definition(definition=text)["result"]  # noqa: E731
        self.assertEqual(
            [result(self.definition), result(self.definition.replace('At": "Idle', 'At": "Other')), result("{")],
            ["OK", "FAIL", "FAIL"],
        )


class ResourceServerCanBeDeleted(fix_test.FixTest):
    fix = cognito.resource_server_cannot_be_deleted

    def prepare(self) -> None:
        self.cognito = client("cognito-idp")
        self.pool = self.cognito.create_user_pool(PoolName="users")["UserPool"]["Id"]
        self.cognito.create_resource_server(UserPoolId=self.pool, Identifier="shop", Name="shop")

    def check(self) -> None:
        self.cognito.delete_resource_server(UserPoolId=self.pool, Identifier="shop")
        self.assertEqual(
            self.cognito.list_resource_servers(UserPoolId=self.pool, MaxResults=10)["ResourceServers"], []
        )


class ChangedParameterIsTheUsers(fix_test.FixTest):
    fix = rds.changed_parameters_have_no_source

    def prepare(self) -> None:
        self.rds = client("rds")
        self.rds.create_db_parameter_group(
            DBParameterGroupName="mysql", DBParameterGroupFamily="mysql8.0", Description="ours"
        )
        self.rds.modify_db_parameter_group(
            DBParameterGroupName="mysql",
            Parameters=[{"ParameterName": "slow_query_log", "ParameterValue": "1", "ApplyMethod": "immediate"}],
        )

    def check(self) -> None:
        [parameter] = self.rds.describe_db_parameters(DBParameterGroupName="mysql")["Parameters"]
        self.assertEqual((parameter["ParameterName"], parameter["Source"]), ("slow_query_log", "user"))


class BuildProjectCanBelongToAPipeline(fix_test.FixTest):
    fix = code_services.build_project_of_a_pipeline_needs_a_location

    def check(self) -> None:
        client("codebuild").create_project(
            name="build",
            source={"type": "CODEPIPELINE"},
            artifacts={"type": "CODEPIPELINE"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
            },
            serviceRole=f"arn:aws:iam::{ACCOUNT}:role/build",
        )


class DeploymentApplication:
    def prepare(self) -> None:
        self.codedeploy = client("codedeploy")
        self.codedeploy.create_application(applicationName="web", computePlatform="ECS")
        self.codedeploy.create_deployment_group(
            applicationName="web",
            deploymentGroupName="blue-green",
            serviceRoleArn=f"arn:aws:iam::{ACCOUNT}:role/deploy",
        )


class DeploymentGroupCanBeDeleted(DeploymentApplication, fix_test.FixTest):
    fix = code_services.deployment_group_cannot_be_deleted

    def check(self) -> None:
        self.codedeploy.delete_deployment_group(applicationName="web", deploymentGroupName="blue-green")
        self.assertEqual(self.codedeploy.list_deployment_groups(applicationName="web")["deploymentGroups"], [])


class DeploymentApplicationCanBeDeleted(DeploymentApplication, fix_test.FixTest):
    fix = code_services.deployment_application_cannot_be_deleted

    def check(self) -> None:
        self.codedeploy.delete_application(applicationName="web")
        self.assertEqual(self.codedeploy.list_applications()["applications"], [])


class ZoneOfAVpcIsPrivate(fix_test.FixTest):
    fix = route53.zone_of_a_vpc_is_not_private

    def check(self) -> None:
        zones, vpc = client("route53"), client("ec2").describe_vpcs()["Vpcs"][0]["VpcId"]
        zone = zones.create_hosted_zone(
            Name="internal.example.com",
            CallerReference="once",
            VPC={"VPCRegion": REGION, "VPCId": vpc},
        )["HostedZone"]["Id"]
        answer = zones.get_hosted_zone(Id=zone)
        self.assertIs(answer["HostedZone"]["Config"]["PrivateZone"], True)
        self.assertEqual(answer["VPCs"], [{"VPCRegion": REGION, "VPCId": vpc}])


class BucketThatAsksForTlsCanBeRead(fix_test.FixTest):
    fix = iam.denial_holds_whatever_its_condition

    def prepare(self) -> None:
        self.s3 = client("s3")
        self.s3.create_bucket(Bucket="state", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.s3.put_object(Bucket="state", Key="dev", Body=b"{}")
        tls_only = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::state", "arn:aws:s3:::state/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        self.s3.put_bucket_policy(Bucket="state", Policy=json.dumps({"Version": "2012-10-17", "Statement": [tls_only]}))

    def check(self) -> None:
        self.assertEqual(self.s3.head_object(Bucket="state", Key="dev")["ContentLength"], 2)


class BucketWithDeleteMarkersCanBeEmptied(fix_test.FixTest):
    fix = s3.delete_marker_keeps_a_bucket_from_being_emptied

    def prepare(self) -> None:
        self.s3 = client("s3")
        self.s3.create_bucket(Bucket="state", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.version("Enabled")
        self.s3.put_object(Bucket="state", Key="dev.tflock", Body=b"{}")
        self.s3.delete_object(Bucket="state", Key="dev.tflock")
        self.version("Suspended")

    def version(self, status: str) -> None:
        self.s3.put_bucket_versioning(Bucket="state", VersioningConfiguration={"Status": status})

    def check(self) -> None:
        versions = self.s3.list_object_versions(Bucket="state")
        objects = [
            {"Key": each["Key"], "VersionId": each["VersionId"]}
            for each in versions["Versions"] + versions["DeleteMarkers"]
        ]
        self.s3.delete_objects(Bucket="state", Delete={"Objects": objects})
        self.s3.delete_bucket(Bucket="state")


class FunctionsAreInvoked(fix_test.FixTest):
    fix = functions.functions_need_a_container_engine

    def prepare(self) -> None:
        role = client("iam").create_role(RoleName="function", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("index.js", "throw new Error('it ran')")
        client("lambda").create_function(
            FunctionName="runner",
            Role=role,
            Runtime="nodejs22.x",
            Handler="index.handler",
            Code={"ZipFile": archive.getvalue()},
        )

    def check(self) -> None:
        answer = client("lambda").invoke(FunctionName="runner", Payload=b'{"task": 1}')
        self.assertNotIn("FunctionError", answer)
        self.assertEqual(answer["Payload"].read(), b'{"task": 1}')
        with self.assertRaises(client("lambda").exceptions.ResourceNotFoundException):
            client("lambda").invoke(FunctionName="missing")
