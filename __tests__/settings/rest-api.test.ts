import { type Change, errorIf, parsed, warningsOf } from "./settings";

const OWN = { kind: "own", cidr: "10.10.0.0/16", zoneCount: 2, nat: "single" };

/** A change of rest-api, which alone runs in a network of its own, by paths within it. */
function restApi(change: Change = {}): Change {
  return {
    systems: {},
    "systems.rest-api.network": OWN,
    ...Object.fromEntries(
      Object.entries(change).map(([path, value]) => [`systems.rest-api.${path}`, value]),
    ),
  };
}

/** One test a line, as errorIf, within rest-api. */
function restErrorIf(table: readonly (readonly [string, Change, string])[]): void {
  errorIf(
    table.map(([name, change, message]) => [name, restApi(change), `systems.rest-api.${message}`]),
  );
}

const method = { method: "GET", path: "/student/{id}", summary: "Finds one" };
const student = { priority: 1, methods: [method] };
const withMethod = (change: object) => ({
  services: { student: { ...student, methods: [{ ...method, ...change }] } },
});

describe("rest-api: error if", () => {
  restErrorIf([
    [
      "the network has no private subnets",
      { network: undefined },
      'network must be set because the environment\'s network (kind "default-vpc") has no private subnets, which the tasks need, but is missing. Set a network for the system, as in { kind: "own", zoneCount: 2, nat: "single" }: its one NAT gateway costs about $33 per month and $0.045 per GB.',
    ],
    [
      "a network is given whose subnets are public",
      {
        network: {
          kind: "existing",
          vpcId: "vpc-0123456789abcdef0",
          publicSubnetIds: ["subnet-00000001", "subnet-00000002"],
        },
      },
      'network.kind must be "own", or "existing" with privateSubnetIds, in which the tasks run, got "existing". Use { kind: "own", zoneCount: 2, nat: "single" }: its one NAT gateway costs about $33 per month and $0.045 per GB.',
    ],
    [
      "Fargate has no such CPU",
      { services: { student: { ...student, task: { cpu: 300 } } } },
      "services.student.task.cpu must be one of 256, 512, 1024, 2048, 4096, 8192, 16384, which Fargate supports, got 300. Set cpu to 512 and memoryMiB to 1024.",
    ],
    [
      "Fargate has no such memory with that CPU",
      { services: { student: { ...student, task: { cpu: 256, memoryMiB: 1536 } } } },
      "services.student.task.memoryMiB must be 512, 1024 or 2048 with cpu 256, got 1536. Set memoryMiB to 2048.",
    ],
    [
      "memory is in no step of Fargate's",
      { services: { student: { ...student, task: { cpu: 1024, memoryMiB: 2500 } } } },
      "services.student.task.memoryMiB must be from 2048 to 8192 in steps of 1024 with cpu 1024, got 2500. Set memoryMiB to 3072.",
    ],
    [
      "a container wants more than its task has",
      { services: { student: { ...student, container: { memoryReservationMiB: 600 } } } },
      "services.student.container.memoryReservationMiB must not be above task.memoryMiB (512), got 600. Set task.memoryMiB to 1024, or lower container.memoryReservationMiB.",
    ],
    [
      "a deployment could never begin",
      { services: { student: { ...student, service: { minimumHealthyPercent: 100 } } } },
      "services.student.service.maximumPercent must leave a deployment room: of 2 tasks, 2 must stay healthy (minimumHealthyPercent 100) and 2 may run, got 100. Raise it, or lower minimumHealthyPercent.",
    ],
    [
      "a method's path is none of the service's",
      withMethod({ path: "/course/{id}" }),
      'services.student.methods[0].backendPath must be among the service\'s paths, by which the balancer knows it, got "/course/{id}". Change it, or add a pattern to paths.',
    ],
    [
      "a method's backend asks for another parameter",
      withMethod({ backendPath: "/student/{student_id}" }),
      'services.student.methods[0].backendPath must have the parameters of path (/student/{id}), got "/student/{student_id}". Write the same names.',
    ],
    [
      "a path has one parameter twice",
      withMethod({ path: "/student/{id}/{id}" }),
      'services.student.methods[0].path must have each parameter once, and has {id} twice, got "/student/{id}/{id}". Rename one.',
    ],
    [
      "a GET has a body",
      withMethod({ body: { name: { type: "string" } } }),
      'services.student.methods[0].body must be left out with method "GET", which has none, got an object. Use "POST", "PUT" or "PATCH".',
    ],
    [
      "two services have one method",
      {
        services: {
          student: { ...student, paths: ["/student", "/student/?*"] },
          pupil: {
            priority: 2,
            paths: ["/pupil/*"],
            methods: [{ ...method, backendPath: "/pupil/{id}" }],
          },
        },
      },
      'services.pupil.methods[0].path must differ from that of a GET of student, got "/student/{id}". Choose another path or method.',
    ],
    [
      "a place has parameters of two names",
      {
        services: {
          student: {
            ...student,
            methods: [method, { ...method, method: "DELETE", path: "/student/{student_id}" }],
          },
        },
      },
      'services.student.methods[1].path must call its parameter {id}, as another path of the same start does, got "/student/{student_id}". API Gateway takes one name in a place: use it in both.',
    ],
    [
      "two services have one priority",
      { services: { student, subject: { priority: 1 } } },
      "services.subject.priority must differ from that of student, for a balancer tries one service after the other, got 1. Choose another number.",
    ],
    [
      "two services have one repository",
      {
        services: {
          student: { ...student, image: { kind: "repository", repositoryName: "demo" } },
          subject: { priority: 2, image: { kind: "repository", repositoryName: "demo" } },
        },
      },
      'services.subject.image.repositoryName must differ from rest-api.services.student.image.repositoryName, which makes a repository of this name, got "demo". Choose another name.',
    ],
    [
      "an image is out of reach without NAT",
      {
        network: { ...OWN, nat: "none" },
        services: {
          student: { ...student, image: { kind: "reference", reference: "ghcr.io/acme/s:1" } },
        },
      },
      'services.student.image.reference must be in an ECR registry while network.nat is "none", for nothing outside AWS is within reach, got "ghcr.io/acme/s:1". Copy the image to ECR, or give the network a NAT gateway.',
    ],
    [
      "the two balancers have one name",
      { "networkLoadBalancer.name": "ecs-fargate-elb" },
      'networkLoadBalancer.name must differ from loadBalancer.name, because load balancers share one set of names, got "ecs-fargate-elb". Choose another name.',
    ],
    [
      "storage grows by less than a tenth",
      { "database.maxStorageGiB": 22, "database.storageGiB": 21 },
      "database.maxStorageGiB must be at least a tenth above storageGiB (21), which is 24, got 22. Raise it, or leave it out.",
    ],
    [
      "the database's user is RDS's own",
      { "database.username": "rdsadmin" },
      'database.username must be 1 to 16 letters, digits and underscores, begin with a letter, and not be "rdsadmin", got "rdsadmin".',
    ],
    [
      "the API's name has no zone",
      { "api.domain": { domainName: "api.example.com" } },
      'api.domain.domainName must not be set without hostedZoneId or the environment\'s domain, because the record needs a zone, got "api.example.com". Set the hostedZoneId of its own zone, or change one of the names.',
    ],
    [
      "an authorizer is of no kind",
      { "api.authorizer": { kind: "lambda" } },
      'api.authorizer.kind must be "cognito" or "iam", got "lambda".',
    ],
    [
      "an error's words would be a template",
      { "api.errorResponses": { DEFAULT_4XX: { message: "$context.error" } } },
      'api.errorResponses.DEFAULT_4XX.message must be 1 to 200 characters of one line, got "$context.error".',
    ],
  ]);
});

