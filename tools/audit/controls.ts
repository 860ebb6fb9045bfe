import type { Control } from "./control";
import { apiGateway1 } from "./rules/api-gateway/api-gateway-1";
import { apiGateway2 } from "./rules/api-gateway/api-gateway-2";
import { apiGateway3 } from "./rules/api-gateway/api-gateway-3";
import { apiGateway4 } from "./rules/api-gateway/api-gateway-4";
import { apiGateway5 } from "./rules/api-gateway/api-gateway-5";
import { apiGateway8 } from "./rules/api-gateway/api-gateway-8";
import { apiGateway9 } from "./rules/api-gateway/api-gateway-9";
import { autoScaling1 } from "./rules/auto-scaling/auto-scaling-1";
import { autoScaling2 } from "./rules/auto-scaling/auto-scaling-2";
import { autoScaling3 } from "./rules/auto-scaling/auto-scaling-3";
import { autoScaling5 } from "./rules/auto-scaling/auto-scaling-5";
import { autoScaling6 } from "./rules/auto-scaling/auto-scaling-6";
import { autoScaling9 } from "./rules/auto-scaling/auto-scaling-9";
import { cloudFront1 } from "./rules/cloudfront/cloudfront-1";
import { cloudFront13 } from "./rules/cloudfront/cloudfront-13";
import { cloudFront3 } from "./rules/cloudfront/cloudfront-3";
import { cloudFront4 } from "./rules/cloudfront/cloudfront-4";
import { cloudFront5 } from "./rules/cloudfront/cloudfront-5";
import { cloudFront6 } from "./rules/cloudfront/cloudfront-6";
import { cloudFront7 } from "./rules/cloudfront/cloudfront-7";
import { codeBuild2 } from "./rules/codebuild/codebuild-2";
import { codeBuild4 } from "./rules/codebuild/codebuild-4";
import { codeBuild5 } from "./rules/codebuild/codebuild-5";
import { cognito1 } from "./rules/cognito/cognito-1";
import { cognito2 } from "./rules/cognito/cognito-2";
import { cognito3 } from "./rules/cognito/cognito-3";
import { cognito4 } from "./rules/cognito/cognito-4";
import { cognito5 } from "./rules/cognito/cognito-5";
import { cognito6 } from "./rules/cognito/cognito-6";
import { dynamoDb1 } from "./rules/dynamodb/dynamodb-1";
import { dynamoDb2 } from "./rules/dynamodb/dynamodb-2";
import { dynamoDb6 } from "./rules/dynamodb/dynamodb-6";
import { ec2_15 } from "./rules/ec2/ec2-15";
import { ec2_18 } from "./rules/ec2/ec2-18";
import { ec2_19 } from "./rules/ec2/ec2-19";
import { ec2_2 } from "./rules/ec2/ec2-2";
import { ec2_25 } from "./rules/ec2/ec2-25";
import { ec2_3 } from "./rules/ec2/ec2-3";
import { ec2_6 } from "./rules/ec2/ec2-6";
import { ec2_7 } from "./rules/ec2/ec2-7";
import { ec2_8 } from "./rules/ec2/ec2-8";
import { ec2_9 } from "./rules/ec2/ec2-9";
import { ecr1 } from "./rules/ecr/ecr-1";
import { ecr2 } from "./rules/ecr/ecr-2";
import { ecr3 } from "./rules/ecr/ecr-3";
import { ecs10 } from "./rules/ecs/ecs-10";
import { ecs12 } from "./rules/ecs/ecs-12";
import { ecs16 } from "./rules/ecs/ecs-16";
import { ecs17 } from "./rules/ecs/ecs-17";
import { ecs19 } from "./rules/ecs/ecs-19";
import { ecs2 } from "./rules/ecs/ecs-2";
import { ecs20 } from "./rules/ecs/ecs-20";
import { ecs3 } from "./rules/ecs/ecs-3";
import { ecs4 } from "./rules/ecs/ecs-4";
import { ecs5 } from "./rules/ecs/ecs-5";
import { ecs8 } from "./rules/ecs/ecs-8";
import { ecs9 } from "./rules/ecs/ecs-9";
import { elb1 } from "./rules/elb/elb-1";
import { elb12 } from "./rules/elb/elb-12";
import { elb13 } from "./rules/elb/elb-13";
import { elb16 } from "./rules/elb/elb-16";
import { elb17 } from "./rules/elb/elb-17";
import { elb18 } from "./rules/elb/elb-18";
import { elb21 } from "./rules/elb/elb-21";
import { elb22 } from "./rules/elb/elb-22";
import { elb4 } from "./rules/elb/elb-4";
import { elb5 } from "./rules/elb/elb-5";
import { elb6 } from "./rules/elb/elb-6";
import { iam1 } from "./rules/iam/iam-1";
import { iam21 } from "./rules/iam/iam-21";
import { iamResources } from "./rules/iam/iam-resources";
import { iamSourceAccount } from "./rules/iam/iam-source-account";
import { kms4 } from "./rules/kms/kms-4";
import { kms5 } from "./rules/kms/kms-5";
import { rds10 } from "./rules/rds/rds-10";
import { rds11 } from "./rules/rds/rds-11";
import { rds13 } from "./rules/rds/rds-13";
import { rds17 } from "./rules/rds/rds-17";
import { rds2 } from "./rules/rds/rds-2";
import { rds23 } from "./rules/rds/rds-23";
import { rds3 } from "./rules/rds/rds-3";
import { rds5 } from "./rules/rds/rds-5";
import { rds6 } from "./rules/rds/rds-6";
import { rds8 } from "./rules/rds/rds-8";
import { rds9 } from "./rules/rds/rds-9";
import { restAuthorization } from "./rules/api-gateway/rest-authorization";
import { s3_1 } from "./rules/s3/s3-1";
import { s3_13 } from "./rules/s3/s3-13";
import { s3_14 } from "./rules/s3/s3-14";
import { s3_5 } from "./rules/s3/s3-5";
import { s3_8 } from "./rules/s3/s3-8";
import { s3_9 } from "./rules/s3/s3-9";
import { sqs1 } from "./rules/sqs/sqs-1";
import { sqs3 } from "./rules/sqs/sqs-3";
import { waf10 } from "./rules/waf/waf-10";
import { waf11 } from "./rules/waf/waf-11";
import { waf12 } from "./rules/waf/waf-12";

