/** A name that none of the others has; it is one of them then. */
export function uniqueName(name: string, taken: string[]): string {
  let unique = name;
  for (let number = 2; taken.includes(unique); number++) unique = `${name.slice(0, 17)}-${number}`;
  taken.push(unique);
  return unique;
}
