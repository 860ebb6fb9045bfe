import { readServiceSettings, type ServiceSettings } from "./service-settings";
import { SettingReader, type Environment } from "./setting-reader";

export { SettingsError } from "./setting-reader";

/** What the program reads from its environment, checked once at the start. */
export type Settings = ServiceSettings;

/** @throws SettingsError naming every variable that is wrong */
export function readSettings(environment: Environment): Settings {
  const reader = new SettingReader(environment);
  const settings = readServiceSettings(reader);
  reader.check();
  return settings;
}
