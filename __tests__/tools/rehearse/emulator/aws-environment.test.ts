import { awsEnvironment } from "../../../../tools/rehearse/emulator/aws-environment";

const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

test("takes nothing over of what the user has set for AWS or Terraform", () => {
  process.env.AWS_PROFILE = "production";
  process.env.AWS_ENDPOINT_URL_S3 = "https://elsewhere.example.com";
  process.env.TF_WORKSPACE = "mine";
  process.env.PATH = "/bin";
  const environment = awsEnvironment("http://127.0.0.1:1234");
  expect(environment).not.toHaveProperty("AWS_PROFILE");
  expect(environment).not.toHaveProperty("AWS_ENDPOINT_URL_S3");
  expect(environment).not.toHaveProperty("TF_WORKSPACE");
  expect(environment).toMatchObject({ PATH: "/bin", AWS_ENDPOINT_URL: "http://127.0.0.1:1234" });
});