describe("names in an environment with a suffix", () => {
  errorIf([
    [
      "the balancer of the link has too long a name",
      {
        ...restApi({ "networkLoadBalancer.name": "a-name-of-twenty-three-l" }),
        nameSuffix: "-elsewhere",
      },
      'systems.rest-api.networkLoadBalancer.name must have at most 22 characters, because AWS allows 32 with nameSuffix "-elsewhere", got "a-name-of-twenty-three-l". Shorten one of them.',
    ],
    [
      "the API has the name of another system's balancer",
      {
        ...restApi({ "api.domain": { domainName: "api.example.com" } }),
        domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" },
        systems: { "http-scale-out": { loadBalancer: { domainName: "api.example.com" } } },
      },
      'systems.rest-api.api.domain.domainName must differ from that of http-scale-out, which has a record of this name, got "api.example.com". Choose another name.',
    ],
    [
      "the API's name is in another domain",
      {
        ...restApi({ "api.domain": { domainName: "api.example.org" } }),
        domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" },
      },
      'systems.rest-api.api.domain.domainName must be in the environment\'s domain ("example.com"), got "api.example.org". Set the hostedZoneId of its own zone, or change one of the names.',
    ],
  ]);
});

test("the defaults are the reference's figures", () => {
  const { services, api, database, capacity } = parsed(restApi()).systems["rest-api"]!;
  expect(Object.keys(services)).toEqual(["student", "subject"]);
  expect(services["student"]).toMatchObject({
    task: { cpu: 256, memoryMiB: 512 },
    container: { port: 80, memoryReservationMiB: 100 },
    service: {
      desiredCount: 2,
      minimumHealthyPercent: 50,
      maximumPercent: 100,
      circuitBreaker: true,
    },
    serviceScaling: { minTasks: 2, maxTasks: 4 },
  });
  expect(api).toMatchObject({ name: "ecs-fargate-api", stageName: "Test", entry: "nlb" });
  expect(database).toMatchObject({ instanceClass: "db.t4g.micro", storageGiB: 20, backupDays: 7 });
  expect(capacity).toEqual({
    kind: "fargate",
    architecture: "x86_64",
    spotPercent: 0,
    platformVersion: "LATEST",
    egress: [],
  });
});

