import { secret } from "./examples";

const WITHOUT_MAXIMA = { maxVcpus: undefined, maxMemoryMiB: undefined };

/** What else must be so for a setting to be free, beside it (a path from what holds the setting), by the end of its title. */
const SCENES: readonly (readonly [RegExp, Readonly<Record<string, unknown>>])[] = [
  [/\.service\.enableExecuteCommand$/, { "../container.readonlyRootFilesystem": false }],
  [/\.container\.readonlyRootFilesystem$/, { "../service.enableExecuteCommand": false }],
  // A start time-out needs a container that waits, and HEALTHY needs a check.
  [
    /\.http-scale-out\.sidecars\.\*\.dependsOn$/,
    { "../../container.startTimeoutSeconds": undefined },
  ],
  [
    /\.http-scale-out\.sidecars\.\*\.dependsOn\.\*$/,
    { "../../../container.startTimeoutSeconds": undefined },
  ],
  [/\.worker\.sidecars\.\*\.dependsOn\.\*$/, { "../../../containerCheck": { kind: "http" } }],
  [/\.services\.\*\.moreTargets$/, { "container.morePorts": [9090] }],
  [
    /\.(services\.\*|daemon-api)\.moreTargets\.\*\.port$/,
    { "../../container.morePorts": [9090, 9091] },
  ],
  [/\.moreTargets\.\*\.protocolVersion$/, { "healthCheck.grpcCodes": undefined }],
  [
    /\.moreTargets\.\*\.healthCheck\.grpcCodes$/,
    { "../protocolVersion": "GRPC", matcher: undefined },
  ],
  [
    /\.moreTargets\.\*\.healthCheck\.matcher$/,
    { "../protocolVersion": "HTTP1", grpcCodes: undefined },
  ],
  [
    /\.worker\.serviceConnect\.clientSecurityGroupIds$/,
    { "../connection": { kind: "client-server", name: "mailer" } },
  ],
  [/\.loadBalancer\.healthCheck\.grpcCodes$/, { "../protocolVersion": "GRPC" }],
  [/\.loadBalancer\.hostedZoneId$/, { domainName: "a.acme.org", hostedZoneId: "Z0123456789ACME" }],
  [/\.loadBalancer\.domainName$/, { hostedZoneId: "Z0000000000OTHER" }],
  [/\.service\.maximumPercent$/, { minimumHealthyPercent: 0 }],
  [
    /\.serviceScaling\.minTasks$/,
    { "../service.desiredCount": undefined, "../service.minimumHealthyPercent": 0 },
  ],
  [/\.page\{hosted\}\.upload$/, { folder: "services/kit" }],
  [/network\{own\}\.zoneIds$/, { zoneCount: 2 }],
  [
    /\.http-scale-out\.serviceScaling\.strategies\.\[\]\{step\}\.metric$/,
    { "../../strategies": [{ kind: "step" }] },
  ],
  [/\.issuer\.(url|audience)$/, { "../api.openApiFile": undefined }],
  [/\.instanceRequirements\.allowedInstanceTypes$/, { excludedInstanceTypes: undefined }],
  [
    /\{managed-instances\}\.minGpus$/,
    { allowedInstanceTypes: undefined, burstable: "included", ...WITHOUT_MAXIMA },
  ],
  [
    /\{managed-instances\}\.maxGpus$/,
    { allowedInstanceTypes: undefined, burstable: "included", ...WITHOUT_MAXIMA, minGpus: 1 },
  ],
  [
    /\.(http-api|rest-api)\.services\.\*\.container\.gpu$/,
    { "../../../capacity": { kind: "managed-instances", minGpus: 1 } },
  ],
  [/\{managed-instances\}\.cpuManufacturers$/, { architecture: "x86_64" }],
  [/\{managed-instances\}\.architecture$/, { allowedInstanceTypes: undefined }],
  [/\{managed-instances\}\.allowedInstanceTypes$/, { excludedInstanceTypes: undefined }],
  [/\{managed-instances\}\.excludedInstanceTypes$/, { allowedInstanceTypes: undefined }],
  [/\{managed-instances\}\.burstable$/, { allowedInstanceTypes: undefined }],
  [/\.task\.cpu$/, { memoryMiB: 2048 }],
  [/\.ofLoadBalancer$/, { namespace: "AWS/ApplicationELB", dimensions: undefined }],
  [/\{metric-step\}\.metric\.(namespace|dimensions)$/, { ofLoadBalancer: undefined }],
  [/\{metric-target\}\.metrics\.\*\.(namespace|dimensions)$/, { ofLoadBalancer: undefined }],
  [
    /\{metric-target\}\.metrics$/,
    {
      metrics: {
        errors: { namespace: "Shop", metricName: "Errors" },
        requests: { namespace: "Shop", metricName: "Requests" },
      },
      expression: "errors / requests",
    },
  ],
  [/\{metric-step\}\.scaleOut\.threshold$/, { largerSteps: undefined }],
  [/\{predictive\}\.requestsPerTarget$/, { metric: "requests", targetPercent: undefined }],
  [/\.worker\..*\{predictive\}\.metric$/, {}],
  [/\{predictive\}\.metric$/, { metric: "memory", requestsPerTarget: undefined }],
  [/\{predictive\}\.targetPercent$/, { metric: "cpu", requestsPerTarget: undefined }],
  // A preset counts where nothing else is said.
  [/^systems\.[\w-]+\.name$/, { clusterName: undefined, service: undefined }],
  [/\.(http-scale-out|daemon-api)\.preset$/, { clusterScaling: undefined }],
  [/\.talk-service\.preset$/, { clusterScaling: undefined, capacity: undefined }],
  [/\.secrets\.\*$/, { SECOND: secret("second") }],
];

/** Changes of a setting's surroundings to try before it is changed, as paths from what holds it. */
export function sceneOf(title: string): Readonly<Record<string, unknown>> {
  return SCENES.find(([end]) => end.test(title))?.[1] ?? {};
}
