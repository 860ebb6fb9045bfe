/** What a client has to mend in its request, in words that say how. */
export class Mistake extends Error {
  readonly statusCode: number;

  constructor(message: string, statusCode = 400) {
    super(message);
    this.name = "Mistake";
    this.statusCode = statusCode;
  }
}
