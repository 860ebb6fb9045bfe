/** Values for the variables that a deployment must give: each stack takes those that it declares. */
export const SAMPLE_VARIABLES: Readonly<Record<string, string>> = {
  image_tag: "1.0.0",
  live_color: "blue",
  preview_name: "pr-123",
  created_on: "2026-12-01",
  expires_on: "2026-12-31",
};
