import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { WebAcl, type WebAclProps } from "../../firewall/web-acl";
import { UsagePlan, type UsagePlanSettings } from "./api-access";
import { ApiAlarms, type ApiAlarmsProps } from "./api-alarms";
import { ApiMethods, type ApiMethodsProps } from "./api-methods";
import { type ApiName, CustomName } from "./custom-name";
import { openApiDocument, type OpenApiServer } from "./open-api";
import { Stage, type StageSettings } from "./stage";

export interface RestApiProps extends Omit<
  ApiMethodsProps,
  "restApiId" | "rootResourceId" | "apiKeyRequired"
> {
  readonly name: string;
  readonly stage: StageSettings;
  /** Limits for each client, identified by its API key. @default no keys */
  readonly usagePlan?: UsagePlanSettings;
  /** @default none */
  readonly webAcl?: Pick<WebAclProps, "source" | "logRetentionDays">;
  /** @default AWS's own name only */
  readonly customName?: ApiName;
  /** @default none */
  readonly alarms?: Omit<ApiAlarmsProps, "apiName" | "stageName">;
}

/**
 * A regional REST API of API Gateway with one stage, built from one definition. Every synth also writes the definition
 * as `openapi.json` next to the stack's Terraform JSON.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 */
export class RestApi extends Construct {
  readonly resource: ApiGatewayRestApi;
  readonly methods: ApiMethods;
  readonly stage: Stage;
  /** URL of the API for clients. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    this.resource = this.addApi(props);
    const restApiId = this.resource.id;
    this.methods = new ApiMethods(this, "methods", {
      ...props,
      restApiId,
      rootResourceId: this.resource.rootResourceId,
      apiKeyRequired: props.usagePlan !== undefined,
    });
    this.stage = new Stage(this, "stage", {
      ...props.stage,
      restApiId,
      apiName: props.name,
      api: this.resource,
      methods: this.methods,
      backend: props.backend,
    });
    const stage = { restApiId, stageName: this.stage.name };
    if (props.usagePlan) {
      new UsagePlan(this, "usage-plan", { ...props.usagePlan, ...stage, name: props.name });
    }
    if (props.webAcl) {
      const { name } = props;
      new WebAcl(this, "web-acl", {
        ...props.webAcl,
        name,
        protects: { resourceArn: this.stage.arn },
      });
    }
    const named =
      props.customName && new CustomName(this, "name", { ...props.customName, ...stage });
    this.url = named?.url ?? this.stage.invokeUrl;
    if (props.alarms) {
      const { name: apiName } = this.resource;
      new ApiAlarms(this, "alarms", { ...props.alarms, apiName, stageName: props.stage.name });
    }
    this.writeOpenApi(props);
  }

  private writeOpenApi({ definition, authorization, usagePlan, stage, customName }: RestApiProps) {
    const document = openApiDocument(definition, {
      authorization,
      apiKeyRequired: usagePlan !== undefined,
      server: serverOf(stage.name, customName),
    });
    const stack = TerraformStack.of(this);
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        const folder = join(outdir, manifest.forStack(stack).workingDirectory);
        writeFileSync(join(folder, "openapi.json"), `${JSON.stringify(document, undefined, 2)}\n`);
      },
    });
  }

  private addApi({ name, customName }: RestApiProps): ApiGatewayRestApi {
    return new ApiGatewayRestApi(this, "Default", {
      name,
      endpointConfiguration: { types: ["REGIONAL"] },
      // With a custom domain name, the generated address would be a second entry point.
      disableExecuteApiEndpoint: customName !== undefined,
    });
  }
}

function serverOf(stageName: string, customName: ApiName | undefined): OpenApiServer {
  if (customName !== undefined) {
    const path = customName.basePath === undefined ? "" : `/${customName.basePath}`;
    return { url: `https://${customName.domainName}${path}` };
  }
  return {
    url: `{address}/${stageName}`,
    variables: {
      address: {
        default: "https://api-id.execute-api.region.amazonaws.com",
        description: "The output `url` of the stack, without the stage's name.",
      },
    },
  };
}
