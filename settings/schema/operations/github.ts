import { managedPolicyArn } from "../../../aws/iam";
import { choice, list, settings, text, wholeNumber } from "../fields";

/** Higher than any ID that GitHub has given out. */
const MAX_ID = 999_999_999_999;

/**
 * Roles that the GitHub Actions workflows of one repository assume by OpenID Connect, without keys: one that only plans, and
 * one that deploys: docs/how-to/github-actions.md.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export const github = settings({
  /** Repository, such as `acme/shop`. */
  repository: text(
    'must be the owner and the name of a repository, as in "acme/shop"',
    /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/,
    'Leave out "https://github.com/" and ".git".',
  ),
  /**
   * ID of the repository's owner, a number which a later owner of the same name does not have. Print both IDs:
   * `gh api repos/acme/shop --jq '.owner.id, .id'`
   * @see https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
   */
  ownerId: wholeNumber(1, MAX_ID),
  /** ID of the repository, the second number that the command prints. */
  repositoryId: wholeNumber(1, MAX_ID),
  /** The branch from which workflows deploy. @default "main" */
  branch: branchName().default("main"),
  /** The environment of GitHub whose jobs may deploy. @default the name of this environment */
  deploymentEnvironment: text(
    "must be the name of an environment of GitHub: 1 to 100 letters, digits, spaces, hyphens, periods and underscores",
    /^(?! )[\w .-]{1,100}(?<! )$/,
  ).optional(),
  /** Whether this environment creates the account's identity provider for GitHub, of which there can be one. @default "create" */
  identityProvider: choice("create", "existing").default("create"),
  /**
   * Managed policies of the role that deploys, in addition to the management of roles.
   * @default AWS's PowerUserAccess
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html
   */
  deployPolicyArns: list(
    text(
      'must be the ARN of a managed policy, as in "arn:aws:iam::aws:policy/PowerUserAccess"',
      managedPolicyArn,
    ),
    "ARNs of policies",
    1,
    9,
  ).optional(),
});

export function branchName() {
  return text(
    'must be the name of a branch, as in "main"',
    /^(?![-/.])(?!.*(\.\.|\/\/|\/\.|\.lock(\/|$)|[/.]$))[\w./-]{1,200}$/,
  );
}
