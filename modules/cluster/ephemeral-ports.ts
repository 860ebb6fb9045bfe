import type { PortRange } from "../network/security-group";

/**
 * The ports of an instance from which a container in bridge mode gets one when its host port is 0: the kernel's
 * `net.ipv4.ip_local_port_range`, as Amazon Linux 2023 ships it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export const EPHEMERAL_PORTS: PortRange = { from: 32768, to: 60999 };
