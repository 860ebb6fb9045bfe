import { keyDefaults } from "../../../aws/defaults";
import { keyDeletionWindowDays } from "../../../aws/data/storage";
import { settings, wholeNumber } from "../fields";

/** KMS keys of the account, for what the stacks store. */
export const customerManagedKeys = settings({
  /**
   * Days between the deletion of a key and its end, in which it can be restored. @default 30
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
   */
  deletionWindowDays: wholeNumber(...keyDeletionWindowDays).default(keyDefaults.deletionWindowDays),
});
