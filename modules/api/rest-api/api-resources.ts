import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { Construct } from "constructs";

export interface ApiResourcesProps {
  readonly restApiId: string;
  readonly rootResourceId: string;
}

/** A part of a path: the construct of all that is below it, and its resource. */
interface Place {
  readonly scope: Construct;
  readonly path: string;
  readonly id: string;
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
    const root: Place = { scope: this, path: "", id: this.props.rootResourceId };
    const parts = path.split("/").filter((part) => part !== "");
    return parts.reduce<Place>((above, part) => this.below(above, part), root).id;
  }

  private below(above: Place, part: string): Place {
    const scope = scopeOf(above.scope, part);
    const path = `${above.path}/${part}`;
    return { scope, path, id: this.ids.get(path) ?? this.create(scope, path, above.id, part) };
  }

  private create(scope: Construct, path: string, parentId: string, pathPart: string): string {
    const { restApiId } = this.props;
    const { id } = new ApiGatewayResource(scope, "resource", { restApiId, parentId, pathPart });
    this.ids.set(path, id);
    return id;
  }
}

/** The construct of a part of a path, one for all paths that begin alike. */
function scopeOf(parent: Construct, part: string): Construct {
  const name = part.replaceAll(/[{}]/g, "");
  const id = part.startsWith("{") ? `by-${name}` : name;
  const present = parent.node.children.find(({ node }) => node.id === id);
  return present instanceof Construct ? present : new Construct(parent, id);
}
