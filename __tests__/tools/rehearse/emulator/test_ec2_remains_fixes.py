import fix_test
from fix_test import client
from moto_fixes import ec2_remains


class InterfaceGoesWithItsInstance(fix_test.FixTest):
    fix = ec2_remains.interface_outlives_its_instance

    def check(self) -> None:
        api = client("ec2")
        subnet = api.describe_subnets()["Subnets"][0]["SubnetId"]
        instance = api.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet)["Instances"][0]
        self.assertEqual(len(api.describe_network_interfaces()["NetworkInterfaces"]), 1)
        api.terminate_instances(InstanceIds=[instance["InstanceId"]])
        self.assertEqual(api.describe_network_interfaces()["NetworkInterfaces"], [])


class InterfaceGoesWithItsNatGateway(fix_test.FixTest):
    fix = ec2_remains.interface_outlives_its_nat_gateway

    def check(self) -> None:
        api = client("ec2")
        subnet = api.describe_subnets()["Subnets"][0]["SubnetId"]
        address = api.allocate_address(Domain="vpc")["AllocationId"]
        gateway = api.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
        self.assertEqual(len(api.describe_network_interfaces()["NetworkInterfaces"]), 1)
        api.delete_nat_gateway(NatGatewayId=gateway)
        self.assertEqual(api.describe_network_interfaces()["NetworkInterfaces"], [])
        api.release_address(AllocationId=address)


class DefaultAclGoesWithItsVpc(fix_test.FixTest):
    fix = ec2_remains.default_acl_outlives_its_vpc

    def check(self) -> None:
        api = client("ec2")
        vpc = api.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        of_the_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
        self.assertEqual(len(api.describe_network_acls(Filters=of_the_vpc)["NetworkAcls"]), 1)
        api.delete_vpc(VpcId=vpc)
        self.assertEqual(api.describe_network_acls(Filters=of_the_vpc)["NetworkAcls"], [])
