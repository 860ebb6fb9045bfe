/** Values for the variables that a deployment must give: each stack takes those that it declares. */
export const SAMPLE_VARIABLES: Readonly<Record<string, string>> = {
  image_tag: "1.0.0",
  live_color: "blue",
};