test("the reference's services keep its figures where they are given no others", () => {
  const { services } = parsed(
    restApi({
      services: {
        student: { service: { desiredCount: 3 }, image: { kind: "repository", build: {} } },
        subject: { image: { kind: "reference", reference: "ghcr.io/acme/subject:1" } },
      },
    }),
  ).systems["rest-api"]!;
  expect(services["student"]).toMatchObject({
    paths: ["/demo1", "/demo1/*", "/student", "/student/*"],
    service: { name: "ecs-fargate-demo1-service", desiredCount: 3 },
    container: { environment: { RUN_AS: "students" } },
    image: {
      repositoryName: "demo1",
      build: { context: "services", dockerfile: "school/Dockerfile" },
    },
  });
  expect(services["student"]!.methods).toHaveLength(2);
  expect(services["subject"]).toMatchObject({
    container: { environment: {} },
    image: { kind: "reference", reference: "ghcr.io/acme/subject:1" },
  });
  expect(services["subject"]!.container.environment).toEqual({});
});

test("a service is named by its key where nothing else is said", () => {
  const { services } = parsed(restApi({ services: { course: { priority: 1 } } })).systems[
    "rest-api"
  ]!;
  expect(services["course"]).toMatchObject({
    paths: ["/course", "/course/*"],
    family: "ecs-fargate-course-td",
    image: { kind: "repository", repositoryName: "course" },
    container: { name: "ecs-fargate-course-container" },
    service: { name: "ecs-fargate-course-service" },
    methods: [],
  });
});

test("warns of an image that moves and of a program that is root", () => {
  const service = {
    priority: 1,
    image: { kind: "reference", reference: "ghcr.io/acme/s:latest" },
    container: { user: "0" },
  };
  const warnings = warningsOf(restApi({ services: { student: service } }));
  expect(warnings.map((warning) => warning.split(" ")[0])).toEqual([
    "dev.systems.rest-api.services.student.image.reference",
    "dev.systems.rest-api.services.student.container.user",
  ]);
});
