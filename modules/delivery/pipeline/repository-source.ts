import { CodeconnectionsConnection } from "@cdktf/provider-aws/lib/codeconnections-connection";
import type {
  CodepipelineStageAction,
  CodepipelineTrigger,
} from "@cdktf/provider-aws/lib/codepipeline";
import { Construct } from "constructs";
import type { PolicyStatement } from "../../identity/service-role";

export interface RepositorySourceProps {
  /** For example `acme/shop`. */
  readonly repository: string;
  readonly branch: string;
  /** Only pushes that change one of these files start the pipeline. @default - all */
  readonly filePaths?: readonly string[];
  /** @default - a new connection */
  readonly connectionArn?: string;
  /** Name of a new connection, at most 32 characters. */
  readonly connectionName: string;
  /** Provider of a new connection. @default "GitHub" */
  readonly provider?: "GitHub" | "GitLab" | "Bitbucket";
}

/**
 * A branch of a repository as the source of a pipeline. A new connection is pending until a person authorizes it in the console:
 * no API can.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export class RepositorySource extends Construct {
  readonly action: CodepipelineStageAction;
  readonly triggers: CodepipelineTrigger[];
  readonly connectionArn: string;
  /** Undefined for a connection that exists. */
  readonly connectionStatus: string | undefined;

  constructor(scope: Construct, id: string, props: RepositorySourceProps) {
    super(scope, id);
    const connection =
      props.connectionArn === undefined
        ? new CodeconnectionsConnection(this, "connection", {
            name: props.connectionName,
            providerType: props.provider ?? "GitHub",
          })
        : undefined;
    this.connectionArn = props.connectionArn ?? connection?.arn ?? "";
    this.connectionStatus = connection?.connectionStatus;
    this.action = {
      name: "Source",
      category: "Source",
      owner: "AWS",
      provider: "CodeStarSourceConnection",
      version: "1",
      namespace: "Source",
      outputArtifacts: ["source"],
      configuration: {
        ConnectionArn: this.connectionArn,
        FullRepositoryId: props.repository,
        BranchName: props.branch,
        OutputArtifactFormat: "CODE_ZIP",
        // The trigger does, which knows file paths.
        DetectChanges: "false",
      },
    };
    this.triggers = [
      {
        providerType: "CodeStarSourceConnection",
        gitConfiguration: {
          sourceActionName: "Source",
          push: [
            {
              branches: { includes: [props.branch] },
              filePaths:
                props.filePaths === undefined ? undefined : { includes: [...props.filePaths] },
            },
          ],
        },
      },
    ];
  }

  /** The permission to read the repository. */
  get use(): PolicyStatement {
    return {
      // Connections from before the service was renamed still need the other action.
      actions: ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
      resources: [this.connectionArn],
    };
  }
}
