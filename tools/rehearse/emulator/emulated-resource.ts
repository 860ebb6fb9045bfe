/** A resource in the emulator, in the words of Terraform's AWS provider. */
export interface EmulatedResource {
  /** How the emulator calls the likes of it: "service.Kind". */
  readonly kind: string;
  readonly type: string;
  /** What an import block names it by. */
  readonly importId: string;
  /** Its id or ARN, of which the state has one among the resource's attributes. */
  readonly identities: readonly string[];
  /** Arguments that tell it from others of its type, as far as the emulator knows them. */
  readonly arguments: Readonly<Record<string, string | number | boolean | null>>;
  readonly tags: Readonly<Record<string, string>>;
}
