/** A name that is not in a set of names. Adds it to the set. */
export function uniqueName(name: string, taken: string[]): string {
  let unique = name;
  for (let number = 2; taken.includes(unique); number++) unique = `${name.slice(0, 17)}-${number}`;
  taken.push(unique);
  return unique;
}
