import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { Construct } from "constructs";

export interface ApiResourcesProps {
  readonly restApiId: string;
  readonly rootResourceId: string;
}

/** The resources of a REST API: one for each part of each path, however many methods need it. */
export class ApiResources extends Construct {
  private readonly props: ApiResourcesProps;
  private readonly ids = new Map<string, string>();

  constructor(scope: Construct, id: string, props: ApiResourcesProps) {
    super(scope, id);
    this.props = props;
  }

  /** Id of the resource of a path, made with all above it where it is not there yet. */
  idOf(path: string): string {
    const parts = path.split("/").filter((part) => part !== "");
    let [parent, parentId, at]: [Construct, string, string] = [this, this.props.rootResourceId, ""];
    for (const part of parts) {
      at = `${at}/${part}`;
      const name = part.replaceAll(/[{}]/g, "").replace(/\+$/, "");
      const constructId = part.startsWith("{") ? `by-${name}` : name;
      parent =
        (parent.node.tryFindChild(constructId) as Construct | undefined) ??
        new Construct(parent, constructId);
      parentId = this.ids.get(at) ?? this.create(parent, at, parentId, part);
    }
    return parentId;
  }

  private create(scope: Construct, at: string, parentId: string, pathPart: string): string {
    const { restApiId } = this.props;
    const { id } = new ApiGatewayResource(scope, "resource", { restApiId, parentId, pathPart });
    this.ids.set(at, id);
    return id;
  }
}
