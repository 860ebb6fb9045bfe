import fix_test
from fix_test import client
from moto_fixes import instance_refresh


class InstancesAreRefreshed(fix_test.FixTest):
    fix = instance_refresh.instances_cannot_be_refreshed

    def prepare(self) -> None:
        client("ec2").create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData={"InstanceType": "t3.micro"})
        self.autoscaling = client("autoscaling")
        self.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName="nodes",
            LaunchTemplate={"LaunchTemplateName": "nodes"},
            MinSize=0,
            MaxSize=1,
            AvailabilityZones=["us-east-2a"],
        )

    def check(self) -> None:
        started = self.autoscaling.start_instance_refresh(
            AutoScalingGroupName="nodes", Preferences={"SkipMatching": True}
        )["InstanceRefreshId"]
        [refresh] = self.autoscaling.describe_instance_refreshes(
            AutoScalingGroupName="nodes", InstanceRefreshIds=[started]
        )["InstanceRefreshes"]
        self.assertEqual((refresh["InstanceRefreshId"], refresh["Status"]), (started, "Successful"))
        with self.assertRaises(self.autoscaling.exceptions.ActiveInstanceRefreshNotFoundFault):
            self.autoscaling.cancel_instance_refresh(AutoScalingGroupName="nodes")
        with self.assertRaises(self.autoscaling.exceptions.ClientError):
            self.autoscaling.start_instance_refresh(AutoScalingGroupName="others")
