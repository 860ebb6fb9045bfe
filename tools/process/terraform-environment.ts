/**
 * The environment in which a program runs Terraform for the user: theirs, because their profile, proxy, plugin cache,
 * workspace and `TF_CLI_ARGS` decide what Terraform does. They may set CHECKPOINT_DISABLE, too: empty, it allows Terraform
 * to ask for news of itself. TF_IN_AUTOMATION is the program's: without it, Terraform suggests commands that the program
 * runs itself, or that are wrong in its folder.
 *
 * @param env @default the environment of this process
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
export function terraformEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { CHECKPOINT_DISABLE: "1", ...env, TF_IN_AUTOMATION: "1" };
}
