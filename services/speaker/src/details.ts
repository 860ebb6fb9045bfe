/** The one path of this service, and what it answers there: all that sets it apart from its sister service. */
export const detailsPath = "/speaker";

export function describeAnswerer(hostName: string): string {
  return `Speaker details returned by ${hostName}`;
}
