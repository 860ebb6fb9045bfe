import fix_test
from fix_test import client
from moto_fixes import ec2


class DualStackSubnet:
    def prepare(self) -> None:
        self.ec2 = client("ec2")
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
        self.ipv6 = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].replace("/56", "/64")
        subnet = self.ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.0.1.0/24")["Subnet"]
        self.association = self.ec2.associate_subnet_cidr_block(SubnetId=subnet["SubnetId"], Ipv6CidrBlock=self.ipv6)
        self.subnet_id = subnet["SubnetId"]


class SubnetTellsThatItsIpv6BlockIsAssociated(DualStackSubnet, fix_test.FixTest):
    fix = ec2.subnet_ipv6_state_is_nested

    def check(self) -> None:
        [subnet] = self.ec2.describe_subnets(SubnetIds=[self.subnet_id])["Subnets"]
        [association] = subnet["Ipv6CidrBlockAssociationSet"]
        self.assertEqual(association["Ipv6CidrBlock"], self.ipv6)
        self.assertEqual(association["Ipv6CidrBlockState"], {"State": "associated"})


class SubnetIsFoundByItsIpv6Association(DualStackSubnet, fix_test.FixTest):
    fix = ec2.subnet_is_not_found_by_ipv6_association

    def check(self) -> None:
        association_id = self.association["Ipv6CidrBlockAssociation"]["AssociationId"]
        [subnet] = self.ec2.describe_subnets(
            Filters=[{"Name": "ipv6-cidr-block-association.association-id", "Values": [association_id]}]
        )["Subnets"]
        self.assertEqual(subnet["SubnetId"], self.subnet_id)


class RuleWithAGroupAsPeerKeepsItsDescription(fix_test.FixTest):
    fix = ec2.rule_with_a_group_as_peer_loses_its_description

    def prepare(self) -> None:
        self.ec2 = client("ec2")
        vpc_id = self.ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        group = self.ec2.create_security_group(GroupName="nodes", Description="nodes", VpcId=vpc_id)["GroupId"]
        peer = {"GroupId": group, "Description": "from the balancer"}
        self.ec2.authorize_security_group_ingress(
            GroupId=group,
            IpPermissions=[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [peer]}],
        )
        self.group = group

    def check(self) -> None:
        rules = self.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [self.group]}])
        [ingress] = [rule for rule in rules["SecurityGroupRules"] if not rule["IsEgress"]]
        self.assertEqual(ingress["Description"], "from the balancer")


class LaunchTemplateKeepsItsOwnTagsApart(fix_test.FixTest):
    fix = ec2.launch_template_shows_its_own_tags_as_data

    def prepare(self) -> None:
        self.ec2 = client("ec2")
        self.instance_tags = {"ResourceType": "instance", "Tags": [{"Key": "on", "Value": "instance"}]}
        self.id = self.ec2.create_launch_template(
            LaunchTemplateName="nodes",
            LaunchTemplateData={"TagSpecifications": [self.instance_tags]},
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "on", "Value": "template"}]}],
        )["LaunchTemplate"]["LaunchTemplateId"]

    def check(self) -> None:
        [version] = self.ec2.describe_launch_template_versions(LaunchTemplateId=self.id)["LaunchTemplateVersions"]
        self.assertEqual(version["LaunchTemplateData"]["TagSpecifications"], [self.instance_tags])
        [template] = self.ec2.describe_launch_templates(LaunchTemplateIds=[self.id])["LaunchTemplates"]
        self.assertEqual(template["Tags"], [{"Key": "on", "Value": "template"}])