/** Every rule of `rules/`, in the order of the report. */
export const CONTROLS: readonly Control[] = [
  ecs2,
  ecs3,
  ecs4,
  ecs5,
  ecs8,
  ecs9,
  ecs10,
  ecs12,
  ecs16,
  ecs17,
  ecs19,
  ecs20,
  elb1,
  elb4,
  elb5,
  elb6,
  elb12,
  elb13,
  elb16,
  elb17,
  elb18,
  elb21,
  elb22,
  autoScaling1,
  autoScaling2,
  autoScaling3,
  autoScaling5,
  autoScaling6,
  autoScaling9,
  ec2_2,
  ec2_3,
  ec2_6,
  ec2_7,
  ec2_8,
  ec2_9,
  ec2_15,
  ec2_18,
  ec2_19,
  ec2_25,
  s3_1,
  s3_5,
  s3_8,
  s3_9,
  s3_13,
  s3_14,
  ecr1,
  ecr2,
  ecr3,
  rds2,
  rds3,
  rds5,
  rds6,
  rds8,
  rds9,
  rds10,
  rds11,
  rds13,
  rds17,
  rds23,
  apiGateway1,
  apiGateway2,
  apiGateway3,
  apiGateway4,
  apiGateway5,
  apiGateway8,
  apiGateway9,
  restAuthorization,
  codeBuild2,
  codeBuild4,
  codeBuild5,
  cognito1,
  cognito2,
  cognito3,
  cognito4,
  cognito5,
  cognito6,
  dynamoDb1,
  dynamoDb2,
  dynamoDb6,
  sqs1,
  sqs3,
  kms4,
  kms5,
  cloudFront1,
  cloudFront3,
  cloudFront4,
  cloudFront5,
  cloudFront6,
  cloudFront7,
  cloudFront13,
  waf10,
  waf11,
  waf12,
  iam1,
  iam21,
  iamResources,
  iamSourceAccount,
];
