import type { Range, TextRule } from "../violation";

/**
 * Name of a preview: a label of a DNS name, a segment of a path, and part of the names of its service and its log group.
 * Without underscores, so that `<service>_<preview>` is split in one way only.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
export const previewName: TextRule = {
  rule: "must be 1 to 32 lowercase letters, digits and inner hyphens, and start with a letter",
  pattern: /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
};
export const MAX_PREVIEW_NAME = 32;

/**
 * A host name in a condition of a listener rule has up to 128 characters, of which the name of a preview and a dot take 33.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#host-conditions (2026-11-29)
 */
export const MAX_PREVIEW_DOMAIN = 128 - ".".length - MAX_PREVIEW_NAME;

/** A date, as in the tag `ExpiresOn`. */
export const dateOfDay: TextRule = {
  rule: 'must be a date, as in "2026-12-31"',
  pattern: /^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/,
};

/** Days that a preview may exist without being renewed, and tasks of each of its services. */
export const previewDays: Range = [1, 365];
export const previewTasks: Range = [1, 10];
