/** What sets this store apart from its sister: where its items are, and what their id is called. */
export const store = {
  /** The item with the id `a` is at this path and `/a`. */
  path: "/petstore/pets",
  /** The attribute that holds the id, which is the table's hash key as well. */
  idName: "petId",
} as const;
