/**
 * Alias of the key that encrypts the states in a bucket: known at synth, unlike the key's id, and free of account numbers.
 * An alias takes no dots, a bucket's name does.
 */
export function stateKeyAlias(bucketName: string): string {
  return `alias/${bucketName.replaceAll(".", "-")}`;
}
