import { readServiceSettings, type ServiceSettings } from "./service-settings";
import { httpUrl, SettingReader, type Environment } from "./setting-reader";

export { SettingsError } from "./setting-reader";

/** What the program reads from its environment, checked once at the start. */
export interface Settings extends ServiceSettings {
  /** Where the subject service is: the load balancer's address, to which `/subject/<id>` is added. */
  readonly peerUrl: string;
}

/** @throws SettingsError naming every variable that is wrong */
export function readSettings(environment: Environment): Settings {
  const reader = new SettingReader(environment);
  const settings: Settings = {
    ...readServiceSettings(reader),
    peerUrl: reader.required("PEER_URL", "", httpUrl),
  };
  reader.check();
  return settings;
}
