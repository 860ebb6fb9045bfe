/** The one path of this service, and what it answers there: all that sets it apart from its sister service. */
export const detailsPath = "/talk";

export function describeAnswerer(hostName: string): string {
  return `Talk details returned by ${hostName}`;
}
