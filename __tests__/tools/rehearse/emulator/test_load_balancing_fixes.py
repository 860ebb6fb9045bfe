import fix_test
from fix_test import client
from moto_fixes import load_balancing


class NetworkBalancerKeepsPrivateLinkRules(fix_test.FixTest):
    fix = load_balancing.network_balancer_forgets_private_link_rules

    def prepare(self) -> None:
        ec2, self.elb = client("ec2"), client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        group = ec2.create_security_group(VpcId=vpc, GroupName="link", Description="link")["GroupId"]
        [balancer] = self.elb.create_load_balancer(Name="link", Type="network", Subnets=[subnet])["LoadBalancers"]
        self.arn = balancer["LoadBalancerArn"]
        self.elb.set_security_groups(
            LoadBalancerArn=self.arn,
            SecurityGroups=[group],
            EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic="off",
        )

    def check(self) -> None:
        [balancer] = self.elb.describe_load_balancers(LoadBalancerArns=[self.arn])["LoadBalancers"]
        self.assertEqual(balancer["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"], "off")
