import { text } from "./fields";

/** A zone of Route 53, which is there already. */
export function hostedZoneId() {
  return text(
    'must be the id of a Route 53 zone: "Z" and up to 31 capital letters and digits',
    /^Z[A-Z0-9]{1,31}$/,
  );
}
